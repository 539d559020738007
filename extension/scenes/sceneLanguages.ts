/** Kinds of text that have scenes, by VS Code's language id. */
export const sceneLanguages = ['markdown', 'fountain'] as const;
