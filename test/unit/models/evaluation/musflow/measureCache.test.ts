/** An evaluation that was broken off goes on where it was. */
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MeasureFile } from '../../../../../models/evaluation/musflow/measureCache.ts';

const schema = z.object({ id: z.string(), value: z.number() });

describe('kept measures', () => {
  it('are measured once, also by the next process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'measures-'));
    let calls = 0;
    const measure = (id: string) => (): Promise<{ id: string; value: number }> =>
      Promise.resolve({ id, value: ++calls });
    const first = await MeasureFile.open(folder, 'all', schema);
    expect(await first.of('a', measure('a'))).toEqual({ id: 'a', value: 1 });
    expect(await first.of('a', measure('a'))).toEqual({ id: 'a', value: 1 });
    const second = await MeasureFile.open(folder, 'all', schema);
    expect(await second.of('a', measure('a'))).toEqual({ id: 'a', value: 1 });
    expect(await second.of('b', measure('b'))).toEqual({ id: 'b', value: 2 });
  });

  it('lose a last line that was cut off, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'measures-'));
    const first = await MeasureFile.open(folder, 'all', schema);
    await first.of('a', () => Promise.resolve({ id: 'a', value: 1 }));
    appendFileSync(join(folder, 'all.jsonl'), '{"id":"b","val');
    const second = await MeasureFile.open(folder, 'all', schema);
    expect([second.has('a'), second.has('b')]).toEqual([true, false]);
    await second.of('b', () => Promise.resolve({ id: 'b', value: 2 }));
    expect(readFileSync(join(folder, 'all.jsonl'), 'utf8')).toBe(
      '{"id":"a","value":1}\n{"id":"b","value":2}\n',
    );
  });
});
