/** Themes as a webview of VS Code 1.139 has them: the class of the body and the variables that panels of ours read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Names of the themes that were captured. */
export const themeNames = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;
/** One of the {@link themeNames}. */
export type ThemeName = (typeof themeNames)[number];

/** The themes by name. */
export const themes = JSON.parse(
  readFileSync(fileURLToPath(new URL('./capturedThemes.json', import.meta.url)), 'utf8'),
) as Record<ThemeName, { bodyClass: string; variables: Record<string, string> }>;
