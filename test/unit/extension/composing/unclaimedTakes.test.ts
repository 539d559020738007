import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askedOf, briefView } from '../../../../extension/composing/briefOfCue.ts';
import {
  expectTake,
  forgetExpected,
  unclaimedTakes,
} from '../../../../extension/composing/unclaimedTakes.ts';
import { asideOf, bringBack, setAside } from '../../../../extension/takes/setAside.ts';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import { sampleRecipe } from '../../../fixtures/sampleRecipe.ts';
import type { Memory } from '../../../../extension/composing/unclaimedTakes.ts';

const cue = 'file:///harbour.leitmotif';
let out: string;
let memory: Memory;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'leitmotif-takes-'));
  const values = new Map<string, unknown>();
  memory = {
    get: <T>(key: string, otherwise: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

function take(name: string, seed: number, made: string): string {
  const folder = join(out, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'take.json'), JSON.stringify(sampleRecipe({ id: name, seed, made })));
  return folder;
}

describe('unclaimedTakes', () => {
  it('finds the take that was asked for and never told to its cue', async () => {
    await expectTake(memory, cue, { out, seed: 7, asked: '2026-11-02T10:00:00.000Z' });
    const mine = take('harbour-7-2', 7, '2026-11-02T10:00:05.000Z');
    take('harbour-7', 7, '2026-11-01T10:00:00.000Z');
    take('harbour-8', 8, '2026-11-02T10:00:05.000Z');
    mkdirSync(join(out, 'harbour-7-3.machine-1-1.part'));
    expect(await unclaimedTakes(memory, cue, [])).toEqual([mine]);
    expect(await unclaimedTakes(memory, cue, [mine])).toEqual([]);
    expect(await unclaimedTakes(memory, 'file:///other.leitmotif', [])).toEqual([]);
    await forgetExpected(memory, cue);
    expect(await unclaimedTakes(memory, cue, [])).toEqual([]);
  });

  it('finds nothing where the folder is gone', async () => {
    await expectTake(memory, cue, { out: join(out, 'gone'), seed: 7, asked: '' });
    expect(await unclaimedTakes(memory, cue, [])).toEqual([]);
  });
});

describe('setAside', () => {
  it('brings a folder back, and never over another', async () => {
    const folder = take('harbour-7', 7, '2026');
    await setAside(folder);
    expect(await unclaimedTakes(memory, cue, [])).toEqual([]);
    expect(asideOf(folder)).toBe(join(out, '.harbour-7.deleted'));
    expect(await bringBack(folder)).toBe(true);
    expect(await bringBack(folder)).toBe(false);
    await setAside(folder);
    mkdirSync(folder);
    expect(await bringBack(folder)).toBe(false);
    await expect(setAside(join(out, 'gone'))).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});

describe('briefView', () => {
  const read = (parts: object) => cueSchema.parse({ leitmotif: 1, ...parts });
  const caption = { kind: 'caption', id: 'c', text: 'calm' };

  it('is stale once something that it depends on has changed', () => {
    const asked = askedOf(read({ conditions: [caption], attributes: { tempo: 90, key: 'D minor' } }));
    const brief = { value: sampleBrief(), provider: 'cpu', asked };
    const stale = (parts: object) => briefView(brief, read(parts))?.isStale;
    const same = { conditions: [caption], attributes: { key: 'D minor', tempo: 90 } };
    expect(stale(same)).toBe(false);
    expect(stale({ ...same, title: 'New', seed: 3, takes: [{ id: 'a', folder: 'a' }] })).toBe(false);
    expect(stale({ ...same, description: 'loud' })).toBe(true);
    expect(stale({ ...same, conditions: [{ ...caption, weight: 2 }] })).toBe(true);
    expect(briefView(brief, undefined)?.isStale).toBe(true);
    expect(briefView(undefined, read({}))).toBeUndefined();
  });

  it('knows a story file again whose words stand in the recipe', () => {
    const story = { kind: 'story', id: 's', path: 'a.md' };
    expect(askedOf(read({ conditions: [{ ...story, text: 'Once' }] }))).toBe(
      askedOf(read({ conditions: [story] })),
    );
  });
});
