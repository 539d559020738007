/**
 * The cue document, `*.leitmotif`: one piece of music to be made, and the takes that were made of it.
 *
 * The schema is made once for all that is to come. What an engine does not use is carried through untouched.
 * `npm run schema` writes it as JSON Schema for editors.
 */
import { z } from 'zod';
import { attributeNames, givenAttributesSchema } from './attributes.ts';
import { musflowOfCueSchema } from './musflow.ts';
import { roles } from './roles.ts';

/** The version of the cue document that this program writes. Older ones are read, newer ones are refused. */
export const cueVersion = 1;

const idSchema = z.string().min(1).max(200).describe('Unique within the cue.');
const secondsSchema = z.number().min(0).max(3600).describe('Seconds from the start of the cue.');
const weightSchema = z
  .number()
  .min(0)
  .max(10)
  .default(1)
  .describe('How much this condition counts beside the others; 0 leaves it out.');

/** One thing that the music is made from. Paths are relative to the cue document. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    id: idSchema,
    path: z.string().min(1),
    alt: z.string().optional().describe('Words that say what the picture shows.'),
    weight: weightSchema,
  }),
  z.object({
    kind: z.literal('video'),
    id: idSchema,
    path: z.string().min(1),
    weight: weightSchema,
  }),
  z.object({
    kind: z.literal('story'),
    id: idSchema,
    text: z.string().max(200_000).optional(),
    path: z.string().min(1).optional(),
    weight: weightSchema,
  }),
  z.object({
    kind: z.literal('caption'),
    id: idSchema,
    text: z.string().max(10_000),
    weight: weightSchema,
  }),
  z.object({
    kind: z.literal('reference-audio'),
    id: idSchema,
    path: z.string().min(1),
    weight: weightSchema,
  }),
  z.object({
    kind: z.literal('reference-midi'),
    id: idSchema,
    path: z.string().min(1),
    weight: weightSchema,
  }),
]);
/** One thing that the music is made from. */
export type Condition = z.infer<typeof conditionSchema>;

/** One point of an attribute that changes over time. */
export const keyframeSchema = z.object({
  seconds: secondsSchema,
  value: z.union([z.number(), z.string()]),
  curve: z
    .enum(['hold', 'linear', 'ease'])
    .default('linear')
    .describe('How the value moves to the next keyframe.'),
});

/** One point of an attribute that changes over time. */
export type Keyframe = z.infer<typeof keyframeSchema>;

const overTime = Object.fromEntries(attributeNames.map((name) => [name, z.array(keyframeSchema).min(1)]));

/** A span of form. */
export const sectionSchema = z.object({
  id: idSchema,
  label: z.string().max(200).describe('Such as A, B, intro, chase.'),
  start: secondsSchema,
  bars: z.number().int().min(1).max(2000).optional(),
  words: z.string().max(10_000).optional().describe('What happens here; read as a story is.'),
  attributes: givenAttributesSchema.optional().describe('What differs from the cue in this section.'),
});
/** A span of form. */
export type CueSection = z.infer<typeof sectionSchema>;

/** A moment that the music must meet. */
export const hitSchema = z.object({
  id: idSchema,
  seconds: secondsSchema,
  label: z.string().max(200),
  strength: z.number().min(0).max(1).default(1),
});
/** A moment that the music must meet. */
export type Hit = z.infer<typeof hitSchema>;

/** A named motif that belongs to a character, place or idea and returns. */
export const themeSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(200),
  owner: z.object({
    kind: z.enum(['character', 'place', 'idea']),
    names: z.array(z.string().min(1)).min(1).describe('Names by which the story calls its owner.'),
  }),
  motif: z
    .array(
      z.object({
        degree: z.number().int().describe('Scale degree, 0 is the tonic; may be negative or above 6.'),
        alteration: z.number().int().min(-2).max(2).default(0),
        quarters: z.number().positive().max(64),
      }),
    )
    .max(500)
    .optional()
    .describe(
      'Left out, the engine invents one from its name; `leitmotif themes invent` writes it into a book.',
    ),
});
/** A named motif that belongs to a character, place or idea and returns. */
export type Theme = z.infer<typeof themeSchema>;

/** Where a theme is to sound. */
export const appearanceSchema = z.object({
  theme: idSchema.describe('Identifier of the theme.'),
  section: idSchema
    .optional()
    .describe('Section of the brief whose words name its owner; else the whole piece.'),
  reason: z.string().describe('Which words name it, and where.'),
});
/** Where a theme is to sound. */
export type Appearance = z.infer<typeof appearanceSchema>;

/** What a new take must keep of an older one. */
export const lockSchema = z.object({
  id: idSchema,
  take: z.string().min(1).describe('The take that it is kept from.'),
  keep: z.enum(['melody', 'harmony', 'rhythm', 'role', 'bars', 'instruments']),
  role: z.enum(roles).optional(),
  bars: z
    .tuple([z.number().int().min(1), z.number().int().min(1)])
    .optional()
    .describe('First and last bar, from 1.'),
});
/** What a new take must keep of an older one. */
export type Lock = z.infer<typeof lockSchema>;

/** A take that was made of this cue. */
export const takeReferenceSchema = z.object({
  id: idSchema,
  folder: z.string().min(1).describe('Relative to the cue document.'),
  name: z.string().max(200).optional(),
  starred: z.boolean().optional(),
});

/** The cue document. */
export const cueSchema = z.object({
  leitmotif: z.literal(cueVersion).describe('Version of the cue document.'),
  title: z.string().max(500).optional(),
  conditions: z.array(conditionSchema).max(1000).default([]),
  description: z
    .string()
    .max(10_000)
    .optional()
    .describe('What the music shall be like, in place of the description that the brief would write.'),
  attributes: givenAttributesSchema.default({}).describe('Constants that win over anything inferred.'),
  unfold: z
    .enum(['stories', 'images', 'both'])
    .optional()
    .describe('What is told one after the other: stories scene by scene, images as a slide show.'),
  fromDaw: z
    .object({
      title: z.string().min(1).max(200).describe('Name of the DAW.'),
      attributes: givenAttributesSchema,
    })
    .optional()
    .describe('What of the attributes was taken from the project of a DAW, as it was then.'),
  keyframes: z.object(overTime).partial().default({}).describe('Attributes that change over time.'),
  sections: z.array(sectionSchema).max(1000).default([]),
  hits: z.array(hitSchema).max(1000).default([]),
  themes: z.array(themeSchema).max(1000).default([]),
  locks: z.array(lockSchema).max(1000).default([]),
  engine: z
    .enum(['auto', 'score', 'musflow'])
    .default('auto')
    .describe('auto takes what measured best and fits this machine; the recipe says which and why.'),
  musflow: musflowOfCueSchema.optional().describe('Used where the engine is musflow.'),
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  takes: z.array(takeReferenceSchema).default([]),
});
/** The cue document. */
export type Cue = z.infer<typeof cueSchema>;
