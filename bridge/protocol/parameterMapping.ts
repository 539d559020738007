/** Mappings of foreign parameters (of a DAW, a controller) to attributes. */
import { z } from 'zod';
import { attributeControls } from './attributeAddress.ts';

const end = z.number().min(-1e9).max(1e9);
/** A range from one end to the other; it may go down. */
const range = z
  .strictObject({ from: end, to: end })
  .refine(({ from, to }) => from !== to, 'a range needs two ends that differ');

/** Where a parameter's values come from. */
export const mappingSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('osc'),
    address: z.string().regex(/^\/[\w\-./]{1,199}$/, 'an address without patterns'),
    given: z
      .array(z.union([z.number(), z.string().max(100)]))
      .max(31)
      .default([])
      .describe('Arguments that stand before the value, such as the number of a track.'),
  }),
  z.strictObject({
    kind: z.literal('midi'),
    channel: z.number().int().min(1).max(16),
    controller: z.number().int().min(0).max(127).describe('The coarse one where it has 14 bits.'),
  }),
  z.strictObject({
    kind: z.literal('nrpn'),
    channel: z.number().int().min(1).max(16),
    parameter: z.number().int().min(0).max(16_382),
  }),
]);
/** Where a parameter's values come from. */
export type MappingSource = z.output<typeof mappingSourceSchema>;

/** Curves: `slow` begins slowly, `fast` begins fast, `smooth` does both ends slowly. */
export const mappingCurves = ['linear', 'slow', 'fast', 'smooth'] as const;

const shape = {
  input: range.describe('Of the parameter.'),
  output: range.describe('Of the attribute; of a choice, numbers of its values from 0.'),
  curve: z.enum(mappingCurves).default('linear'),
};

/** One mapping. */
export const parameterMappingSchema = z.strictObject({
  id: z.string().min(1).max(64),
  source: mappingSourceSchema,
  attribute: z.enum(attributeControls.map(({ name }) => name) as [string, ...string[]]),
  ...shape,
  feedback: z
    .boolean()
    .default(false)
    .describe('Whether the parameter follows where the attribute is changed elsewhere.'),
});
/** One mapping, with defaults filled in. */
export type ParameterMapping = z.output<typeof parameterMappingSchema>;
/** The part of a mapping that says which number becomes which. */
export type MappingShape = Pick<ParameterMapping, 'input' | 'output' | 'curve'>;
/** A range; it may go down. */
export type MappingRange = z.output<typeof range>;
