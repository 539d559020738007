import { z } from 'zod';

/**
 * What a pack says of itself: `manifest.json` beside its files.
 *
 * A pack is a folder of weights with all that is needed to use and to judge them. Nothing of it is used before
 * the manifest is read and every listed file has the bytes and the hash that the manifest states.
 */

/** A path below the pack's folder: forward slashes, no hidden parts, nothing that climbs out of it. */
export const packPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/);

/** A name as tensors and preprocessing fields bear it. */
const plainName = z.string().regex(/^[A-Za-z]\w{0,63}$/);

const sentence = z.string().min(1).max(500);

const packFileSchema = z.strictObject({
  /** Where it lies, relative to the pack's folder. */
  path: packPath,
  /** Its exact length in bytes. */
  bytes: z.int().positive(),
  /** SHA-256 of its content, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const tensorDescriptionSchema = z.strictObject({
  /** The name by which the model knows it. */
  name: plainName,
  /** The type of its elements. */
  type: z.enum(['float32', 'int64', 'int32', 'uint8']),
  /** Its axes, outermost first: a length, or the name of one that varies between runs. */
  shape: z.array(z.union([z.int().positive(), plainName])).max(8),
});

/** Reads and checks a manifest of schema 1; unknown fields are refused, for they are misspelt ones. */
export const packManifestSchema = z.strictObject({
  /** The version of this very schema. */
  schema: z.literal(1),
  /** The pack's name, which is its folder's name too. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  /** What the pack is for. */
  kind: z.enum([
    'text-encoder',
    'image-encoder',
    'audio-encoder',
    'pitch-detector',
    'musflow-adapters',
    'musflow-velocity',
    'musflow-decoder',
    'musflow-vocoder',
    'musflow-audio-tower',
  ]),
  /** The pack's own version; it changes whenever a file changes. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** For a person: what it is, with the name its makers gave it. */
  title: sentence,
  /** The model's inputs in the order in which it declares them. */
  inputs: z.array(tensorDescriptionSchema).min(1).max(32),
  /** The model's outputs in the order in which it declares them. */
  outputs: z.array(tensorDescriptionSchema).min(1).max(32),
  /** How weights are kept and in which precision arithmetic is done. */
  precision: sentence,
  /** The version of the ONNX operator set. */
  opset: z.int().min(7).max(64),
  /** What is done to an input before it reaches the model; the encoder of this kind says which fields it needs. */
  preprocessing: z.record(plainName, z.union([sentence, z.number(), z.boolean()])),
  /** Where the weights come from: a package, by name, in a public registry. */
  origin: z.strictObject({ package: sentence, version: sentence, registry: sentence }),
  /** The terms. */
  licence: z.strictObject({
    /** SPDX identifier for the package that the weights came in. */
    code: sentence,
    /** SPDX identifier for the weights. */
    weights: sentence,
    /** The file in the pack with the text of the weights' licence. */
    text: packPath,
    /** The file in the pack with the terms of other data in it, such as class words. */
    data: packPath.optional(),
  }),
  /** Whether the weights may be used in commerce; nothing is bundled that may not. */
  commercialUse: z.boolean(),
  /** One sentence that answers: may the person sell music made with this? */
  musicMayBeSold: sentence,
  /** The script that built the pack, and the day. */
  made: z.strictObject({ script: sentence, date: z.iso.date() }),
  /** Every file that is read at run time. */
  files: z.array(packFileSchema).min(1).max(256),
});

/** A checked manifest. */
export type PackManifest = z.infer<typeof packManifestSchema>;

/** One file of a pack: path below its folder, length in bytes, SHA-256. */
export type PackFile = PackManifest['files'][number];

/** One input or output of a pack's model. */
export type TensorDescription = PackManifest['inputs'][number];
