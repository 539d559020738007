import { describe, expect, it } from 'vitest';
import { textTable } from '../../../../models/cli/textTable.ts';

describe('a table', () => {
  it('aligns columns by characters, and ends no line in blanks', () => {
    const rows = [
      ['name', 'value'],
      ['key', 'Eb dorian', 'heard'],
      ['ünïcödé', '1'],
    ];
    expect(textTable(rows).split('\n')).toEqual([
      '  name     value',
      '  key      Eb dorian  heard',
      '  ünïcödé  1',
    ]);
  });

  it('does not let one long cell push all others apart', () => {
    const [, short] = textTable([
      ['x'.repeat(50), 'a'],
      ['y', 'b'],
    ]).split('\n');
    expect(short).toBe('  y  b');
  });
});
