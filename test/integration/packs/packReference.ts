import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The packs of this checkout. */
export const packsDirectory = fileURLToPath(new URL('../../../models/packs/', import.meta.url));

const textReferenceSchema = z.object({
  tolerance: z.object({ cosine: z.number() }),
  texts: z.array(z.object({ text: z.string(), ids: z.array(z.number()), embedding: z.array(z.number()) })),
});

const formula = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const imageReferenceSchema = z.object({
  tolerance: z.object({ probability: z.number() }),
  images: z.array(
    z.object({
      name: z.string(),
      formula: z.tuple([formula, formula, formula]).optional(),
      picture: z.string().optional(),
      pixelsSha256: z.string(),
      top: z.array(z.object({ index: z.number(), probability: z.number() })),
      features: z.array(z.number()),
      featureNorm: z.number(),
      probabilities: z.array(z.number()),
    }),
  ),
});

/** One image with what the original framework makes of it. */
export type ReferenceImage = z.infer<typeof imageReferenceSchema>['images'][number];

/** What the original framework makes of some texts. */
export async function readTextReference(): Promise<z.infer<typeof textReferenceSchema>> {
  return textReferenceSchema.parse(await readReference('all-minilm-l6-v2'));
}

/** What the original framework makes of some images. */
export async function readImageReference(): Promise<z.infer<typeof imageReferenceSchema>> {
  return imageReferenceSchema.parse(await readReference('efficientnet-lite0'));
}

async function readReference(id: string): Promise<unknown> {
  return JSON.parse(await readFile(`${packsDirectory}${id}/reference.json`, 'utf8'));
}

/** Cosine of the angle between two vectors of the same length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! ** 2;
    squareB += b[i]! ** 2;
  }
  return product / Math.sqrt(squareA * squareB);
}
