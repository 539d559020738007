/**
 * Measures a take before delivery and says where it misses its brief. The sound is measured by the renderer on the
 * samples that it wrote; key and tempo are measured here, on the notes.
 */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { tonics } from '../../bridge/protocol/attributes.ts';
import { modeIntervals } from '../engines/score/theory/scale.ts';
import { findKey } from './keyFinder.ts';
import { measureTempo } from './tempoMeter.ts';
import type { Mode } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Note, Score } from '../../bridge/protocol/score.ts';
import type { Measured } from '../../bridge/protocol/take.ts';
import type { PitchClass } from '../../bridge/protocol/units.ts';
import type { FoundKey } from './keyFinder.ts';

/** What was measured of the sound. */
export type MeasuredSound = Pick<
  Measured,
  'seconds' | 'loudness' | 'truePeak' | 'clippedFrames' | 'longestSilence' | 'leadingSilence'
>;

/** What a take must keep to. */
export const tolerances = {
  /** Seconds of length. */
  seconds: 0.01,
  /** BPM; MIDI stores whole microseconds, which is finer. */
  tempo: 0.01,
  /** LUFS around the target. */
  loudness: 0.5,
  /** Seconds of silence inside the music. */
  silence: 3,
  /** Seconds before the first sound. */
  leadingSilence: 1,
} as const;

/** Loudness of every mix in LUFS and the most that its true peak may reach in dBTP. */
export const target = { loudness: -16, truePeak: -1 } as const;

/** Measures a take against its brief. */
export function measureTake(score: Score, sound: MeasuredSound, brief: Brief): Measured {
  const { key, agrees } = measureKey(score, brief);
  const measured = {
    ...measuredSound(sound),
    tempo: rounded(measureTempo(score).tempo, 3),
    key,
    notes: score.parts.reduce((sum, part) => sum + part.notes.length, 0),
    remade: false,
  };
  return {
    ...measured,
    keyAgrees: agrees,
    failures: findFailures({ ...measured, keyAgrees: agrees }, brief),
  };
}

/** The key of the notes as a listener would name it, `none` without notes, and whether the brief asked for it. */
export function measureKey(score: Score, brief: Brief): { key: string; agrees: boolean } {
  const notes = pitchedNotes(score);
  const found = findKey(notes);
  const asked = brief.attributes.key.value;
  const key = found === undefined ? 'none' : nameKey(found, notes, asked);
  return { key, agrees: key === asked };
}

/** What was measured of the sound: finer than anybody hears, and short enough to read in a recipe. */
export function measuredSound(sound: MeasuredSound): MeasuredSound {
  const { seconds, loudness, truePeak, clippedFrames, longestSilence, leadingSilence } = sound;
  return {
    seconds: rounded(seconds, 6),
    loudness: rounded(loudness, 3),
    truePeak: rounded(truePeak, 3),
    clippedFrames,
    longestSilence: rounded(longestSilence, 3),
    leadingSilence: rounded(leadingSilence, 3),
  };
}

/** Silence measures −Infinity, which JSON has not. */
function rounded(value: number, digits: number): number {
  return Number.isFinite(value) ? Math.round(value * 10 ** digits) / 10 ** digits : -200;
}

/** All notes that have a pitch to hear: no kits, no unpitched drums. */
export function pitchedNotes(score: Score): Note[] {
  const isPitched = ({ kit, family, program }: { kit?: true; family: string; program: number }): boolean =>
    kit !== true && (family !== 'drums' || program === instruments.timpani.program);
  return score.parts.filter((part) => isPitched(instruments[part.instrument])).flatMap((part) => part.notes);
}

function findFailures(measured: Omit<Measured, 'failures'>, brief: Brief): string[] {
  const { tempo, key, seconds } = brief.attributes;
  const checks: [boolean, string][] = [
    [measured.notes > 0, 'it has no notes'],
    [
      Math.abs(measured.seconds - seconds.value) <= tolerances.seconds,
      `it lasts ${measured.seconds.toFixed(3)} s instead of ${seconds.value.toFixed(3)} s`,
    ],
    [
      Math.abs(measured.tempo - tempo.value) <= tolerances.tempo,
      `its tempo is ${measured.tempo} BPM instead of ${tempo.value} BPM`,
    ],
    [measured.keyAgrees, `its notes are in ${measured.key} instead of ${key.value}`],
  ];
  return [...failuresOf(checks), ...soundFailures(measured)];
}

/** What is amiss in the sound of any take. */
export function soundFailures(measured: Omit<Measured, 'failures' | 'spans'>): string[] {
  return failuresOf([
    [
      Math.abs(measured.loudness - target.loudness) <= tolerances.loudness,
      `its loudness is ${measured.loudness.toFixed(1)} LUFS instead of ${target.loudness} LUFS`,
    ],
    [measured.truePeak <= target.truePeak, `its true peak is ${measured.truePeak.toFixed(2)} dBTP`],
    [measured.clippedFrames === 0, `${measured.clippedFrames} frames are clipped`],
    [
      measured.longestSilence <= tolerances.silence,
      `it is silent for ${measured.longestSilence.toFixed(1)} s`,
    ],
    [
      measured.leadingSilence <= tolerances.leadingSilence,
      `it begins with ${measured.leadingSilence.toFixed(1)} s of silence`,
    ],
  ]);
}

function failuresOf(checks: readonly [boolean, string][]): string[] {
  return checks.filter(([holds]) => !holds).map(([, failure]) => failure);
}

/**
 * Names a found key: as the asked one where they are the same, or where the notes never touch a degree in which the two
 * modes differ and so stand in both; else with the simpler accidental.
 */
function nameKey(found: FoundKey, notes: readonly Note[], asked: string): string {
  const { tonic, mode } = keyOf(asked);
  if (tonic === found.tonic && (mode === found.mode || isUndecided(notes, found, mode))) return asked;
  return nameOf(found);
}

/** A key as numbers. */
export function keyOf(name: string): Pick<FoundKey, 'tonic' | 'mode'> {
  const [tonic = 'C', mode = 'major'] = name.split(' ') as [string?, Mode?];
  return { tonic: pitchClassOf(tonic), mode };
}

/** A key in words, with the simpler accidental. */
export function nameOf(found: Pick<FoundKey, 'tonic' | 'mode'>): string {
  const spellings = tonics.filter((name) => pitchClassOf(name) === found.tonic && name !== 'Cb');
  return `${spellings.find((name) => name.length === 1 || isUsual(name)) ?? 'C'} ${found.mode}`;
}

function isUndecided(notes: readonly Note[], { tonic, mode }: FoundKey, asked: Mode): boolean {
  const degrees = new Set(notes.map(({ pitch }) => (pitch - tonic + 12) % 12));
  return [...degrees].every(
    (degree) => modeIntervals[mode].includes(degree) && modeIntervals[asked].includes(degree),
  );
}

function isUsual(tonic: string): boolean {
  return ['C#', 'Eb', 'F#', 'Ab', 'Bb'].includes(tonic);
}

function pitchClassOf(tonic: string): PitchClass {
  const natural = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }[tonic[0] ?? 'C'] ?? 0;
  return (natural + (tonic[1] === '#' ? 1 : tonic[1] === 'b' ? -1 : 0) + 12) % 12;
}
