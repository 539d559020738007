/** Reads the text of a theme book, as far as a book of themes needs it: whole and valid, or what is wrong with it in words. */
import {
  repeatedThemeId,
  themeBookSchema,
  themeBookVersion,
  themeFault,
} from '../../bridge/protocol/themes.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';

/** The themes of a book, or the first thing that is wrong with it. */
export type ThemesReading = { themes: Theme[] } | { fault: string; isNewer: boolean };

/** Reads it. Never throws. */
export function readThemes(text: string): ThemesReading {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { fault: 'it is not JSON', isNewer: false };
  }
  const version = (document as { leitmotifThemes?: unknown } | null)?.leitmotifThemes;
  if (typeof version === 'number' && version > themeBookVersion)
    return { fault: `its version is ${version}`, isNewer: true };
  const parsed = themeBookSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { fault: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`, isNewer: false };
  }
  const { themes } = parsed.data;
  const repeated = repeatedThemeId(themes);
  if (repeated !== undefined)
    return { fault: `two themes have the identifier "${repeated}"`, isNewer: false };
  const faults = themes.flatMap((theme) => {
    const fault = themeFault(theme);
    return fault === undefined ? [] : [`${theme.name}: ${fault}`];
  });
  return faults[0] === undefined ? { themes } : { fault: faults[0], isNewer: false };
}
