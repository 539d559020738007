/** Reads loudness, density, brightness and register from a caption. */
import { claim, clauseEndsAt, factAt, wordAt } from './captionText.ts';
import { isRefusedQuality } from './negation.ts';
import { isInstrumentAt } from './readInstruments.ts';
import {
  brightnessRows,
  densityRows,
  dynamicsRows,
  pitchNouns,
  registerWords,
  swellPhrases,
} from './levelWords.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { CaptionFacts, Fact, LevelSaid } from './captionFacts.ts';
import type { LevelRow } from './levelWords.ts';
import type { PhraseTable } from './phraseTable.ts';
import type { Register } from '../../../bridge/protocol/attributes.ts';

const levelTable = (rows: readonly LevelRow[]): PhraseTable<number> =>
  phraseTable(
    rows.flatMap(([level, words]) =>
      words.split(' ').map((word) => [word.replaceAll('_', ' '), level] as const),
    ),
  );

const dynamicsTable = levelTable(dynamicsRows);
const densityTable = levelTable(densityRows);
const brightnessTable = levelTable(brightnessRows);
const swellTable = phraseTable(swellPhrases.map((phrase) => [phrase, true] as const));
const registerTable = phraseTable(
  Object.entries(registerWords).flatMap(([register, words]) =>
    words.map((word) => [word, register as Register] as const),
  ),
);

/** Loudness; claims its tokens, so that the piano of "mezzo piano" is no instrument. Swells are told in the notes. */
export function readDynamics(caption: CaptionText, notes: string[]): Fact<LevelSaid>[] {
  const swell = findPhrases(caption.tokens, swellTable)[0];
  if (swell !== undefined) {
    const { text } = factAt(caption, swell.first, swell.last, true, 1);
    notes.push(`"${text}" changes over time, which keyframes do; the loudness here is one for the whole`);
  }
  const facts = readLevel(caption, dynamicsTable);
  for (const { first, last } of findPhrases(caption.tokens, dynamicsTable)) claim(caption, first, last);
  return facts;
}

/** Density and brightness. */
export function readTexture(caption: CaptionText): Pick<CaptionFacts, 'density' | 'brightness'> {
  return { density: readLevel(caption, densityTable), brightness: readLevel(caption, brightnessTable) };
}

/** Registers, where "low" and "high" speak of pitch. */
export function readRegisters(caption: CaptionText): Fact<Register>[] {
  return findPhrases(caption.tokens, registerTable, caption.claimed)
    .filter(({ first, last }) => last > first || speaksOfPitch(caption, first))
    .filter(({ first }) => !isRefusedQuality(caption, first))
    .map(({ first, last, value }) => factAt(caption, first, last, value, last > first ? 1 : 0.7));
}

function readLevel(caption: CaptionText, table: PhraseTable<number>): Fact<LevelSaid>[] {
  return findPhrases(caption.tokens, table, caption.claimed).map(({ first, last, value }) => {
    const negated = isRefusedQuality(caption, first);
    return factAt(caption, first, last, { level: value, negated }, negated ? 0.6 : 0.8);
  });
}

function speaksOfPitch(caption: CaptionText, index: number): boolean {
  const isWhole = clauseEndsAt(caption, index - 1) && clauseEndsAt(caption, index + 1);
  return isWhole || pitchNouns.has(wordAt(caption, index + 1)) || isInstrumentAt(caption, index + 1);
}
