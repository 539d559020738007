/** The key of a MIDI file: its signature where the notes bear it out, else what the notes suggest. */
import { estimateKey, keyName } from './keyEstimate.ts';
import { isDrums } from './midiInstruments.ts';
import type { Tonic } from '../../bridge/protocol/attributes.ts';
import type { MidiView } from '../rendering/readMidi.ts';
import type { Estimate } from './estimate.ts';
import type { KeyMode } from './keyEstimate.ts';

/** Share of the sounding time that must lie within a signature's scale for it to be believed. */
const borneOut = 0.85;
const trust = { signature: 0.95, notes: 0.8 } as const;

/** Tonics by the sharps (positive) or flats of their signature, from seven flats to seven sharps. */
const majorTonics: readonly Tonic[] = [
  ...(['Cb', 'Gb', 'Db', 'Ab', 'Eb', 'Bb', 'F', 'C', 'G', 'D', 'A', 'E', 'B', 'F#', 'C#'] as const),
];
const minorTonics: readonly Tonic[] = [
  ...(['Ab', 'Eb', 'Bb', 'F', 'C', 'G', 'D', 'A', 'E', 'B', 'F#', 'C#', 'G#', 'D#', 'A#'] as const),
];

/**
 * The key, spelled as the signature does where it is believed.
 *
 * Many programs write C major into every file. A signature counts only if most of what sounds lies in its scale; and
 * where it says major and the notes clearly say the relative minor, or the other way round, the notes win.
 */
export function midiKey(view: Pick<MidiView, 'parts' | 'keys'>): Estimate<string> | undefined {
  const shares = soundingShares(view);
  const heard = estimateKey(shares);
  const [signature] = view.keys;
  const believed = heard && { value: heard.value, confidence: heard.confidence * trust.notes };
  if (signature === undefined || Math.abs(signature.fifths) > 7) return believed;
  if (inScale(shares, signature.fifths) < borneOut) return believed;
  const spelled = (mode: KeyMode): string => {
    const names = mode === 'major' ? majorTonics : minorTonics;
    return `${names[signature.fifths + 7] ?? 'C'} ${mode}`;
  };
  const [stated, relative] = signature.isMinor
    ? (['minor', 'major'] as const)
    : (['major', 'minor'] as const);
  const isRelative = heard !== undefined && isSameKey(heard.value, signature.fifths, relative);
  if (isRelative && heard.confidence > 0.6) return { value: spelled(relative), confidence: heard.confidence };
  return { value: spelled(stated), confidence: isRelative ? 0.6 : trust.signature };
}

/** Whether a key by name is the one of a signature, however it is spelled. */
function isSameKey(name: string, fifths: number, mode: KeyMode): boolean {
  const tonic = (((fifths * 7 + (mode === 'minor' ? 9 : 0)) % 12) + 12) % 12;
  return name === keyName(tonic, mode);
}

/** Share of each pitch class in the sounding time of all pitched parts. */
function soundingShares({ parts }: Pick<MidiView, 'parts'>): number[] {
  const shares = new Array<number>(12).fill(0);
  for (const part of parts) {
    if (isDrums(part)) continue;
    for (const { pitch, duration } of part.notes) shares[pitch % 12] = (shares[pitch % 12] ?? 0) + duration;
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? shares.map((share) => share / total) : shares;
}

/** Share within the major scale of a signature. */
function inScale(shares: readonly number[], fifths: number): number {
  const tonic = (((fifths * 7) % 12) + 12) % 12;
  return [0, 2, 4, 5, 7, 9, 11].reduce((sum, degree) => sum + (shares[(tonic + degree) % 12] ?? 0), 0);
}
