/** Revisions: how a take came from an older one. What is kept, what is changed, and all that it takes to do it again. */
import { z } from 'zod';
import { givenAttributesSchema } from './attributes.ts';
import { briefSchema } from './brief.ts';
import { roles } from './roles.ts';
import type { GivenAttributes } from './attributes.ts';
import type { Brief } from './brief.ts';

/** What a new take can keep of an older one; a role means the notes of its part. */
export const keepNames = ['melody', 'harmony', 'rhythm', 'instruments', ...roles] as const;
/** One of the {@link keepNames}. */
export type KeepName = (typeof keepNames)[number];

/** Attributes that can be changed in a finished take. Its length and its meter are those of its bars. */
export const changeableAttributes = [
  'tempo',
  'key',
  'style',
  'tension',
  'density',
  'brightness',
  'dynamics',
  'register',
  'instruments',
] as const;

const seed = z.number().int().min(0).max(0xffff_ffff);
const bar = z.number().int().min(1).max(1_000_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** What is done to a take. */
export const changeSchema = z.object({
  keep: z.array(z.enum(keepNames)).max(keepNames.length),
  reroll: z.boolean().describe('Whether what is not kept is composed anew from another seed.'),
  bars: z.tuple([bar, bar]).optional().describe('Only these are composed anew: first and last, from 1.'),
  extend: bar.optional().describe('Bars that are added at the end.'),
  score: z
    .object({ file: z.string().regex(/^[\w-]+\.mid$/), sha256: hash })
    .optional()
    .describe('The edited score.mid, kept in the folder of the take.'),
  melody: z
    .literal('given')
    .optional()
    .describe('With keep melody: it is a person’s, and chords are found under all of it, cadences too.'),
  attributes: givenAttributesSchema.describe('What is changed; within the bars, where bars are named.'),
});
/** What is done to a take. */
export type Change = Omit<z.infer<typeof changeSchema>, 'attributes'> & { attributes: GivenAttributes };

/** A take as it was before a change. */
export const revisedFromSchema = z.object({
  id: z.string().describe('Name of the take folder.'),
  sha256: hash
    .optional()
    .describe(
      'Of its take.json. Absent of a step that was no take of its own: it has the id of the take before it.',
    ),
  seed,
  seeds: z.record(z.string(), z.number().int()),
  brief: briefSchema.describe('Without its embedding.'),
  change: changeSchema.optional().describe('How it came from the one before; absent of the first.'),
});
/** A take as it was before a change. */
export type RevisedFrom = Omit<z.infer<typeof revisedFromSchema>, 'brief' | 'change'> & {
  brief: Brief;
  change?: Change | undefined;
};

/** How a take came from an older one. */
export const revisionSchema = z.object({
  parents: z.array(revisedFromSchema).min(1).max(1000).describe('The oldest first; the last is the parent.'),
  change: changeSchema,
  notes: z.array(z.string()).describe('What could not be kept and why, in words.'),
});
/** How a take came from an older one. */
export type Revision = Omit<z.infer<typeof revisionSchema>, 'parents' | 'change'> & {
  parents: RevisedFrom[];
  change: Change;
};

/** Notes of a part that are as they were. Without velocities, which dynamics change. */
export const keptPartSchema = z.object({
  role: z.enum(roles),
  before: z.number().int().min(0).describe('Notes that it had.'),
  after: z.number().int().min(0).describe('Notes that it has.'),
  kept: z.number().int().min(0).describe('Notes with the same onset, length and pitch.'),
  moved: z
    .number()
    .int()
    .optional()
    .describe('Semitones by which all pitches were moved; kept notes are counted with it.'),
});
/** Notes of a part that are as they were. */
export type KeptPart = z.infer<typeof keptPartSchema>;
