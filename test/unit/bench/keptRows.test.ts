import { describe, expect, it } from 'vitest';
import { mergeRows } from '../../bench/keptRows.ts';
import type { KeptRow } from '../../bench/keptRows.ts';

function row(name: string, provider: string, value: number): KeptRow {
  const measured = { name, value, unit: 'ms', samples: [value], detail: '' };
  return { ...measured, provider, part: 'p', date: '2026-01-01', commit: 'c', machine: 'm', loads: [0, 0] };
}

describe('rows that are kept', () => {
  it('give way to fresh ones of the same name and provider, in their place', () => {
    const earlier = [row('a', 'cpu', 1), row('b', 'cpu', 2), row('c', 'none', 3)];
    const merged = mergeRows(earlier, [row('d', 'cpu', 5), row('a', 'cpu', 4)]);
    expect(merged.map(({ name, value }) => [name, value])).toEqual([
      ['a', 4],
      ['b', 2],
      ['c', 3],
      ['d', 5],
    ]);
  });

  it('stand beside those of another provider', () => {
    expect(mergeRows([row('a', 'cpu', 1)], [row('a', 'cuda', 2)])).toHaveLength(2);
  });

  it('change nothing that was passed in', () => {
    const earlier = [row('a', 'cpu', 1)];
    mergeRows(earlier, [row('a', 'cpu', 2)]);
    expect(earlier[0]?.value).toBe(1);
  });
});
