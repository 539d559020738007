/**
 * What a caption says outright.
 *
 *   text ──tokenize──► words, numbers, symbols ──readers──► facts ──► contradictions, notes
 *
 * Readers run from the surest to the vaguest, and the sure ones claim their words. Every reader is one pass over the
 * tokens with tables, so the time grows with the length of the caption only.
 */
import { captionText } from './captionText.ts';
import { findContradictions } from './contradictions.ts';
import { isInstrumentAt, readInstruments } from './readInstruments.ts';
import { readDynamics, readRegisters, readTexture } from './readLevels.ts';
import { readKeys } from './readKeys.ts';
import { readLengths } from './readLengths.ts';
import { readMeters } from './readMeters.ts';
import { readNoKeys } from './readNoKeys.ts';
import { readMoods } from './readMoods.ts';
import { readNotFollowed } from './readNotFollowed.ts';
import { readSizes } from './readSizes.ts';
import { readStyles } from './readStyles.ts';
import { readTempoNumbers } from './readTempoNumbers.ts';
import { readTempoWords } from './readTempoWords.ts';
import type { CaptionFacts, OutsideRange } from './captionFacts.ts';

/** The facts of a caption. Never throws; `contradictionError` tells whether they can be followed. */
export function parseCaption(text: string): CaptionFacts {
  const caption = captionText(text);
  const notes: string[] = [];
  const outside: OutsideRange[] = [];
  const numbers = readTempoNumbers(caption, outside);
  const meters = readMeters(caption, notes);
  const { bars, seconds, ...lengths } = readLengths(caption);
  outside.push(...lengths.outside);
  const keys = readKeys(caption, notes);
  const noKeys = readNoKeys(caption);
  const dynamics = readDynamics(caption, notes);
  const words = readTempoWords(caption, (index) => isInstrumentAt(caption, index));
  const facts = {
    tempos: [...numbers, ...words].sort((a, b) => a.start - b.start),
    keys,
    meters,
    bars,
    seconds,
    dynamics,
    instruments: readInstruments(caption),
    styles: readStyles(caption),
    moods: readMoods(caption),
    outside,
    noKeys,
    ...readTexture(caption),
    registers: readRegisters(caption),
    sizes: readSizes(caption),
  };
  readNotFollowed(caption, notes);
  return { ...facts, contradictions: findContradictions(caption, facts, notes), notes };
}
