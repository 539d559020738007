/** Names of new cue documents. */

/** Most words and characters of a name that comes from a text. */
const longest = { words: 5, characters: 40 } as const;

/** File name without its ending; of `.hidden` and the like the whole. */
export function stemOf(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  const stem = name.replace(/(?<=.)\.[^.]+$/, '');
  return stem === '' ? 'cue' : stem;
}

/** The first words of a text as a file name: `Calm piano, at night` becomes `calm-piano-at-night`. */
export function nameOfWords(text: string, otherwise = 'cue'): string {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.slice(0, longest.words).join('-').slice(0, longest.characters).replace(/-+$/, '');
  return name === '' ? otherwise : name;
}
