/** A scene of our knowledge: a situation in words, plain words for it, and the music that belongs to it. */
import { z } from 'zod';
import { attributeValueSchemas, meters, modes, registers } from '../../bridge/protocol/attributes.ts';
import { instrumentIds } from '../../bridge/protocol/instruments.ts';
import { roles } from '../../bridge/protocol/roles.ts';

const tempoSchema = attributeValueSchemas.tempo;

/** One line of `knowledge/scenes/*.jsonl`. */
export const sceneSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'an identifier such as "bank-vault-heist"'),
  group: z.string().min(1),
  scene: z.string().min(1).max(400).describe('The situation, without any music.'),
  words: z
    .array(z.string().regex(/^[^,;\n]+$/u, 'a word or a label without commas'))
    .min(4)
    .max(8)
    .refine((words) => new Set(words).size === words.length, 'no word twice')
    .describe('The situation as a caption, a list of classes or a file name would say it.'),
  caption: z.string().min(1).max(600).describe('The music, as a caption would say it.'),
  attributes: z.strictObject({
    valence: attributeValueSchemas.valence,
    arousal: attributeValueSchemas.arousal,
    tension: attributeValueSchemas.tension,
    density: attributeValueSchemas.density,
    brightness: attributeValueSchemas.brightness,
    dynamics: attributeValueSchemas.dynamics,
    tempo: z
      .tuple([tempoSchema, tempoSchema])
      .refine(([low, high]) => low <= high, 'the lower tempo comes first'),
    mode: z.enum(modes),
    meter: z.enum(meters),
    register: z.enum(registers),
    styles: z
      .array(z.string())
      .min(1)
      .describe('The most fitting first; those we do not know yet are skipped.'),
    instruments: z.partialRecord(z.enum(roles), z.enum(instrumentIds)),
  }),
});

/** A scene of our knowledge. */
export type Scene = z.infer<typeof sceneSchema>;

/** The attributes of a scene. */
export type SceneAttributes = Scene['attributes'];
