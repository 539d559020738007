/** Parts a story into passages at the ends of paragraphs and sentences, small enough to have one mood each. */

/** A stretch of a text, in UTF-16 code units. */
export interface TextSpan {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A passage ends at the next sentence once it is this long: about 50 words. */
const fullEnough = 280;
/** A long text is parted into about this many, so that reading it stays a matter of seconds. */
const mostPassages = 300;
/** Never longer than this, sentence or not. */
const longest = 1200;

/**
 * Parts a text. Every character that is not blank lies in exactly one passage.
 *
 * The encoder was trained on texts of a few sentences; a whole page in one vector is the mean of its moods.
 *
 * @param enough characters from which on a passage ends with its sentence
 */
export function storyPassages(text: string, enough = fullEnough): TextSpan[] {
  const passages: TextSpan[] = [];
  const full = Math.max(enough, text.length / mostPassages);
  let start: number | undefined;
  let end = 0;
  const close = (): void => {
    if (start !== undefined) passages.push({ text: text.slice(start, end), start, end });
    start = undefined;
  };
  for (const { 0: sentence, index } of text.matchAll(
    /\S[^\n.!?…。！？]*(?:[.!?…。！？]+["'”’»)\]]*|\n\s*\n?|$)/g,
  )) {
    for (const piece of chunks(sentence.trimEnd(), index)) {
      if (start !== undefined && piece.end - start > longest) close();
      start ??= piece.start;
      end = piece.end;
      const endsParagraph = /^[^\S\n]*\n\s*\n/.test(text.slice(end, end + 8));
      if (end - start >= (endsParagraph ? full / 2 : full)) close();
    }
  }
  close();
  return mergedTail(passages, text);
}

/**
 * The beginning of each passage, to the end of a sentence where one is near, so that all together have about `most`
 * characters; the passages as they are where they have no more than that.
 */
export function excerpts(passages: readonly TextSpan[], most: number): TextSpan[] {
  const total = passages.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= most) return [...passages];
  return passages.map(({ text, start }) => {
    const room = Math.ceil((text.length * most) / total);
    if (room >= text.length) return { text, start, end: start + text.length };
    const sentences = text.slice(0, room + room / 4).search(/[.!?…。！？][^.!?…。！？]*$/);
    const excerpt = whole(text.slice(0, sentences >= room / 2 ? sentences + 1 : room)).trimEnd();
    return { text: excerpt, start, end: start + excerpt.length };
  });
}

/** Without half a character at the end. */
function whole(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

/** A run without any end of sentence is cut by length, at a blank where there is one, never within a character. */
function chunks(sentence: string, at: number): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  for (let from = 0; from < sentence.length;) {
    let to = Math.min(sentence.length, from + longest);
    if (to < sentence.length) {
      const blank = sentence.lastIndexOf(' ', to);
      if (blank > from + longest / 2) to = blank + 1;
      else if ((sentence.codePointAt(to - 1) ?? 0) > 0xffff) to--;
    }
    parts.push({ start: at + from, end: at + to });
    from = to;
  }
  return parts;
}

/** A last passage of a few words belongs to the one before it. */
function mergedTail(passages: readonly TextSpan[], text: string): TextSpan[] {
  const [before, last] = passages.slice(-2);
  if (before === undefined || last === undefined || last.end - last.start >= 60) return [...passages];
  return [
    ...passages.slice(0, -2),
    { text: text.slice(before.start, last.end), start: before.start, end: last.end },
  ];
}
