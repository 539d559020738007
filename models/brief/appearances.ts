/**
 * Where the themes are to sound: in the scenes whose words name their owner, else in the whole piece where anything does.
 */
import type { Appearance, Theme } from '../../bridge/protocol/cue.ts';

/** Words of a scene. */
export interface SceneWords {
  /** Section of the brief. */
  section: string;
  label: string;
  words: string;
}

/** The appearances of all themes, in the order of themes and scenes. */
export function appearancesOf(
  themes: readonly Theme[],
  scenes: readonly SceneWords[],
  whole: readonly string[],
): Appearance[] {
  return themes.flatMap(({ id, owner }): Appearance[] => {
    const inScenes = scenes.flatMap(({ section, label, words }): Appearance[] => {
      const name = nameIn(words, owner);
      return name === undefined ? [] : [{ theme: id, section, reason: `“${name}” in ${label}` }];
    });
    if (inScenes.length > 0) return inScenes;
    const name = whole.map((words) => nameIn(words, owner)).find((found) => found !== undefined);
    return name === undefined ? [] : [{ theme: id, reason: `“${name}” in what the piece is made from` }];
  });
}

/** The themes whose owners a text names. */
export function namedThemes(themes: readonly Theme[], text: string): Theme[] {
  return themes.filter(({ owner }) => nameIn(text, owner) !== undefined);
}

/**
 * The first of an owner's names that stands in a text as a word of its own. Characters and places are written as they are or in capitals, so that
 * Grace is not every grace, and may have an s for whose something is; ideas are written as they come.
 */
export function nameIn(text: string, { kind, names }: Theme['owner']): string | undefined {
  return names.find((name) => {
    const plain = name.trim();
    if (plain === '') return false;
    if (kind === 'idea') return isWordOf(text, plain, 'iu');
    return isWordOf(text, plain, 'u') || isWordOf(text, plain.toUpperCase(), 'u');
  });
}

function isWordOf(text: string, name: string, flags: string): boolean {
  const words = name.split(/\s+/).map(escaped).join('\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${words}(?:s|S)?(?![\\p{L}\\p{N}])`, flags).test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '-' : `\\${sign}`));
}
