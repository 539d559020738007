/** Whether words name the owner of a theme. */
import type { Theme } from './cue.ts';

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
