/** What is kept of a clip that was heard: small enough for thousands, enough for every table. */
import { z } from 'zod';

const vector = z.array(z.number());

/** What is heard in a clip, whatever was asked. */
export const heardSchema = z.object({
  id: z.string(),
  /** Each patch of three seconds: probabilities of musicnn's tags. */
  tags: z.array(vector),
  /** Each patch: musicnn's penultimate layer. */
  embeddings: z.array(vector),
  /** e_M, by the audio tower. */
  music: vector,
  /** Chroma rows of 160 ms, unit length, twelve numbers each. */
  chroma: vector,
  /** By perception's estimate. */
  tempo: z.number().optional(),
  /** What the judge of tempi goes by (tempoJudge.ts), with the onsets in a second. */
  tempi: vector,
  onsetRate: z.number(),
  /** By perception's finder of keys. */
  key: z.string().optional(),
  /** What the judge of keys goes by (metrics/audio/tonalProfile.ts). */
  profile: vector,
  brightness: z.number(),
  /** Mean rise of level: how strongly notes begin. Loudness cannot tell energy, for all clips have one. */
  energy: z.number(),
});
/** What is heard in a clip, whatever was asked. */
export type Heard = z.infer<typeof heardSchema>;

/** What is heard in a clip that was asked for, and how far it agrees with what was asked. */
export const measuresSchema = heardSchema.extend({
  /** Chroma and onsets against the notes, and against the score engine's render of them. */
  chromaScore: z.number().nullable(),
  chromaRender: z.number().nullable(),
  onsetScore: z.number(),
  onsetRender: z.number(),
  /** As `onsetRender` was counted at first: on a grid of 16 ms, with one threshold for both. */
  onsetStrict: z.number(),
  /** Log-mel, mean absolute difference to the render, in nat. */
  mel: z.number(),
  /** Pearson's r of the curves of level. */
  level: z.number().nullable(),
  /** Seconds that making it took; absent where nothing was made. */
  seconds: z.number().optional(),
});
/** What is heard in a clip that was asked for. */
export type Measures = z.infer<typeof measuresSchema>;

/** Six digits: a third of the bytes, and nothing that a table would show. */
export function rounded(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}
