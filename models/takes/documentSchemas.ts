/** The JSON Schemas of the cue, the theme book and the recipe, generated from the schemas that validate them. */
import { z } from 'zod';
import { cueSchema } from '../../bridge/protocol/cue.ts';
import { themeBookSchema } from '../../bridge/protocol/themes.ts';
import { recipeSchema } from '../../bridge/protocol/take.ts';

/** Text of each schema file by its name. */
export function documentSchemas(): Record<string, string> {
  return {
    'cue.schema.json': schemaText(cueSchema, 'Leitmotif cue', 'One piece of music to be made: *.leitmotif'),
    'themes.schema.json': schemaText(
      themeBookSchema,
      'Leitmotif theme book',
      'Named motifs of a work: *.themes.json',
    ),
    'take.schema.json': schemaText(recipeSchema, 'Leitmotif take', 'The recipe of a take: take.json'),
  };
}

function schemaText(schema: z.ZodType, title: string, description: string): string {
  // A document that a person writes may leave defaults out: it is described as it is read, not as it is kept.
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...json, title, description }, undefined, 2)}\n`;
}
