import { describe, expect, it } from 'vitest';
import { isUpToDate, planScenes } from '../../../../extension/scenes/planScenes.ts';
import { readThemes } from '../../../../extension/scenes/readThemes.ts';
import { readScenes } from '../../../../extension/scenes/readScenes.ts';

const text = `# Arrival
Fog. ![A boat](boat.png) ![](gone.png)
# Empty
# Storm
It breaks.
`;
const place = ({ path }: { path: string }): string | undefined =>
  path === 'boat.png' ? '../boat.png' : undefined;

describe('planScenes', () => {
  const plans = planScenes(readScenes(text, 'markdown', 'x'), place);

  it('numbers the scenes that have something to score', () => {
    expect(plans.map(({ name }) => name)).toEqual(['01-arrival', '02-storm']);
  });

  it('makes text and pictures conditions, and names pictures that are not there', () => {
    expect(plans[0]).toMatchObject({
      conditions: [
        { kind: 'story', id: 'story', text: 'Fog.', weight: 1 },
        { kind: 'image', id: 'image-1', path: '../boat.png', alt: 'A boat', weight: 1 },
      ],
      missing: [{ path: 'gone.png' }],
    });
  });

  it('takes up a run where nothing of the scene changed, whatever a person added', () => {
    const { conditions } = plans[0]!;
    const added = { kind: 'caption', id: 'c', text: 'slow', weight: 1 } as const;
    const weighed = conditions.map((condition) => ({ ...condition, weight: 2 }));
    expect(isUpToDate({ conditions: [added, ...weighed], themes: [] }, plans[0]!)).toBe(true);
    expect(isUpToDate({ conditions: [added], themes: [] }, plans[0]!)).toBe(false);
    expect(isUpToDate({ conditions: plans[1]!.conditions, themes: [] }, plans[0]!)).toBe(false);
  });

  it('gives each scene the themes of the work whose owners it names', () => {
    const book = ['Fog', 'Storm'].map((name) => ({
      id: name,
      name,
      owner: { kind: 'idea' as const, names: [name] },
    }));
    const themed = planScenes(readScenes(text, 'markdown', 'x'), place, book);
    expect(themed.map(({ themes }) => themes.map(({ id }) => id))).toEqual([['Fog'], []]);
    const [first] = themed;
    expect(isUpToDate({ conditions: first!.conditions, themes: [] }, first!)).toBe(false);
    expect(isUpToDate({ conditions: first!.conditions, themes: first!.themes }, first!)).toBe(true);
  });
});

describe('readThemes', () => {
  const theme = { id: 'a', name: 'Ahab', owner: { kind: 'character', names: ['Ahab'] } };
  const book = (themes: unknown[], version = 1): string =>
    JSON.stringify({ leitmotifThemes: version, themes });

  it('reads a book, or says what is wrong with it', () => {
    expect(readThemes(book([theme]))).toEqual({ themes: [theme] });
    expect(readThemes('{')).toEqual({ fault: 'it is not JSON', isNewer: false });
    expect(readThemes('null')).toMatchObject({ isNewer: false });
    expect(readThemes(book([], 2))).toMatchObject({ isNewer: true });
    expect(readThemes(book([theme, theme]))).toMatchObject({
      fault: expect.stringContaining('"a"') as string,
    });
    expect(readThemes(book([{ ...theme, motif: [{ degree: 0, quarters: 1 }] }]))).toMatchObject({
      fault: expect.stringContaining('1 note') as string,
    });
  });
});
