/**
 * The brief: the bridge between conditions and music. A person can read and edit it before anything sounds.
 */
import { z } from 'zod';
import { attributeNames, attributeValueSchemas } from './attributes.ts';
import {
  appearanceSchema,
  hitSchema,
  keyframeSchema,
  lockSchema,
  sectionSchema,
  themeSchema,
} from './cue.ts';
import type { AttributeName, AttributeValue } from './attributes.ts';

/**
 * Where a value came from, strongest first: `explicit` (a flag or the cue), `daw` (of the cue as well, taken from a DAW's project), `caption` (said outright in a caption),
 * `fitted` (follows from other values, as bars follow from tempo and seconds), `reference` (heard in it), `story`, `image` (read from it),
 * `blend` (read from several conditions), `default` (the style's own).
 */
export const attributeSources = [
  'explicit',
  'daw',
  'caption',
  'fitted',
  'reference',
  'story',
  'image',
  'blend',
  'default',
] as const;
/** One of the {@link attributeSources}. */
export type AttributeSource = (typeof attributeSources)[number];

/** A value with where it came from, how sure the brief is of it, and why. */
export interface BriefAttribute<N extends AttributeName> {
  value: AttributeValue<N>;
  source: AttributeSource;
  /** 0…1; 1 for what was said outright. */
  confidence: number;
  /** One clause that a person understands. */
  reason: string;
}

const attributesSchema = z.object(
  Object.fromEntries(
    attributeNames.map((name) => [
      name,
      z.object({
        value: attributeValueSchemas[name],
        source: z.enum(attributeSources),
        confidence: z.number().min(0).max(1),
        reason: z.string(),
      }),
    ]),
  ),
);

/** How far the brief moves when one condition is left out, and what was read in it. */
export const shareSchema = z.object({
  condition: z.string().describe('Identifier of the condition.'),
  kind: z.string(),
  share: z.number().min(0).max(1).describe('All shares add up to 1.'),
  reading: z.string().describe('What was read in it, in words.'),
});
/** How far the brief moves when one condition is left out. */
export type Share = z.infer<typeof shareSchema>;

/** A point of an attribute over time, with where it came from and why. */
export const briefKeyframeSchema = keyframeSchema.extend({
  source: z.enum(attributeSources),
  reason: z.string(),
});
/** A point of an attribute over time, with where it came from and why. */
export type BriefKeyframe = z.infer<typeof briefKeyframeSchema>;

const keyframesSchema = z
  .object(Object.fromEntries(attributeNames.map((name) => [name, z.array(briefKeyframeSchema).min(1)])))
  .partial();

/** The brief as it stands in a recipe. */
export const briefSchema = z.object({
  description: z.string(),
  attributes: attributesSchema,
  scenes: z
    .array(z.object({ id: z.string(), scene: z.string(), similarity: z.number() }))
    .describe('The scenes of our knowledge that the conditions came nearest to.'),
  shares: z.array(shareSchema),
  embedding: z
    .array(z.number())
    .describe('The fused condition embedding e_f; empty where nothing was encoded.'),
  notes: z
    .array(z.string())
    .describe('What the person should know: languages not understood, clamped values.'),
  keyframes: keyframesSchema
    .optional()
    .describe('Attributes that change over time; absent where all are constant.'),
  sections: z.array(sectionSchema),
  hits: z.array(hitSchema),
  themes: z.array(themeSchema),
  appearances: z
    .array(appearanceSchema)
    .optional()
    .describe('Where themes are to sound; absent where nothing names their owners.'),
  locks: z.array(lockSchema),
});

/** The brief. */
export interface Brief extends Omit<z.infer<typeof briefSchema>, 'attributes' | 'keyframes'> {
  /** Plain-English music caption: instruments, tempo, key, mood, arc. */
  attributes: { [N in AttributeName]: BriefAttribute<N> };
  /** Attributes that change over time; absent where all are constant. */
  keyframes?: { [N in AttributeName]?: BriefKeyframe[] | undefined } | undefined;
}
