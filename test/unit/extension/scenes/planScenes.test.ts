import { describe, expect, it } from 'vitest';
import { isUpToDate, planScenes } from '../../../../extension/scenes/planScenes.ts';
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
    expect(isUpToDate({ conditions: [added, ...weighed] }, conditions)).toBe(true);
    expect(isUpToDate({ conditions: [added] }, conditions)).toBe(false);
    expect(isUpToDate({ conditions: plans[1]!.conditions }, conditions)).toBe(false);
  });
});
