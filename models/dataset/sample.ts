/** A sample of the dataset: the quadruple of MusFlow §3.2 (image, story, caption, music) with where it came from. */
import { z } from 'zod';
import { attributeValueSchemas } from '../../bridge/protocol/attributes.ts';
import { splits } from './split.ts';
import type { Matrix } from '../runtime/npyFile.ts';

/** Likeness that the reviewing and the filtering agent found; absent where the sample was composed and not matched. */
const scoresSchema = z.object({
  imageStory: z.number().optional().describe('Relevance of the best story for the image, −1…1.'),
  captionMusic: z.number().optional().describe('Likeness of the best caption and the clip, −1…1.'),
});

/** What stands in a sample's `.json`. */
export const sampleRecordSchema = z.object({
  id: z.string(),
  split: z.enum(splits),
  scene: z.string().describe('The scene of our knowledge that it was made from or came nearest to.'),
  seed: z.number().int(),
  stories: z.array(z.string()).min(1),
  captions: z.array(z.string()).min(1),
  attributes: z.object(attributeValueSchemas).partial(),
  seconds: z.number(),
  scores: scoresSchema,
  provenance: z.record(z.string(), z.unknown()),
  licence: z.string(),
  hashes: z
    .record(z.string(), z.string())
    .describe('SHA-256 of the sample’s other files, and of what it was made from.'),
});
/** What stands in a sample's `.json`. */
export type SampleRecord = z.infer<typeof sampleRecordSchema>;

/** A sample before it is written. */
export interface Sample {
  record: Omit<SampleRecord, 'hashes' | 'seconds'> & { hashes?: Record<string, string> };
  /** Mono at `clipRate`, `clipFrames` long, full scale 1. */
  audio: Float32Array;
  /** n × 6: role, pitch, onset, duration, velocity, program (see models/engines/musflow/score/scoreNotes.ts); 0 rows where no score is known. */
  notes: Matrix;
  /** variants × (1280 + measures); see models/perception/imageVector.ts. */
  image: Matrix;
  /** variants × 384, unit length, in the order of the record's stories. */
  story: Matrix;
  /** variants × 384, unit length, in the order of the record's captions. */
  caption: Matrix;
}
