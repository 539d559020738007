/** Bars as people write them: `5`, `5-12`, `5–12`. */

/** First and last bar; undefined where the text is none, or ends before it begins. */
export function barRange(text: string): { from: number; to: number } | undefined {
  const [, first, last = first] = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && to >= from && to <= 100_000 ? { from, to } : undefined;
}
