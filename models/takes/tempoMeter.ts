/**
 * Measures the tempo of a score from its tempo map and checks it against the notes themselves.
 *
 *   tempo map without ritardandi → stated tempo ┐
 *   onsets in seconds → strength of the pulse at tempos around it → tempo of the notes ┴→ what a listener hears
 */
import { barQuarters, beatQuarters, isCompound } from '../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { BeatsPerMinute, Seconds } from '../../bridge/protocol/units.ts';

/** A tempo as it was measured. */
export interface MeasuredTempo {
  /** Outside ritardandi. The map's where the notes confirm it or say nothing, else the notes' own. */
  tempo: BeatsPerMinute;
  /** The tempo whose pulse the notes meet best; absent where there are too few of them to tell. */
  heard?: BeatsPerMinute;
}

/** Fewest onsets from which a pulse can be told. */
const fewestOnsets = 16;
/** A pulse that fewer than this share of the onsets meet is no pulse. */
const clearPulse = 0.3;
/** By how much another pulse must be clearer than the stated one: bars of seven eighths also fit pulses of 6/7 and 8/7. */
const clearer = 0.1;
/** How far around the stated tempo is searched, and in what steps. */
const search = { span: 0.15, step: 0.001 };
/** A minute tells the tempo; more only costs time and narrows the peak below the search's steps. */
const searched: Seconds = 60;
/** The two agree within this ratio; the search cannot tell finer in thirty seconds of music. */
const agreement = 0.01;

/** Measures the tempo of a score. */
export function measureTempo(score: Score): MeasuredTempo {
  const stated = statedTempo(score);
  const heard = heardTempo(onsetsOutsideRitardandi(score), stated, pulsesOf(score));
  if (heard === undefined) return { tempo: stated };
  return { tempo: Math.abs(heard / stated - 1) <= agreement ? stated : heard, heard };
}

/** The tempo that the map holds longest outside ritardandi. */
function statedTempo(score: Score): BeatsPerMinute {
  const seconds = new Map<number, Seconds>();
  score.tempos.forEach((change, i) => {
    if (change.ritardando === true) return;
    const until = score.tempos[i + 1]?.tick ?? score.endTick;
    const length = (until - change.tick) * change.microsecondsPerQuarter;
    const key = change.microsecondsPerQuarter;
    seconds.set(key, (seconds.get(key) ?? 0) + length);
  });
  const [longest] = [...seconds].sort(([, a], [, b]) => b - a);
  const microseconds = longest?.[0] ?? score.tempos[0]?.microsecondsPerQuarter ?? 500_000;
  return 60_000_000 / microseconds / beatQuarters(score.meters[0]?.meter ?? '4/4');
}

/** Pulses to a beat that the meter has: the beat and its halves or thirds; of 7/8, which has no even beat, the eighths. */
function pulsesOf(score: Score): number[] {
  const meter = score.meters[0]?.meter ?? '4/4';
  if (isCompound(meter)) return [1, 3];
  return Number.isInteger(barQuarters(meter)) ? [1, 2] : [2];
}

function onsetsOutsideRitardandi(score: Score): Seconds[] {
  const slows = score.tempos.find((change) => change.ritardando === true)?.tick ?? Infinity;
  const ticks = new Set(score.parts.flatMap((part) => part.notes.map((note) => note.tick)));
  const onsets = [...ticks].filter((tick) => tick < slows).map((tick) => tickToSeconds(score.tempos, tick));
  return onsets.filter((onset) => onset < searched);
}

function heardTempo(
  onsets: readonly Seconds[],
  stated: BeatsPerMinute,
  pulses: readonly number[],
): BeatsPerMinute | undefined {
  if (onsets.length < fewestOnsets) return undefined;
  const strength = pulseStrength(onsets, stated, pulses);
  let best = { tempo: stated, strength };
  for (let ratio = 1 - search.span; ratio <= 1 + search.span; ratio += search.step) {
    const tempo = stated * ratio;
    const strength = pulseStrength(onsets, tempo, pulses);
    if (strength > best.strength) best = { tempo, strength };
  }
  if (best.strength < clearPulse) return undefined;
  return best.strength < strength + clearer ? stated : best.tempo;
}

/** How well onsets meet the pulses of a tempo, 0…1: the mean agreement of their phases. */
function pulseStrength(onsets: readonly Seconds[], tempo: BeatsPerMinute, pulses: readonly number[]): number {
  const sum = pulses.reduce((total, pulse) => total + phaseAgreement(onsets, (tempo / 60) * pulse), 0);
  return sum / pulses.length;
}

function phaseAgreement(onsets: readonly Seconds[], frequency: number): number {
  let [real, imaginary] = [0, 0];
  for (const onset of onsets) {
    const phase = 2 * Math.PI * frequency * onset;
    real += Math.cos(phase);
    imaginary += Math.sin(phase);
  }
  return Math.hypot(real, imaginary) / onsets.length;
}
