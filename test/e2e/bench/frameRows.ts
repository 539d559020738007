/** How long the cue panel takes for a frame while a take of twenty minutes is scrolled. */
import type { Page } from 'playwright-core';
import { benchRow } from '../../bench/benchRow.ts';
import type { BenchRow } from '../../bench/benchRow.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import { fullState, samplePlayback, sampleScore, sampleTake } from '../panels/cueSamples.ts';
import { openCuePage } from '../panels/openCuePage.ts';
import { servePanels } from '../panels/servePanels.ts';

const seconds = 20 * 60;
const frames = 400;

/** What is done on every frame. */
const ways = {
  'along the notes': { zooms: 12, wheel: { deltaX: 24 }, page: 0 },
  'through the zoom': { zooms: 0, wheel: { ctrlKey: true, deltaY: 12 }, page: 0 },
  'down the panel': { zooms: 0, wheel: undefined, page: 24 },
} as const;
type Way = (typeof ways)[keyof typeof ways];

/** Frames come as fast as they can be made, so that the time between two is what one costs. */
export async function frameRows(): Promise<BenchRow[]> {
  const server = await servePanels();
  const browser = await openBrowser('after-gesture', ['--disable-frame-rate-limit', '--disable-gpu-vsync']);
  try {
    const rows: BenchRow[] = [];
    for (const [name, way] of Object.entries(ways)) {
      const takes = fullState.takes.map((one) => (one.id === 'take-3' ? sampleTake(3, seconds) : one));
      const state = { ...fullState, takes };
      const score = sampleScore(seconds, 35);
      const { page, say } = await openCuePage(browser, server.address('cue'), { state, score });
      await say({ type: 'playback', playback: samplePlayback(seconds) });
      rows.push(...rowsOf(name, await timeFrames(page, way), score.notes.length));
      await page.close();
    }
    return rows;
  } finally {
    await browser.close();
    await server.stop();
  }
}

function rowsOf(way: string, times: readonly number[], notes: number): BenchRow[] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  const detail = `${times.length} frames without a limit of their rate, ${notes} notes, the take plays; samples: p50, p95, p99, max`;
  const samples = [at(0.5), at(0.95), at(0.99), at(1)];
  const name = `editor: frame while scrolling ${way}`;
  return [
    benchRow({ name: `${name}, 95 %`, value: at(0.95), unit: 'ms', samples, detail, target: { atMost: 16 } }),
    benchRow({ name: `${name}, 99 %`, value: at(0.99), unit: 'ms', samples, detail, target: { atMost: 16 } }),
  ];
}

async function timeFrames(page: Page, { zooms, wheel, page: down }: Way): Promise<number[]> {
  const roll = page.getByRole('slider', { name: 'Piano-roll, position' });
  await roll.waitFor();
  for (let i = 0; i < zooms; i++) await roll.press('+');
  return roll.evaluate(
    async (surface, { count, wheel: event, down: step }) => {
      const times: number[] = [];
      let last = 0;
      // A frame in which nothing is painted comes with the clock of the screen, and would be measured as 16.7 ms.
      const dot = document.createElement('i');
      dot.style.cssText = 'position: fixed; left: 0; top: 0; width: 1px; height: 1px; background: gray';
      document.body.append(dot);
      // The first are still busy with what came before.
      for (let i = -20; i < count; i++) {
        const now = await new Promise<number>(requestAnimationFrame);
        if (i > 0) times.push(now - last);
        last = now;
        dot.style.opacity = String((i & 1) / 2);
        const sign = Math.floor(Math.max(0, i) / (count / 4)) % 2 === 0 ? -1 : 1;
        if (event !== undefined) {
          const scaled =
            'deltaX' in event ? { deltaX: -sign * event.deltaX } : { ...event, deltaY: sign * event.deltaY };
          surface.dispatchEvent(new WheelEvent('wheel', { ...scaled, bubbles: true, cancelable: true }));
        }
        if (step !== 0) window.scrollBy(0, -sign * step);
      }
      dot.remove();
      return times;
    },
    { count: frames, wheel, down },
  );
}
