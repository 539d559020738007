import { describe, expect, it } from 'vitest';
import { parseArc, parseHit } from '../../../../../models/brief/arc/parseArc.ts';

describe('parseArc', () => {
  it('reads words, attributes and both', () => {
    expect(parseArc('0:calm 20:storm, tempo=140 1:10:relief')).toEqual([
      { id: 'section-1', label: 'calm', start: 0, words: 'calm' },
      { id: 'section-2', label: 'storm', start: 20, words: 'storm', attributes: { tempo: 140 } },
      { id: 'section-3', label: 'relief', start: 70, words: 'relief' },
    ]);
    expect(parseArc('0:arousal=0.2,tempo=70 20.5:key=F major')).toMatchObject([
      { label: 'A', attributes: { arousal: 0.2, tempo: 70 } },
      { label: 'B', start: 20.5, attributes: { key: 'F major' } },
    ]);
  });

  it.each([
    ['', 'attribute-invalid'],
    ['calm', 'attribute-invalid'],
    ['NaN:calm', 'attribute-invalid'],
    ['0: 20:storm', 'attribute-invalid'],
    ['0:loudness=3', 'attribute-invalid'],
    ['0:seconds=30', 'attribute-invalid'],
    ['0:tempo=9999', 'attribute-out-of-range'],
    ['0:tempo=NaN', 'attribute-invalid'],
    ['5000:late', 'attribute-out-of-range'],
  ])('refuses %j and says what to write', (text, code) => {
    expect(() => parseArc(text)).toThrow(
      expect.objectContaining({ code, next: expect.stringMatching(/\w/) as string }) as Error,
    );
  });
});

describe('parseHit', () => {
  it('reads time, what happens and how strong', () => {
    expect(parseHit('12.4:door slams', 0)).toEqual({
      id: 'hit-1',
      seconds: 12.4,
      label: 'door slams',
      strength: 1,
    });
    expect(parseHit('1:02.5:reveal!@0.6', 1)).toEqual({
      id: 'hit-2',
      seconds: 62.5,
      label: 'reveal!',
      strength: 0.6,
    });
    expect(parseHit('31', 2)).toMatchObject({ seconds: 31, label: '' });
  });

  it.each(['NaN:x', 'door', '-3:x', '5:x@7', '99999:x'])('refuses %j', (text) => {
    expect(() => parseHit(text, 0)).toThrow(expect.objectContaining({ name: 'LeitmotifError' }) as Error);
  });
});
