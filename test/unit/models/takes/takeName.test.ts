import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { cueTitle, takeName } from '../../../../models/takes/takeName.ts';
import type { Cue } from '../../../../bridge/protocol/cue.ts';

/** Any UTF-16 code units, lone surrogates and controls among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

function cueOf(parts: object): Cue {
  return cueSchema.parse({ leitmotif: 1, ...parts });
}

describe('the title of a cue', () => {
  it('is its own, else that of a file, else its first words', () => {
    const image = { kind: 'image', id: 'a', path: '/photos/Harbour at dawn.jpg' };
    const story = { kind: 'story', id: 'b', text: 'The boats come home before the storm breaks.' };
    expect(cueTitle(cueOf({ title: ' The chase ', conditions: [image] }))).toBe('The chase');
    expect(cueTitle(cueOf({ conditions: [image, story] }))).toBe('Harbour at dawn');
    expect(cueTitle(cueOf({ conditions: [story, image] }))).toBe('The boats come home before the');
    expect(cueTitle(cueOf({}))).toBe('Untitled');
  });
});

describe('the name of a take', () => {
  it('is readable and safe', () => {
    expect(takeName('Harbour at dawn', 7)).toBe('harbour-at-dawn-7');
    expect(takeName('../../etc/passwd', 0)).toBe('etc-passwd-0');
    expect(takeName('Übermut – naïve?', 1)).toBe('ubermut-naive-1');
    expect(takeName('港の朝', 1)).toBe('港の朝-1');
    expect(takeName('CON', 1)).toBe('cue-1');
    expect(takeName('…', 1)).toBe('cue-1');
  });

  it('never holds a dot, a separator or more than fits', () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const name = takeName(title, 7);
        expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*-7$/u);
        expect(Buffer.byteLength(name)).toBeLessThan(200);
      }),
    );
  });
});
