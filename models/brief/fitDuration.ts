/**
 * Fits tempo, bars and seconds to each other: bars first, then the tempo, and the ring-out fills the rest, so that a
 * take is as long as it was asked to be and ends with a whole bar.
 *
 *   seconds = musicSeconds(bars, meter, tempo, ritardando) + ring-out
 */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { barSeconds } from '../../bridge/protocol/meter.ts';
import { musicSeconds, styleEndings } from '../../bridge/protocol/duration.ts';
import type { BeatsPerMinute, Seconds } from '../../bridge/protocol/units.ts';
import type { Meter, Style } from '../../bridge/protocol/attributes.ts';

/** What is wished for. */
export interface DurationWish {
  tempo: BeatsPerMinute;
  /** True where the tempo was given in numbers and stays exactly as it is. */
  exact: boolean;
  /** Ends between which a tempo that is not exact should stay. */
  bounds: readonly [BeatsPerMinute, BeatsPerMinute];
  meter: Meter;
  style: Style;
  seconds?: Seconds;
  bars?: number;
}

/** What fits. `seconds` is as wished where it was wished. */
export interface FittedDuration {
  tempo: BeatsPerMinute;
  bars: number;
  seconds: Seconds;
  /** Seconds after the last bar. */
  ringOut: Seconds;
  notes: string[];
}

/** Length where nothing is said, in seconds. */
export const defaultSeconds = 30;

const { min: slowest, max: fastest } = attributeRanges.tempo;
/** How far a tempo may leave what was inferred, as a share; the first that has a solution is taken. */
const tolerances = [0.1, 0.2, 0.35] as const;
/** A bar count that was asked for keeps to tempi within this ratio of the inferred one. */
const plausibleRatio = 1.7;

/**
 * Fits what is wished.
 *
 * @throws LeitmotifError `brief-impossible` where not even one bar fits.
 */
export function fitDuration(wish: DurationWish): FittedDuration {
  const { bars, seconds, exact } = wish;
  if (seconds === undefined && bars !== undefined) return barsOnly(wish, bars);
  const length = seconds ?? defaultSeconds;
  if (exact) return exactTempo(wish, length);
  if (bars === undefined) return freeTempo(wish, length);
  return tempoForBars(wish, length, bars) ?? withNote(freeTempo(wish, length), droppedBars(bars, length));
}

/** Beats' worth of music: `musicSeconds` is inversely proportional to the tempo. */
function musicMinutes({ meter, style }: DurationWish, bars: number): number {
  return musicSeconds(bars, meter, 1, styleEndings[style].ritardando);
}

/** Shortest, usual and longest ring-out; short pieces ring for less. */
function ringOutFor({ style }: DurationWish, seconds: Seconds): { least: Seconds; usual: Seconds } {
  const [least, usual] = styleEndings[style].ringOut;
  return { least: Math.min(least, 0.3 * seconds), usual: Math.min(usual, 0.45 * seconds) };
}

function barsOnly(wish: DurationWish, bars: number): FittedDuration {
  const { min, max } = attributeRanges.seconds;
  const usual = styleEndings[wish.style].ringOut[1];
  const music = musicMinutes(wish, bars);
  // A free tempo hurries where the bars would not fit into the longest take.
  const needed = music / (max - usual);
  const tempo = wish.exact || needed <= wish.tempo ? wish.tempo : roundUp(needed);
  const seconds = Math.max(min, Math.ceil((music / tempo + usual) * 1000) / 1000);
  if (seconds > max || tempo > Math.min(fastest, wish.bounds[1])) throw tooLong(wish, bars);
  const notes = tempo === wish.tempo ? [] : [`${bars} bars fit into ${max} s at ${tempo} BPM, not slower`];
  return { tempo, bars, seconds, ringOut: seconds - music / tempo, notes };
}

