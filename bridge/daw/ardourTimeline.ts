/**
 * Places on Ardour's timeline as its session file writes them: `a` and a count of superclocks, or `b` and a count of ticks.
 *
 * Tempo and meter have anchors in both, so that a place in one is known in the other. Tempos that glide are not read.
 */
import type { Frames, Hertz, Quarters, Seconds } from '../protocol/units.ts';

/** Superclocks of a second: divisible by every usual sample rate. */
export const superclocksPerSecond = 282_240_000;
/** Ardour's ticks of a quarter. */
export const ardourTicks = 1920;

/** A tempo from a place on. */
export interface ArdourTempo {
  superclock: number;
  quarters: Quarters;
  /** Quarters a minute. */
  tempo: number;
  isGliding: boolean;
}

/** A meter from a bar on. */
export interface ArdourMeter {
  quarters: Quarters;
  bar: number;
  upper: number;
  lower: number;
}

/** All that gives places their meaning. Both lists begin at the beginning. */
export interface ArdourTimeline {
  sampleRate: Hertz;
  tempos: readonly ArdourTempo[];
  meters: readonly ArdourMeter[];
}

/** Quarters of the beginning of a bar. */
export function quartersOfBar({ meters }: ArdourTimeline, bar: number): Quarters {
  const from = meters.filter((meter) => meter.bar <= bar).at(-1);
  if (from === undefined) return (bar - 1) * 4;
  return from.quarters + ((bar - from.bar) * from.upper * 4) / from.lower;
}

/** The sample nearest to a musical place; undefined where a tempo glides before it. */
export function framesOfQuarters(
  { tempos, sampleRate }: ArdourTimeline,
  quarters: Quarters,
): Frames | undefined {
  const from = tempos.filter((tempo) => tempo.quarters <= quarters).at(-1);
  if (from === undefined || from.isGliding) return undefined;
  const seconds = from.superclock / superclocksPerSecond + ((quarters - from.quarters) * 60) / from.tempo;
  return Math.round(seconds * sampleRate);
}

/** Musical place of a time; undefined where a tempo glides there. */
export function quartersOfSeconds({ tempos }: ArdourTimeline, seconds: Seconds): Quarters | undefined {
  const from = tempos.filter(({ superclock }) => superclock / superclocksPerSecond <= seconds).at(-1);
  if (from === undefined || from.isGliding) return undefined;
  return from.quarters + ((seconds - from.superclock / superclocksPerSecond) * from.tempo) / 60;
}

/** A place as seconds and quarters, as far as it can be known; undefined where the text is none. */
export function readPlace(
  timeline: ArdourTimeline,
  text: string,
): { seconds?: Seconds; quarters?: Quarters } | undefined {
  const parts = /^([ab])(-?\d+)/.exec(text);
  if (parts === null) return undefined;
  const count = Number(parts[2]);
  if (parts[1] === 'a') {
    const seconds = count / superclocksPerSecond;
    const quarters = quartersOfSeconds(timeline, seconds);
    return { seconds, ...(quarters === undefined ? {} : { quarters }) };
  }
  const quarters = count / ardourTicks;
  const frames = framesOfQuarters(timeline, quarters);
  return { quarters, ...(frames === undefined ? {} : { seconds: frames / timeline.sampleRate }) };
}

/** A time as the session file writes it; exact at the usual rates. */
export function superclocksOfFrames(frames: Frames, sampleRate: Hertz): number {
  return Math.round((frames * superclocksPerSecond) / sampleRate);
}
