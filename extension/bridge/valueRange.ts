/** Ranges as people write them: `0.2…0.8`, `0.2 to 0.8`, `1 0`, `-1..1`, `0,2 – 0,8`. */
import type { MappingRange } from '../../bridge/protocol/parameterMapping.ts';

const number = String.raw`[-−]?\d{1,9}(?:[.,]\d{1,9})?`;
const pattern = new RegExp(
  String.raw`^\s*(${number})(?:\s*(?:…|\.{2,3}|–|to|bis|;)\s*|\s+|-(?=\d))(${number})\s*$`,
  'i',
);

/** Undefined where the text is none, where both ends are one, or where one lies outside `within`. */
export function rangeOf(text: string, within?: { min: number; max: number }): MappingRange | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [from = NaN, to = NaN] = found.slice(1).map((end) => Number(end.replace(',', '.').replace('−', '-')));
  const { min, max } = within ?? { min: -1e9, max: 1e9 };
  const isInside = [from, to].every((end) => end >= min && end <= max);
  return isInside && from !== to ? { from, to } : undefined;
}
