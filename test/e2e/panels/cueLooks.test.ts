import { expect, it } from 'vitest';
import { axeFinds } from './axeFinds.ts';
import { emptyState, fullState, sampleScore, sampleTake } from './cueSamples.ts';
import { describeCuePanel } from './describeCuePanel.ts';
import { cueThemes } from './openCuePage.ts';

describeCuePanel('looks of the cue panel in a browser', ({ open, openFull }) => {
  it.each(cueThemes)('has no violation that axe finds in %s', async (theme) => {
    const cue = await openFull({ theme, height: 2800 });
    await cue.page.getByRole('button', { name: /^Timeline/ }).press('Enter');
    expect(await axeFinds(cue.page)).toEqual([]);
    await cue.page.getByRole('button', { name: 'Show the notes as a table' }).press('Enter');
    const fault = { code: 'internal', what: 'It failed', subject: 'x', next: 'Try again' } as const;
    const job = { kind: 'compose', isStarting: false } as const;
    await cue.say({
      type: 'state',
      state: { ...fullState, isTrusted: false, isLocal: false, lastFault: fault, job },
    });
    expect(await axeFinds(cue.page)).toEqual([]);
    await cue.say({ type: 'state', state: emptyState });
    expect(await axeFinds(cue.page)).toEqual([]);
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

  it('draws of twenty minutes with forty thousand notes only what is seen', async () => {
    const long = sampleScore(1200, 35);
    expect(long.notes.length).toBeGreaterThan(40_000);
    const take = { ...sampleTake(3, 1200) };
    const takes = fullState.takes.map((one) => (one.id === 'take-3' ? take : one));
    const { page } = await open({ state: { ...fullState, takes }, score: long });
    const roll = page.getByRole('slider', { name: 'Piano-roll, position' });
    await roll.waitFor();
    // Counted, not timed: how long a rectangle takes is the machine's affair, and the bench's.
    const drawnBy = (event: { ctrlKey?: boolean; deltaX?: number; deltaY?: number }) =>
      roll.evaluate(async (surface, init) => {
        const canvas = CanvasRenderingContext2D.prototype;
        const whole = Object.getOwnPropertyDescriptor(canvas, 'fillRect') ?? {};
        const fill = whole.value as (this: unknown, ...box: number[]) => void;
        let count = 0;
        Object.defineProperty(canvas, 'fillRect', {
          ...whole,
          value: function (this: CanvasRenderingContext2D, ...box: number[]) {
            count++;
            fill.apply(this, box);
          },
        });
        surface.dispatchEvent(new WheelEvent('wheel', { ...init, bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
        Object.defineProperty(canvas, 'fillRect', whole);
        return count;
      }, event);
    expect(await drawnBy({ ctrlKey: true, deltaY: -40 })).toBeLessThan(8000);
    for (let i = 0; i < 6; i++) await roll.press('+');
    const scrolled = await drawnBy({ deltaX: 40 });
    expect(scrolled).toBeGreaterThan(100);
    expect(scrolled).toBeLessThan(3000);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4000);
  });
});
