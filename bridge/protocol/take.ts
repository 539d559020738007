/**
 * The recipe of a take, `take.json`: everything from which it can be made again, and what was measured of it.
 */
import { z } from 'zod';
import { briefSchema } from './brief.ts';
import { cueSchema } from './cue.ts';
import { musflowRecipeSchema } from './musflow.ts';
import { performedSpanSchema } from './performance.ts';
import { keptPartSchema, revisionSchema } from './revision.ts';
import { roles } from './roles.ts';
import type { Brief } from './brief.ts';
import type { Revision } from './revision.ts';

/** The version of the recipe that this program writes. */
export const recipeVersion = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** One thing that was asked of a span of a performance, by the brief or while it was played, and what its notes say. */
export const askedOfSpanSchema = z.object({
  what: z.enum(['tempo', 'key', 'meter']),
  bar: z.number().int().min(1).describe('First bar of the span in the take.'),
  bars: z.number().min(0),
  asked: z.string(),
  found: z.string().optional().describe('Absent where the span is too short to tell.'),
  agrees: z.boolean().optional(),
});
/** One thing that was asked of a span of a performance, and what its notes say. */
export type AskedOfSpan = z.infer<typeof askedOfSpanSchema>;

/** A hit of a take. The error is measured on the notes. */
export const measuredHitSchema = z.object({
  id: z.string(),
  label: z.string(),
  asked: z.number().describe('Seconds.'),
  heard: z.number().describe('Seconds of the accent in score.mid.'),
  errorMs: z.number().describe('Milliseconds; positive is late.'),
  met: z.boolean().describe('Within 40 ms.'),
  how: z.string().describe('Bar and beat, and what was changed to get there.'),
});
/** A hit of a take. */
export type MeasuredHit = z.infer<typeof measuredHitSchema>;

/** A statement of a theme in a take. Place and transformation are the engine's account; whether it is there is measured. */
export const measuredThemeSchema = z.object({
  theme: z.string().describe('Identifier of the theme.'),
  name: z.string(),
  role: z.enum(roles),
  instrument: z.string(),
  bar: z.number().int().min(1),
  beat: z.number().describe('Beat of the bar, from 1.'),
  seconds: z.number(),
  how: z.string().describe('Its transformation in words: key, speed, fragment, counterpoint.'),
  found: z.boolean().describe('Its intervals and rhythm are found in the notes of score.mid, blindly.'),
});
/** A statement of a theme in a take. */
export type MeasuredTheme = z.infer<typeof measuredThemeSchema>;

/** What was measured of a finished take. Nothing here is copied from the brief. */
export const measuredSchema = z.object({
  seconds: z.number().describe('Length of mix.wav.'),
  loudness: z.number().describe('Integrated loudness in LUFS (ITU-R BS.1770-4).'),
  truePeak: z.number().describe('True peak in dBTP, four times oversampled (ITU-R BS.1770-4 annex 2).'),
  clippedFrames: z.number().int(),
  longestSilence: z.number().describe('Longest span below −60 dBFS inside the music, in seconds.'),
  leadingSilence: z.number().describe('Seconds before the first sound.'),
  tempo: z.number().describe('Beats per minute outside ritardandi, from the tempo map and the notes.'),
  key: z.string().describe('Tonic and mode by cadence and scale membership on the notes.'),
  keyAgrees: z.boolean(),
  notes: z.number().int(),
  remade: z.boolean().describe('True where a first try failed its measurement and was made again.'),
  spans: z
    .array(askedOfSpanSchema)
    .optional()
    .describe(
      'Of a performance: what brief and steering asked of each span. Key and tempo above are those of the longest.',
    ),
  hits: z.array(measuredHitSchema).optional().describe('Of a take that was to meet moments.'),
  themes: z.array(measuredThemeSchema).optional().describe('Of a take in which themes are stated.'),
  kept: z.array(keptPartSchema).optional().describe('Of a revised take: what is as it was, part by part.'),
  failures: z.array(z.string()).describe('What still misses the brief; empty for a good take.'),
});
/** What was measured of a finished take. */
export type Measured = z.infer<typeof measuredSchema>;

const tick = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Where sections and chords of a take begin, for whoever follows it while it is played. */
export const takeOutlineSchema = z.object({
  sections: z
    .array(z.object({ tick, bar: z.number().int().min(1), label: z.string().max(200) }))
    .max(10_000)
    .describe('Bars count from 1.'),
  chords: z
    .array(z.object({ tick, name: z.string().max(40), numeral: z.string().max(40) }))
    .max(100_000)
    .describe('Names such as Dm7; numerals in the key, such as ii7.'),
});
/** Where sections and chords of a take begin. */
export type TakeOutline = z.infer<typeof takeOutlineSchema>;

/** File names within the take's folder. */
export const takeFilesSchema = z.object({
  mix: z.string(),
  score: z.string(),
  stems: z.array(z.object({ role: z.enum(roles), instrument: z.string(), path: z.string() })),
  recipe: z.string(),
});
/** File names of a take; relative in the recipe, absolute in results. */
export type TakeFiles = z.infer<typeof takeFilesSchema>;

/** The recipe of a take. */
export const recipeSchema = z.object({
  leitmotifTake: z.literal(recipeVersion),
  id: z.string().describe('Name of the take folder.'),
  made: z.string().describe('When, ISO 8601.'),
  program: z.object({ name: z.literal('leitmotif'), version: z.string() }),
  engine: z.object({
    name: z.enum(['score', 'musflow']),
    version: z.number().int(),
    asked: z.enum(['auto', 'score', 'musflow']).optional().describe('Absent in older takes.'),
    reason: z.string().optional().describe('Why this engine.'),
  }),
  seed: z.number().int().min(0).max(0xffff_ffff),
  seeds: z
    .record(z.string(), z.number().int())
    .describe(
      'The seed of every decision; none of a performance, where all follow from seed, brief and log.',
    ),
  candidates: z.object({ tried: z.number().int(), chosen: z.number().int(), score: z.number() }),
  cue: cueSchema.describe('What was asked, with texts inlined.'),
  inputs: z.array(
    z.object({ condition: z.string(), path: z.string().optional(), sha256: hash, bytes: z.number() }),
  ),
  packs: z.array(z.object({ id: z.string(), sha256: hash })),
  soundFont: z
    .object({ name: z.string(), sha256: hash })
    .optional()
    .describe('Absent where networks made the sound.'),
  brief: briefSchema,
  performance: performedSpanSchema
    .optional()
    .describe('Of a take that was kept of a performance: what was played, with brief and seed.'),
  revision: revisionSchema.optional().describe('Of a take that was made from an older one.'),
  musflow: musflowRecipeSchema.optional().describe('Of a take of the musflow engine.'),
  files: takeFilesSchema,
  outline: takeOutlineSchema.optional().describe('In ticks of score.mid. Absent in older takes.'),
  sampleRate: z.number().int(),
  measured: measuredSchema,
  timings: z.record(z.string(), z.number()).describe('Seconds of each stage.'),
  device: z.object({
    node: z.string(),
    platform: z.string(),
    cpu: z.string(),
    cores: z.number().int(),
    provider: z.string().describe('Execution provider that really ran the packs.'),
  }),
});
/** The recipe of a take. */
export type Recipe = Omit<z.infer<typeof recipeSchema>, 'brief' | 'revision'> & {
  brief: Brief;
  revision?: Revision | undefined;
};
