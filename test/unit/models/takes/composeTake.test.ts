/** The second attempt, on real renderings; what is measured is decided by the test. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { composeTake } from '../../../../models/takes/composeTake.ts';
import { findInstallation } from '../../../../models/takes/installation.ts';
import { measureTake } from '../../../../models/takes/measureTake.ts';
import { readRecipe } from '../../../../models/takes/recipe.ts';
import { Stack } from '../../../../models/takes/stack.ts';
import { openTakeFolder } from '../../../../models/takes/takeFolder.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { ProgressReport } from '../../../../bridge/protocol/progress.ts';
import type { TakeRequest } from '../../../../models/takes/composeTake.ts';

vi.mock(import('../../../../models/takes/measureTake.ts'), async (original) => {
  const real = await original();
  return { ...real, measureTake: vi.fn(real.measureTake) };
});

const out = mkdtempSync(join(tmpdir(), 'compose-take-'));
const stack = new Stack(findInstallation(), { workers: 1 });
const measure = vi.mocked(measureTake);
beforeEach(() => {
  measure.mockReset();
});
afterAll(async () => {
  await stack.close();
  rmSync(out, { recursive: true });
});

/** Lets the next measurements fail, in their order; those after them see nothing amiss. */
function letFail(...failures: string[]): void {
  const good = {
    seconds: 4,
    loudness: -16,
    truePeak: -2,
    clippedFrames: 0,
    longestSilence: 0,
    leadingSilence: 0,
    tempo: 120,
    key: 'D minor',
    keyAgrees: true,
    notes: 9,
    remade: false,
    failures: [],
  };
  measure.mockReturnValue(good);
  for (const failure of failures) measure.mockReturnValueOnce({ ...good, failures: [failure] });
}

function request(name: string): TakeRequest {
  const cue = cueSchema.parse({ leitmotif: 1 });
  const brief = sampleBrief({ style: 'folk', tempo: 120, bars: 2 });
  const prepared = { brief, cue, inputs: [], packs: [], provider: 'none', timings: {} };
  const folder = openTakeFolder(out, name);
  return {
    seed: 7,
    stems: true,
    sampleRate: 44_100,
    title: 'Test',
    prepared,
    folder,
    begun: performance.now(),
  };
}

describe('a take that misses its brief', () => {
  it('is made again once with another seed, and nothing of the first stays', async () => {
    letFail('its key is wrong');
    const first = await composeTake(stack, { ...request('other'), seed: 7 });
    expect(measure).toHaveBeenCalledTimes(2);
    expect(first.recipe.measured).toMatchObject({ remade: true, failures: [] });
    letFail();
    const plain = await composeTake(stack, { ...request('plain'), seed: 7 });
    expect(measure).toHaveBeenCalledTimes(3);
    expect(plain.recipe.measured.remade).toBe(false);
    expect(first.recipe.seeds).not.toEqual(plain.recipe.seeds);
    // The person's own seed stands in the recipe; the seeds of the decisions make it again.
    expect([first.recipe.seed, plain.recipe.seed]).toEqual([7, 7]);
    const stems = first.recipe.files.stems.map(({ path }) => path.replace('stems/', ''));
    expect(readdirSync(join(first.folder, 'stems')).sort()).toEqual(stems.sort());
  });

  it('twice is delivered, and said', async () => {
    letFail('its key is wrong', 'its key is still wrong');
    const take = await composeTake(stack, request('amiss'));
    expect(measure).toHaveBeenCalledTimes(2);
    expect(take.recipe.measured).toMatchObject({ remade: true, failures: ['its key is still wrong'] });
    expect((await readRecipe(join(take.folder, 'take.json'))).measured).toEqual(take.recipe.measured);
  });

  it('is not made with other seeds where the recipe names them', async () => {
    letFail();
    const { recipe } = await composeTake(stack, request('named'));
    letFail('its key is wrong');
    const again = await composeTake(stack, { ...request('named'), seeds: recipe.seeds });
    expect(again.recipe.seeds).toEqual(recipe.seeds);
    expect(again.recipe.measured).toMatchObject({ remade: false, failures: ['its key is wrong'] });
    expect(again.recipe.id).toBe('named-2');
    const scores = ['named', 'named-2'].map((name) => readFileSync(join(out, name, 'score.mid')));
    expect(scores[0]!.equals(scores[1]!)).toBe(true);
  });
});

describe('the work on a take', () => {
  it('reports true numbers, stage by stage', async () => {
    letFail();
    const reports: ProgressReport[] = [];
    await composeTake(stack, { ...request('reported'), progress: (report) => void reports.push(report) });
    expect([...new Set(reports.map(({ stage }) => stage))]).toEqual([
      'compose',
      'render',
      'measure',
      'write',
    ]);
    for (const { step, of } of reports) expect(step).toBeLessThanOrEqual(of ?? Infinity);
    expect(reports.at(-1)).toEqual({ stage: 'write', step: 2, of: 2 });
  });

  it('ends with cancelled at the next step', async () => {
    const controller = new AbortController();
    const asked = { ...request('cancelled'), signal: controller.signal };
    const working = composeTake(stack, {
      ...asked,
      progress: ({ stage }) => {
        if (stage === 'render') controller.abort();
      },
    });
    await expect(working).rejects.toBeInstanceOf(LeitmotifError);
    await expect(working).rejects.toMatchObject({ code: 'cancelled' });
    asked.folder.discard();
    expect(readdirSync(out).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });
});
