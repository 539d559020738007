/** What each stage of the workflow hands to the next (MusFlow §3.2, Fig. 3). */
import { z } from 'zod';
import { attributeValueSchemas } from '../../../bridge/protocol/attributes.ts';
import { splits } from '../split.ts';

/** Why a source went no further. */
export const skipSchema = z.object({ code: z.string(), reason: z.string() });

const affectSchema = z.object({ valence: z.number(), arousal: z.number(), dominance: z.number() });

/** Script writing: what a picture shows, and stories for it. */
export const scriptSchema = z.object({
  key: z.string(),
  skipped: skipSchema.optional(),
  sha256: z.string().default(''),
  licence: z.string().default(''),
  scene: z.string().default(''),
  split: z.enum(splits).default('train'),
  /** What is seen, as perception put it into sentences. */
  passages: z.array(z.object({ text: z.string(), weight: z.number() })).default([]),
  affect: affectSchema.optional(),
  stories: z.array(z.string()).default([]),
  /** float32 in base64, little endian. */
  image: z.string().default(''),
});
/** Script writing: what a picture shows, and stories for it. */
export type Script = z.infer<typeof scriptSchema>;

/** Script review: the stories that are relevant, with how much. */
export const reviewSchema = z.object({
  key: z.string(),
  skipped: skipSchema.optional(),
  stories: z.array(z.object({ text: z.string(), relevance: z.number() })).default([]),
});
/** Script review: the stories that are relevant, with how much. */
export type ScriptReview = z.infer<typeof reviewSchema>;

/** Music composition: captions of the music that would suit, and what was asked of it. */
export const compositionSchema = z.object({
  key: z.string(),
  skipped: skipSchema.optional(),
  captions: z.array(z.string()).default([]),
  asked: z.object(attributeValueSchemas).partial().default({}),
});
/** Music composition: captions of the music that would suit, and what was asked of it. */
export type Composition = z.infer<typeof compositionSchema>;

/** The clips of one recording. */
export const recordingSchema = z.object({
  key: z.string(),
  skipped: skipSchema.optional(),
  sha256: z.string().default(''),
  licence: z.string().default(''),
  split: z.enum(splits).default('train'),
  clips: z
    .array(
      z.object({
        start: z.number(),
        /** float32 in base64, unit length: of its sound (CLAP), or of the words for it. */
        vector: z.string(),
        heard: z.object(attributeValueSchemas).partial(),
        words: z.string(),
      }),
    )
    .default([]),
});
/** The clips of one recording. */
export type Recording = z.infer<typeof recordingSchema>;

/** Music filtering: the clip that is most alike to a caption. */
export const matchSchema = z.object({
  key: z.string(),
  skipped: skipSchema.optional(),
  recording: z.string().default(''),
  clip: z.number().int().default(0),
  likeness: z.number().default(0),
  caption: z.string().default(''),
});
/** Music filtering: the clip that is most alike to a caption. */
export type Match = z.infer<typeof matchSchema>;

/** Numbers as they stand in a line of JSON. */
export function encodeVector(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** The numbers of {@link encodeVector}. */
export function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** The dot product of two vectors of one length: the cosine, where both have unit length. */
export function likenessOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
