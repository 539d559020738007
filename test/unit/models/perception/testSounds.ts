/** Sounds with a known tempo, key and colour, mono at 16 kHz. */
import { seededRandom } from './seededNoise.ts';

/** Hz. */
export const soundRate = 16_000;

/** A sound of a length in seconds from a function of time. */
export function sound(seconds: number, value: (time: number) => number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * soundRate) }, (_, i) => value(i / soundRate));
}

/** Short bursts of noise at a tempo; every fourth is louder. */
export function clicks(tempo: number, seconds: number, offset = 0.1): Float32Array {
  const random = seededRandom(7);
  const beat = 60 / tempo;
  return sound(seconds, (time) => {
    const place = time - offset;
    if (place < 0) return 0;
    const accent = Math.floor(place / beat) % 4 === 0 ? 0.8 : 0.5;
    return accent * Math.exp(-120 * (place % beat)) * (2 * random() - 1);
  });
}

/** Chords of MIDI notes, each for a second, as plucked tones with six harmonics; `tuning` in semitones. */
export function chords(sequence: readonly (readonly number[])[], tuning = 0): Float32Array {
  return sound(sequence.length, (time) => {
    const chord = sequence[Math.floor(time)] ?? [];
    const tones = chord.map((note) => {
      const phase = 2 * Math.PI * 440 * 2 ** ((note + tuning - 69) / 12) * time;
      return [1, 2, 3, 4, 5, 6].reduce((sum, h) => sum + Math.sin(h * phase) / h, 0);
    });
    return 0.1 * Math.exp(-1.5 * (time % 1)) * tones.reduce((sum, tone) => sum + tone, 0);
  });
}

/** Tonic, subdominant, dominant, tonic of a key on a MIDI note, twice. */
export function cadence(tonic: number, mode: 'major' | 'minor'): number[][] {
  const third = mode === 'major' ? 4 : 3;
  const triad = (root: number, size: number): number[] => [root - 12, root, root + size, root + 7];
  const four = [triad(tonic, third), triad(tonic + 5, third), triad(tonic + 7, 4), triad(tonic, third)];
  return [...four, ...four];
}
