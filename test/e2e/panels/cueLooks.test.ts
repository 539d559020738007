import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { emptyState, fullState, sampleScore, sampleTake } from './cueSamples.ts';
import { describeCuePanel } from './describeCuePanel.ts';
import { cueThemes } from './openCuePage.ts';
import type { CuePage } from './openCuePage.ts';

const axe = readFileSync(
  fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

/** What axe finds wrong, as `rule: element`. */
async function violations({ page }: CuePage): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const found = (await checker.run()).violations;
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
}

describeCuePanel('looks of the cue panel in a browser', ({ open, openFull }) => {
  it.each(cueThemes)('has no violation that axe finds in %s', async (theme) => {
    const cue = await openFull({ theme, height: 2800 });
    await cue.page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    expect(await violations(cue)).toEqual([]);
    await cue.page.getByRole('button', { name: 'Show the notes as a table' }).press('Enter');
    const fault = { code: 'internal', what: 'It failed', subject: 'x', next: 'Try again' } as const;
    const job = { kind: 'compose', isStarting: false } as const;
    await cue.say({
      type: 'state',
      state: { ...fullState, isTrusted: false, isLocal: false, lastFault: fault, job },
    });
    expect(await violations(cue)).toEqual([]);
    await cue.say({ type: 'state', state: emptyState });
    expect(await violations(cue)).toEqual([]);
  });

  it.each([320, 480, 700, 1000, 1600])('fits into %i pixels', async (width) => {
    const { page } = await openFull({ width });
    await page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('moves nothing for who wants little motion', async () => {
    const { page, say } = await openFull({ reducedMotion: true });
    await say({ type: 'state', state: { ...fullState, job: { kind: 'compose', isStarting: true } } });
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it('draws twenty minutes with forty thousand notes within a frame', async () => {
    const long = sampleScore(1200, 35);
    expect(long.notes.length).toBeGreaterThan(40_000);
    const take = { ...sampleTake(3, 1200) };
    const takes = fullState.takes.map((one) => (one.id === 'take-3' ? take : one));
    const { page } = await open({ state: { ...fullState, takes }, score: long });
    const roll = page.getByRole('slider', { name: 'Piano-roll, position' });
    await roll.waitFor();
    await roll.press('+');
    await roll.press('+');
    const took = await roll.evaluate(async (surface) => {
      const frames: number[] = [];
      for (let i = 0; i < 60; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const start = performance.now();
        surface.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, bubbles: true, cancelable: true }));
        await Promise.resolve();
        surface.getBoundingClientRect();
        frames.push(performance.now() - start);
      }
      return frames.sort((a, b) => a - b);
    });
    const median = took[30] ?? Infinity;
    // Our own work within a frame; the browser's painting comes on top.
    expect(median).toBeLessThan(16);
  });
});
