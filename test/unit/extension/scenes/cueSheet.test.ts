import { describe, expect, it } from 'vitest';
import { cueSheetCsv, cueSheetMarkdown } from '../../../../extension/scenes/cueSheet.ts';
import { sceneCueName } from '../../../../extension/scenes/sceneCueName.ts';

const rows = [
  {
    scene: 'Arrival, "late"',
    line: 3,
    cue: '01-arrival.leitmotif',
    key: 'D minor',
    tempo: 72,
    seconds: 65.04,
    file: 'takes/01 a|b/mix.wav',
  },
  { scene: '=1+1', line: 9, cue: '02.leitmotif', fault: 'Cancelled' },
];

describe('cue sheet', () => {
  it('is CSV as RFC 4180 has it, without formulas', () => {
    expect(cueSheetCsv(rows).split('\r\n')).toEqual([
      'scene,start line,cue,key,tempo,length,file,remark',
      '"Arrival, ""late""",3,01-arrival.leitmotif,D minor,72,1:05.0,takes/01 a|b/mix.wav,',
      "'=1+1,9,02.leitmotif,,,,,Cancelled",
      '',
    ]);
  });

  it('is a Markdown table whose cells link to their files', () => {
    const lines = cueSheetMarkdown('Harbour', rows).split('\n');
    expect(lines[0]).toBe('# Harbour');
    expect(lines[4]).toContain('[01-arrival.leitmotif](<01-arrival.leitmotif>)');
    expect(lines[4]).toContain('takes/01%20a%7Cb/mix.wav');
    expect(lines[4]?.match(/(?<!\\)\|/g)).toHaveLength(9);
  });
});

describe('names of cues', () => {
  it('keep the order and what can be read of the title', () => {
    expect(sceneCueName(2, 12, 'The Harbour: Évora!')).toBe('03-the-harbour-évora');
    expect(sceneCueName(2, 1200, '海辺')).toBe('0003-海辺');
    expect(sceneCueName(0, 3, '../../..')).toBe('01');
  });
});
