/** What a part does in the texture. One MIDI track and one stem a role. */
export const roles = ['lead', 'counter', 'pad', 'figure', 'bass', 'percussion', 'colour'] as const;

/** One of the {@link roles}. */
export type Role = (typeof roles)[number];
