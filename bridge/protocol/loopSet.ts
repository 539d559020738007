/** The recipe of a loop set, `loop.json`: music for games from which intro, loop and outro can be made again. */
import { z } from 'zod';
import { briefSchema } from './brief.ts';
import { cueSchema } from './cue.ts';
import { recipeSchema } from './take.ts';
import { roles } from './roles.ts';
import type { Brief } from './brief.ts';

/** The version of the recipe that this program writes. */
export const loopSetVersion = 1;

/** Vertical layers, each with all that plays in the one before it. */
export const loopLayerNames = ['calm', 'tense', 'battle'] as const;
/** One of the layers. */
export type LoopLayerName = (typeof loopLayerNames)[number];

/** How well the end of a loop leads into its beginning. */
export const seamSchema = z.object({
  jump: z.number().describe('Largest step from the last sample to the first, full scale 1.'),
  insideJump: z.number().describe('The 99.9th percentile of the steps inside the loop.'),
  flux: z.number().describe('Spectral flux across the seam as it is heard.'),
  playedFlux: z.number().describe('The same where the music was played on without a seam.'),
  likeness: z
    .number()
    .describe(
      'dB by which the last half second differs from that of the pass before it; lower is better, −200 is the same.',
    ),
});
/** How well the end of a loop leads into its beginning. */
export type Seam = z.infer<typeof seamSchema>;

const soundSchema = z.object({
  path: z.string(),
  frames: z.number().int(),
  seconds: z.number(),
  loudness: z.number().describe('LUFS; all files have one gain.'),
  truePeak: z.number().describe('dBTP.'),
});

/** The recipe. Paths are relative to its folder. */
export const loopSetSchema = z.object({
  leitmotifLoop: z.literal(loopSetVersion),
  id: z.string(),
  made: z.string(),
  program: recipeSchema.shape.program,
  engine: z.number().int().describe('Version of the score engine.'),
  seed: recipeSchema.shape.seed,
  seeds: recipeSchema.shape.seeds,
  candidates: recipeSchema.shape.candidates,
  cue: cueSchema,
  inputs: recipeSchema.shape.inputs,
  packs: recipeSchema.shape.packs,
  soundFont: z.object({ name: z.string(), sha256: z.string() }),
  brief: briefSchema,
  sampleRate: z.number().int(),
  bars: z.object({ intro: z.number().int(), body: z.number().int(), outro: z.number().int() }),
  files: z.object({
    score: z.string(),
    intro: soundSchema.optional(),
    loop: soundSchema,
    outro: soundSchema.optional(),
    stems: z.array(z.object({ role: z.enum(roles), instrument: z.string(), path: z.string() })),
    layers: z
      .array(soundSchema.extend({ layer: z.enum(loopLayerNames), roles: z.array(z.enum(roles)) }))
      .describe('The loop with some of its roles; all begin and end at the same sample.'),
  }),
  measured: z.object({ key: z.string(), tempo: z.number(), seam: seamSchema, failures: z.array(z.string()) }),
});
/** The recipe of a loop set. */
export type LoopSet = Omit<z.infer<typeof loopSetSchema>, 'brief'> & { brief: Brief };
