import { describe, expect, it } from 'vitest';
import { meters, modes, registers, styles } from '../../../../../bridge/protocol/attributes.ts';
import { musicSeconds, styleEndings } from '../../../../../bridge/protocol/duration.ts';
import { readSceneFiles } from '../../../../../models/brief/sceneKnowledge.ts';
import { drawMusic } from '../../../../../models/dataset/own/drawMusic.ts';
import { ClipPlan } from '../../../../../models/dataset/own/planClips.ts';

const { scenes } = await readSceneFiles('models/brief/knowledge');
const plan = new ClipPlan(scenes, 1);
const drawn = Array.from({ length: 800 }, (_, i) => drawMusic(plan.clip('train', i), 1));

/** The smallest share that one of the names has among values. */
function leastShare(names: readonly string[], values: readonly string[]): number {
  return Math.min(...names.map((name) => values.filter((value) => value === name).length / values.length));
}

describe('drawMusic', () => {
  const wide = drawn.filter(({ keepsToScene }) => !keepsToScene);

  it('covers names evenly where it does not keep to the scene', () => {
    const of = (name: 'style' | 'meter' | 'register'): string[] => wide.map(({ values }) => values[name]);
    expect(leastShare(styles, of('style'))).toBeGreaterThan(0.03);
    expect(leastShare(meters, of('meter'))).toBeGreaterThan(0.08);
    expect(leastShare(registers, of('register'))).toBeGreaterThan(0.28);
    const mode = wide.map(({ values }) => values.key.split(' ')[1] ?? '');
    expect(leastShare(modes, mode)).toBeGreaterThan(0.1);
    const tonics = drawn.map(({ values }) => values.key.split(' ')[0] ?? '');
    expect(new Set(tonics).size).toBe(12);
    expect(leastShare([...new Set(tonics)], tonics)).toBeGreaterThan(0.06);
  });

  it.each(['density', 'brightness', 'dynamics', 'tension'] as const)('covers %s evenly', (name) => {
    const quarters = wide.map(({ values }) => String(Math.min(3, Math.floor(values[name] * 4))));
    expect(leastShare(['0', '1', '2', '3'], quarters)).toBeGreaterThan(0.18);
  });

  it('uses many instruments and half of the clips keep to their scene', () => {
    const players = new Set(
      drawn.flatMap(({ values }) => values.instruments.map(({ instrument }) => instrument)),
    );
    expect(players.size).toBeGreaterThan(60);
    expect(Math.abs(wide.length / drawn.length - 0.5)).toBeLessThan(0.05);
    expect(
      leastShare(
        ['opening', 'inside', 'whole'],
        drawn.map(({ place }) => place),
      ),
    ).toBeGreaterThan(0.1);
  });

  it('fits length and bars', () => {
    for (const { values, place } of drawn) {
      const { ritardando, ringOut } = styleEndings[values.style];
      const music = musicSeconds(values.bars, values.meter, values.tempo, ritardando);
      expect(values.seconds - music).toBeGreaterThanOrEqual(ringOut[0] - 1e-9);
      expect(place === 'whole' ? values.seconds === 10.24 : music >= 26).toBe(true);
    }
  });

  it('is a function of the clip and the seed', () => {
    expect(drawMusic(plan.clip('train', 17), 1)).toEqual(drawn[17]);
    expect(drawMusic(plan.clip('train', 17), 2)).not.toEqual(drawn[17]);
  });
});
