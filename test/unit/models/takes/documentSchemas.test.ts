import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentSchemas } from '../../../../models/takes/documentSchemas.ts';

const folder = new URL('../../../../bridge/protocol/schema/', import.meta.url);

describe('the JSON Schemas', () => {
  it.each(Object.entries(documentSchemas()))('%s is what npm run schema writes', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });
});