/** The tempo stays; bars are chosen so that what is left rings out. */
function exactTempo(wish: DurationWish, seconds: Seconds): FittedDuration {
  const { tempo, meter } = wish;
  const { least, usual } = ringOutFor(wish, seconds);
  const ringOf = (bars: number): number => seconds - musicMinutes(wish, bars) / tempo;
  const most = Math.ceil(seconds / barSeconds(meter, tempo));
  if (most - 1 > attributeRanges.bars.max) throw tooManyBars(wish, seconds);
  const fitting = countDown(most).filter((bars) => ringOf(bars) >= least);
  const costs = fitting.map((bars) => ({ bars, cost: phraseCost(bars) + ringOutCost(ringOf(bars), usual) }));
  // Less than the shortest ring-out is still better than no music.
  const bars = costs.sort((a, b) => a.cost - b.cost)[0]?.bars ?? (ringOf(1) >= 0 ? 1 : undefined);
  if (bars === undefined) throw impossible(wish, seconds);
  const changed = wish.bars !== undefined && wish.bars !== bars;
  const notes = changed
    ? [
        `There is room for ${barCount(bars)} in ${seconds} s at ${tempo} BPM, not ${wish.bars}; tempo and seconds were kept`,
      ]
    : [];
  return { tempo, bars, seconds, ringOut: ringOf(bars), notes };
}

/** Fours, then twos, priced in seconds of ring-out that they are worth. */
function phraseCost(bars: number): Seconds {
  if (bars % 4 === 0) return 0;
  return bars % 2 === 0 ? 1 : 1.5;
}

/** A long ring-out is music that is missing; a short one only ends a little early. */
function ringOutCost(ringOut: Seconds, usual: Seconds): Seconds {
  return ringOut > usual ? ringOut - usual : 0.3 * (usual - ringOut);
}

/** Bars that people phrase in, then the tempo nearest to the wish. */
function freeTempo(wish: DurationWish, seconds: Seconds): FittedDuration {
  for (const tolerance of tolerances) {
    const found = bestBars(wish, seconds, [
      Math.max(wish.bounds[0], wish.tempo * (1 - tolerance)),
      Math.min(wish.bounds[1], wish.tempo * (1 + tolerance)),
    ]);
    if (found !== undefined) return found;
  }
  // Words are never left: "slow" stays slow, and what cannot be is said.
  const found = bestBars(wish, seconds, wish.bounds);
  if (found === undefined) return ringingOut(wish, seconds);
  return withNote(found, `the tempo moved to ${found.tempo} BPM to fit whole bars into ${seconds} s`);
}

/** No whole bars fit with a usual ring-out: a longer one, at the tempo itself or at the fastest that the words allow. */
function ringingOut(wish: DurationWish, seconds: Seconds): FittedDuration {
  const bar = musicMinutes(wish, 1);
  const tempo = bar / wish.tempo <= seconds ? wish.tempo : Math.min(fastest, wish.bounds[1]);
  return exactTempo({ ...wish, tempo }, seconds);
}

function bestBars(
  wish: DurationWish,
  seconds: Seconds,
  range: readonly [number, number],
): FittedDuration | undefined {
  const longest = (seconds * range[1]) / musicMinutes(wish, 1);
  const candidates = countDown(Math.min(attributeRanges.bars.max, Math.floor(longest)))
    .map((bars) => fitBars(wish, seconds, bars, range))
    .filter((fitted) => fitted !== undefined)
    .map((fitted) => ({ fitted, cost: barsCost(fitted.bars) + tempoCost(fitted.tempo, wish.tempo) }));
  return candidates.sort((a, b) => a.cost - b.cost || a.fitted.bars - b.fitted.bars)[0]?.fitted;
}

/** Eights, fours and twos, in this order; the price is measured in per cent of tempo. */
function barsCost(bars: number): number {
  if (bars % 8 === 0) return 0;
  if (bars % 4 === 0) return 1.5;
  return bars % 2 === 0 ? 5 : 11;
}

function tempoCost(tempo: number, wished: number): number {
  return 100 * Math.abs(Math.log(tempo / wished));
}

