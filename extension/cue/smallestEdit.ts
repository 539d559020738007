/** The smallest replacement that turns one text into another. */

/** Replaces `length` characters from `offset` on by `text`. */
export interface TextReplacement {
  offset: number;
  length: number;
  text: string;
}

/** The one span in which two texts differ; undefined where they do not. Never cuts a surrogate pair or a CR LF in two. */
export function smallestEdit(before: string, after: string): TextReplacement | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isFirstHalf(before.charCodeAt(start - 1))) start--;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  if (end > 0 && isSecondHalf(before.charCodeAt(before.length - end))) end--;
  return {
    offset: start,
    length: before.length - end - start,
    text: after.slice(start, after.length - end),
  };
}

function isFirstHalf(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdbff) || code === 13;
}

function isSecondHalf(code: number): boolean {
  return (code >= 0xdc00 && code <= 0xdfff) || code === 10;
}
