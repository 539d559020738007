/** The synthetic sounds of the audio reference, as models/packs/build/musicnn_sounds.py computes them. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { packsDirectory } from './packReference.ts';

const rate = 16_000;

const audioReferenceSchema = z.object({
  tolerance: z.object({ mel: z.number(), tag: z.number(), cosine: z.number() }),
  melRows: z.number(),
  sounds: z.array(
    z.object({
      name: z.enum(['chord', 'noise', 'clicks', 'arpeggio', 'beat']),
      samples: z.array(z.number()),
      mel: z.array(z.array(z.number())),
      tags: z.array(z.number()),
      embedding: z.array(z.number()),
    }),
  ),
});

type AudioReference = z.infer<typeof audioReferenceSchema>;

/** What the original framework makes of some sounds. */
export async function readAudioReference(): Promise<AudioReference> {
  const text = await readFile(`${packsDirectory}musicnn-mtt/reference.json`, 'utf8');
  return audioReferenceSchema.parse(JSON.parse(text));
}

/** White noise from the linear congruence of Numerical Recipes, seed 1. */
function noise(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function sines(time: number, frequencies: readonly number[]): number {
  const tones = frequencies.flatMap((f) => [1, 2, 3].map((h) => Math.sin(2 * Math.PI * f * h * time) / h));
  return tones.reduce((sum, tone) => sum + tone, 0) / frequencies.length;
}

function plucked(time: number): number {
  const frequency = [220, 261.63, 329.63, 440][Math.floor(time * 8) % 4]!;
  const phase = 2 * Math.PI * frequency * time;
  return 0.3 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase)) * Math.exp(-12 * (time % 0.125));
}

function beat(time: number, hiss: number): number {
  const kick = Math.sin(2 * Math.PI * 55 * time) * Math.exp(-18 * (time % 0.5));
  return 0.6 * kick + 0.3 * hiss * Math.exp(-80 * ((time + 0.25) % 0.5)) + 0.1 * sines(time, [110]);
}

const sounds: Record<AudioReference['sounds'][number]['name'], (time: number, hiss: number) => number> = {
  chord: (time) => 0.2 * sines(time, [261.63, 329.63, 392]),
  noise: (_, hiss) => 0.3 * hiss,
  clicks: (time, hiss) => 0.7 * hiss * Math.exp(-60 * (time % 0.5)),
  arpeggio: plucked,
  beat,
};

/** Three seconds of a sound, mono at 16 kHz. */
export function referenceSound(name: keyof typeof sounds): Float32Array {
  const hiss = noise();
  return Float32Array.from({ length: 3 * rate }, (_, i) => sounds[name](i / rate, hiss()));
}
