/** The musflow engine as documents know it: what a person may set, and what a recipe keeps so that a take can be made again. */
import { z } from 'zod';

/** `euler`: first order, one evaluation a step; `midpoint`: second, two; `adaptive`: Heun and Euler with steps by their difference. */
export const solverNames = ['euler', 'midpoint', 'adaptive'] as const;
/** One of the {@link solverNames}. */
export type SolverName = (typeof solverNames)[number];

/** `uniform`: equal steps; `cosine`: t = 1 − cos(πu/2), small steps near the noise (CosyVoice, Du et al. 2024). */
export const gridNames = ['uniform', 'cosine'] as const;
/** One of the {@link gridNames}. */
export type GridName = (typeof gridNames)[number];

/** What settings are taken between. */
export const musflowRanges = {
  steps: { min: 1, max: 200 },
  guidance: { min: 0, max: 20 },
  temperature: { min: 0, max: 1 },
  candidates: { min: 1, max: 16 },
  noise: { min: 0, max: 1 },
  /** Longest piece in seconds. */
  seconds: { min: 0, max: 600 },
} as const;

const { steps, guidance, temperature, candidates, noise, seconds } = musflowRanges;
const place = z.number().min(0).max(seconds.max);

/** A range of seconds that is made anew. */
export const repaintSchema = z
  .object({ from: place, to: place })
  .refine(({ from, to }) => from < to, 'a range ends after it begins');
/** A range of seconds that is made anew. */
export type RepaintRange = z.infer<typeof repaintSchema>;

/** How the network is asked. */
export const musflowSettingsSchema = z.object({
  steps: z.number().int().min(steps.min).max(steps.max).default(10).describe('Steps of the solver.'),
  guidance: z
    .number()
    .min(guidance.min)
    .max(guidance.max)
    .default(2)
    .describe(
      'Of picture, story and caption: 0 ignores them, 1 follows, more exaggerates. A score is followed as it is.',
    ),
  temperature: z
    .number()
    .min(temperature.min)
    .max(temperature.max)
    .default(0.33)
    .describe(
      'Deviation of the noise that the music is made from: 1 is as trained, less is smoother (Matcha-TTS, Mehta et al. 2024).',
    ),
  solver: z.enum(solverNames).default('euler'),
  grid: z.enum(gridNames).default('uniform'),
  candidates: z
    .number()
    .int()
    .min(candidates.min)
    .max(candidates.max)
    .default(1)
    .describe('How many are made of each window; the one nearest to the conditions is kept.'),
  score: z
    .boolean()
    .default(true)
    .describe('Whether the score engine writes what the network plays; false only where its pack allows it.'),
  loop: z.boolean().default(false).describe('Whether the end leads into the beginning.'),
});
/** How the network is asked. */
export type MusflowSettings = z.infer<typeof musflowSettingsSchema>;

/** The settings of a cue: how the network is asked, and from which take it starts. */
export const musflowOfCueSchema = musflowSettingsSchema.extend({
  from: z.string().min(1).optional().describe('A take of this engine to start from; relative to the cue.'),
  noise: z
    .number()
    .min(noise.min)
    .max(noise.max)
    .optional()
    .describe('With from: how far to leave it; 0 is the same, 1 is anew.'),
  repaint: repaintSchema.optional().describe('With from: only these seconds are made anew.'),
  slideTo: z
    .string()
    .min(1)
    .optional()
    .describe('A cue document whose conditions the music arrives at; relative to the cue.'),
});
/** The settings of a cue. */
export type MusflowOfCue = z.infer<typeof musflowOfCueSchema>;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
const kept = z.object({ path: z.string(), sha256: hash });

/** What a recipe keeps of the musflow engine. */
export const musflowRecipeSchema = z.object({
  // Takes from before there was a temperature had the noise as it was trained.
  settings: musflowSettingsSchema.extend({
    temperature: z.number().min(temperature.min).max(temperature.max).default(1),
  }),
  conditioning: z
    .array(z.object({ seconds: z.number().min(0), embedding: z.array(z.number()) }))
    .describe('e_f over time: one for a constant, two for a slide, none where only the score was followed.'),
  alignment: z
    .object({
      image: z.number().optional(),
      story: z.number().optional(),
      caption: z.number().optional(),
    })
    .describe('Cosine of what each adapter says with the embedding of the first window of the music.'),
  windows: z.array(
    z.object({
      row: z.number().int().describe('Of 40 ms, at which the window begins.'),
      candidate: z.number().int().min(0),
      alignment: z
        .array(z.number())
        .describe('Cosine of e_f with the embedding of each candidate; empty without e_f.'),
    }),
  ),
  evaluations: z.number().int().describe('How often the velocity network was run.'),
  start: z
    .object({
      take: z.string(),
      latent: kept,
      noise: z.number().min(0).max(1),
      repaint: repaintSchema.optional(),
    })
    .optional()
    .describe('The take that was started from; its latent is kept beside this one.'),
  latent: kept.describe('A row for every 40 ms; NumPy, float32. Variations and repaints start from it.'),
});
/** What a recipe keeps of the musflow engine. */
export type MusflowRecipe = z.infer<typeof musflowRecipeSchema>;
