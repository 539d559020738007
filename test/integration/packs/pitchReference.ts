/** The sounds of the pitch reference, as models/packs/build/pitch_reference.mjs computes them. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { pitchShape } from '../../../models/perception/pitchDetector.ts';
import { packsDirectory } from './packReference.ts';

const rows = z.array(z.array(z.number()).length(88));
const pitchReferenceSchema = z.object({
  tolerance: z.object({ probability: z.number() }),
  rows: z.number(),
  sounds: z.array(
    z.object({
      name: z.enum(['melody', 'chord', 'noise', 'silence']),
      samples: z.array(z.number()),
      notes: rows,
      onsets: rows,
    }),
  ),
});

type PitchReference = z.infer<typeof pitchReferenceSchema>;

/** What the original framework makes of some sounds. */
export async function readPitchReference(): Promise<PitchReference> {
  const text = await readFile(`${packsDirectory}basic-pitch/reference.json`, 'utf8');
  return pitchReferenceSchema.parse(JSON.parse(text));
}

/** White noise from the linear congruence of Numerical Recipes, seed 1. */
function noise(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function tone(time: number, frequency: number): number {
  return [1, 2, 3, 4].reduce((sum, h) => sum + Math.sin(2 * Math.PI * frequency * h * time) / h, 0);
}

const sounds: Record<PitchReference['sounds'][number]['name'], (time: number, hiss: number) => number> = {
  melody: (time) =>
    0.3 *
    tone(time, [261.63, 329.63, 392, 523.25][Math.floor(time * 3) % 4]!) *
    Math.exp(-3 * (time % (1 / 3))),
  chord: (time) => 0.1 * [220, 261.63, 329.63].reduce((sum, frequency) => sum + tone(time, frequency), 0),
  noise: (_, hiss) => 0.3 * hiss,
  silence: () => 0,
};

/** A window of a sound, mono at 22.05 kHz. */
export function pitchSound(name: keyof typeof sounds): Float32Array {
  const hiss = noise();
  return Float32Array.from({ length: pitchShape.window }, (_, i) =>
    sounds[name](i / pitchShape.sampleRate, hiss()),
  );
}