/** The given number of bars at the tempo nearest to the wish, if one in the range fits. */
function fitBars(
  wish: DurationWish,
  seconds: Seconds,
  bars: number,
  range: readonly [number, number],
): FittedDuration | undefined {
  const { least, usual } = ringOutFor(wish, seconds);
  const music = musicMinutes(wish, bars);
  const low = Math.max(range[0], slowest, music / (seconds - least));
  const high = Math.min(range[1], fastest, music / (seconds - usual));
  if (low > high) return undefined;
  const tempo = roundWithin(Math.min(high, Math.max(low, wish.tempo)), low, high);
  return { tempo, bars, seconds, ringOut: seconds - music / tempo, notes: [] };
}

/** Bars and seconds were both asked for, the tempo follows. Undefined where it would be implausible. */
function tempoForBars(wish: DurationWish, seconds: Seconds, bars: number): FittedDuration | undefined {
  const plausible: readonly [number, number] = [
    Math.max(wish.bounds[0], wish.tempo / plausibleRatio),
    Math.min(wish.bounds[1], wish.tempo * plausibleRatio),
  ];
  return fitBars(wish, seconds, bars, plausible);
}

/** The roundest tempo between two ends that is near a wish: whole, then tenths, hundredths and thousandths. */
function roundWithin(tempo: number, low: number, high: number): number {
  for (const unit of [1, 10, 100, 1000]) {
    const near = Math.round(tempo * unit) / unit;
    const inside = [near, Math.ceil(low * unit) / unit, Math.floor(high * unit) / unit];
    const found = inside.find((value) => value >= low && value <= high);
    if (found !== undefined) return found;
  }
  return tempo;
}

function roundUp(tempo: number): number {
  return Math.ceil(tempo * 10) / 10;
}

/** `most`, …, 2, 1. */
function countDown(most: number): number[] {
  return Array.from({ length: Math.max(0, most) }, (_, i) => most - i);
}

function withNote(fitted: FittedDuration, note: string): FittedDuration {
  return { ...fitted, notes: [...fitted.notes, note] };
}

function droppedBars(bars: number, seconds: Seconds): string {
  return `${barCount(bars)} in ${seconds} s would need a tempo far from what was asked; the seconds were kept`;
}

function impossible({ tempo, meter, style }: DurationWish, seconds: Seconds): LeitmotifError {
  const needed = Math.ceil((barSeconds(meter, tempo) + styleEndings[style].ringOut[0]) * 10) / 10;
  return new LeitmotifError('brief-impossible', {
    what: `Not even one bar of ${meter} at ${tempo} BPM fits into ${seconds} s`,
    subject: `--seconds ${seconds} --tempo ${tempo} --meter ${meter}`,
    next: `Ask for at least ${needed} seconds, a faster tempo or a shorter bar`,
  });
}

function tooManyBars({ tempo, meter }: DurationWish, seconds: Seconds): LeitmotifError {
  const { max } = attributeRanges.bars;
  return new LeitmotifError('brief-impossible', {
    what: `${seconds} s of ${meter} at ${tempo} BPM hold more than ${max} bars`,
    subject: `--seconds ${seconds} --tempo ${tempo}`,
    next: `Ask for at most ${Math.floor(max * barSeconds(meter, tempo))} seconds or a slower tempo`,
  });
}

function tooLong({ tempo, meter }: DurationWish, bars: number): LeitmotifError {
  const { max } = attributeRanges.seconds;
  return new LeitmotifError('brief-impossible', {
    what: `${bars} bars of ${meter} at ${tempo} BPM are longer than ${max} s`,
    subject: `--bars ${bars} --tempo ${tempo}`,
    next: 'Ask for fewer bars or a faster tempo',
  });
}

/** `1 bar`, `8 bars`. */
export function barCount(bars: number): string {
  return bars === 1 ? '1 bar' : `${bars} bars`;
}
