/**
 * How bars, tempo and seconds fit together, with the ending of each style. The brief fits them, the engine plays them,
 * and both use these functions, so that a take is as long as it was asked to be.
 */
import { barQuarters, barSeconds, beatQuarters } from './meter.ts';
import type { Meter, Style } from './attributes.ts';
import type { BeatsPerMinute, Seconds } from './units.ts';

/** How a style ends. */
export interface StyleEnding {
  /** By how much the last two bars slow down: 0.12 ends at 88 % of the tempo. */
  ritardando: number;
  /** Shortest and usual ring-out after the last bar, in seconds: release and reverberation. */
  ringOut: readonly [Seconds, Seconds];
}

/** The ending of each style. */
export const styleEndings: Readonly<Record<Style, StyleEnding>> = {
  cinematic: { ritardando: 0.12, ringOut: [1.8, 3.2] },
  ambient: { ritardando: 0, ringOut: [3, 5] },
  piano: { ritardando: 0.15, ringOut: [1.8, 3] },
  strings: { ritardando: 0.12, ringOut: [1.4, 2.4] },
  choral: { ritardando: 0.14, ringOut: [2.2, 3.6] },
  folk: { ritardando: 0.1, ringOut: [1.4, 2.4] },
  electronic: { ritardando: 0, ringOut: [1.5, 2.5] },
  horror: { ritardando: 0.08, ringOut: [2.4, 4] },
  jazz: { ritardando: 0.12, ringOut: [1.4, 2.4] },
  bossa: { ritardando: 0.08, ringOut: [1.4, 2.4] },
  blues: { ritardando: 0.1, ringOut: [1.4, 2.4] },
  rock: { ritardando: 0.06, ringOut: [1.5, 2.6] },
  pop: { ritardando: 0.05, ringOut: [1.5, 2.5] },
  synthwave: { ritardando: 0, ringOut: [1.8, 3] },
  lofi: { ritardando: 0, ringOut: [1.6, 2.8] },
  chiptune: { ritardando: 0, ringOut: [0.8, 1.4] },
  comedy: { ritardando: 0.08, ringOut: [1.1, 1.8] },
  march: { ritardando: 0.06, ringOut: [1.3, 2.2] },
  waltz: { ritardando: 0.15, ringOut: [1.6, 2.6] },
  celtic: { ritardando: 0.08, ringOut: [1.4, 2.4] },
};

/** Fewest bars for which the last two slow down; shorter pieces keep their tempo. */
const fewestBarsForRitardando = 4;

/**
 * Tempo factors of the beats of the last two bars, the first beat first; empty where there is no ritardando.
 * The factors fall evenly to `1 − ritardando`.
 */
export function ritardandoFactors(bars: number, meter: Meter, ritardando: number): number[] {
  if (ritardando === 0 || bars < fewestBarsForRitardando) return [];
  const beats = Math.floor((2 * barQuarters(meter)) / beatQuarters(meter));
  return Array.from({ length: beats }, (_, beat) => 1 - (ritardando * (beat + 1)) / beats);
}

/** Seconds from the first to the end of the last bar, ritardando included, ring-out left out. */
export function musicSeconds(bars: number, meter: Meter, tempo: BeatsPerMinute, ritardando: number): Seconds {
  const beatSeconds = 60 / tempo;
  const slowed = ritardandoFactors(bars, meter, ritardando);
  const extra = slowed.reduce((sum, factor) => sum + beatSeconds / factor - beatSeconds, 0);
  return bars * barSeconds(meter, tempo) + extra;
}
