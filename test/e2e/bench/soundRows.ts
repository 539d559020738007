/** From a person's act to sound: Generate Score from the palette, and a slider while a take plays. */
import type { Frame } from 'playwright-core';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import { benchRow, median } from '../../bench/benchRow.ts';
import type { BenchRow } from '../../bench/benchRow.ts';
import type { BenchEditor, BenchWindow } from './openBenchEditor.ts';
import { armEar, firstSound } from './soundEar.ts';

/** Rounds before those that count: packs are loaded, instruments decoded, the player's view made. */
const warmUps = 2;
const paletteRounds = 8;
const sliderRounds = 16;

const pieceCue = {
  leitmotif: 1,
  conditions: [
    { kind: 'image', id: 'picture', path: 'harbour.jpg' },
    { kind: 'story', id: 'story', path: 'harbour.md' },
  ],
  attributes: { seconds: 30 },
};

declare global {
  interface Window {
    /** When the act that is measured happened, in milliseconds since 1970. */
    actedAt: number | undefined;
  }
}

/** Both in one window with one sidecar. */
export async function soundRows(editor: BenchEditor): Promise<BenchRow[]> {
  const window = await editor.openWindow();
  try {
    await window.host('open', { name: 'bench.leitmotif', cue: pieceCue });
    await window.host('take');
    await window.host('rest');
    const player = await window.workbench.panel('[data-panel="player"]');
    const cue = await window.workbench.panel('[data-panel="cue"]');
    return [await paletteRow(window, player), await sliderRow(window, player, cue)];
  } finally {
    await window.close();
  }
}

async function paletteRow(window: BenchWindow, player: Frame): Promise<BenchRow> {
  const { page, host } = window;
  await noteActs(page.mainFrame(), 'keydown');
  const samples = await rounds(paletteRounds, async () => {
    await host('playNextStream');
    await armEar(player);
    await choose(window, 'Leitmotif: Generate Score');
    const time = (await firstSound(player)) - (await actedAt(page.mainFrame()));
    await host('rest');
    return time;
  });
  const detail =
    'picture and story, 30 s, warm sidecar; from Enter in the palette to the first sample that leaves the player, which is told to play as soon as the stream is there; median';
  const name = 'editor: palette to first sound';
  return benchRow({ name, value: median(samples), unit: 'ms', samples, detail, target: { atMost: 1000 } });
}

/** The take is muted, so that all that is heard is the draft. */
async function sliderRow({ host }: BenchWindow, player: Frame, cue: Frame): Promise<BenchRow> {
  await noteActs(cue, 'input');
  const slider = cue.getByRole('slider', { name: 'Density' });
  const samples = await rounds(sliderRounds, async (round) => {
    await host('playMuted');
    await armEar(player);
    await slider.press(round % 2 === 0 ? 'PageUp' : 'PageDown');
    const time = (await firstSound(player)) - (await actedAt(cue));
    await host('rest');
    return time;
  });
  const detail =
    'a playing take of 30 s, its tracks muted; from the slider’s input event to the first sample of the draft that leaves the player; median';
  const name = 'editor: slider to sound';
  return benchRow({ name, value: median(samples), unit: 'ms', samples, detail, target: { atMost: 400 } });
}

async function rounds(count: number, run: (round: number) => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let i = 0; i < warmUps + count; i++) results.push(await run(i));
  return results.slice(warmUps);
}

/** Opens the palette, types, and presses Enter once the command is there. */
async function choose({ page }: BenchWindow, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible input').first();
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

async function noteActs(frame: Frame, type: 'keydown' | 'input'): Promise<void> {
  await frame.evaluate((wanted) => {
    const note = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
      window.actedAt = performance.timeOrigin + performance.now();
    };
    window.addEventListener(wanted, note, true);
  }, type);
}

async function actedAt(frame: Frame): Promise<Milliseconds> {
  const time = await frame.evaluate(() => {
    const at = window.actedAt;
    window.actedAt = undefined;
    return at;
  });
  if (time === undefined) throw new Error('Nothing was done');
  return time;
}
