/** Reads the meter of a caption: "3/4", "in 6/8", "waltz", "five four", "common time". */
import { meters } from '../../../bridge/protocol/attributes.ts';
import { claim, factAt, wordAt } from './captionText.ts';
import { negatorBefore } from './negation.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import { numberOf } from './tokenizeCaption.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact } from './captionFacts.ts';
import type { Meter } from '../../../bridge/protocol/attributes.ts';

/** A phrase with its meter and how surely it means one. */
type MeterRow = readonly [phrase: string, meter: Meter, confidence: number];

const meterPhrases: readonly MeterRow[] = [
  ['two four', '2/4', 0.9],
  ['three four', '3/4', 0.9],
  ['three quarter time', '3/4', 1],
  ['four four', '4/4', 0.9],
  ['four on the floor', '4/4', 0.9],
  ['five four', '5/4', 0.9],
  ['six eight', '6/8', 0.9],
  ['seven eight', '7/8', 0.9],
  ['nine eight', '9/8', 0.9],
  ['twelve eight', '12/8', 0.9],
  ['common time', '4/4', 1],
  ['cut time', '2/4', 0.8],
  ['alla breve', '2/4', 0.8],
  ['triple meter', '3/4', 0.9],
  ['triple metre', '3/4', 0.9],
  ['triple time', '3/4', 0.9],
  ['duple meter', '2/4', 0.8],
  ['duple time', '2/4', 0.8],
  ['compound meter', '6/8', 0.8],
  ['compound time', '6/8', 0.8],
  ['waltz', '3/4', 0.9],
  ['waltzes', '3/4', 0.9],
  ['waltzing', '3/4', 0.8],
  ['walzer', '3/4', 0.9],
  ['valse', '3/4', 0.9],
  ['vals', '3/4', 0.9],
  ['valzer', '3/4', 0.9],
  ['minuet', '3/4', 0.9],
  ['sarabande', '3/4', 0.9],
  ['mazurka', '3/4', 0.9],
  ['jig', '6/8', 0.9],
  ['jigs', '6/8', 0.9],
  ['gigue', '6/8', 0.9],
  ['tarantella', '6/8', 0.9],
  ['barcarolle', '6/8', 0.9],
  ['siciliana', '6/8', 0.9],
  ['siciliano', '6/8', 0.9],
  ['slip jig', '9/8', 0.9],
  ['polka', '2/4', 0.9],
  ['reel', '4/4', 0.7],
];

const table = phraseTable(
  meterPhrases.map(([phrase, meter, confidence]) => [phrase, { meter, confidence }] as const),
);

const meterNouns = new Set(['time', 'meter', 'metre', 'takt', 'signature']);

/** Meters; claims their tokens. A fraction that is no meter of ours is told in the notes. */
export function readMeters(caption: CaptionText, notes: string[]): Fact<Meter>[] {
  const named = findPhrases(caption.tokens, table, caption.claimed)
    .filter((match) => negatorBefore(caption, match.first, ['thing', 'quality']) === undefined)
    .map(({ first, last, value }) => factAt(caption, first, last, value.meter, value.confidence));
  return [...fractions(caption, notes), ...named].sort((a, b) => a.start - b.start);
}

function fractions(caption: CaptionText, notes: string[]): Fact<Meter>[] {
  const found: Fact<Meter>[] = [];
  caption.tokens.forEach((token, i) => {
    const slash = caption.tokens[i + 1];
    const lower = numberOf(caption.tokens[i + 2]);
    if (slash?.word !== '/' || Number.isNaN(numberOf(token)) || Number.isNaN(lower)) return;
    // "7/3" alone may be a date or a share; "7/3 time" is meant as a meter.
    if (![2, 4, 8, 16].includes(lower) && !meterNouns.has(wordAt(caption, i + 3))) return;
    const meter = meters.find((known) => known === `${numberOf(token)}/${lower}`);
    const fact = factAt(caption, i, i + 2, meter ?? '4/4', 1);
    claim(caption, i, i + 2);
    if (meter !== undefined) found.push(fact);
    else notes.push(`"${fact.text}" is not among the meters ${meters.join(', ')} and was left out`);
  });
  return found;
}
