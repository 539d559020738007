/** The panels of a window, and what a person reads off them. */
import type { Frame } from 'playwright-core';
import type { Workbench } from '../editor/openWorkbench.ts';
import { untilTrue } from '../editor/untilTrue.ts';

/** Milliseconds that a take may need on a busy machine. */
export const takeLimit = 150_000;

/** The cue panel. */
export function cuePanel(workbench: Workbench): Promise<Frame> {
  return workbench.panel('[data-panel="cue"]');
}

/** The player's view. */
export function playerView(workbench: Workbench): Promise<Frame> {
  return workbench.panel('[data-panel="player"]');
}

/** Waits until nothing is being made for the cue any more: the spinner is gone and Generate is back. */
export async function untilIdle(panel: Frame): Promise<void> {
  await panel.getByRole('button', { name: 'Generate' }).waitFor({ timeout: takeLimit });
}

/** Waits until the panel lists so many takes and nothing is being made. */
export async function untilTakes(panel: Frame, count: number): Promise<void> {
  const stars = panel.getByRole('button', { name: /star/i });
  await untilTrue(`${count} takes`, async () => (await stars.count()) === count, { limitMs: takeLimit });
  await untilIdle(panel);
}

/** The bar that the player says. */
export async function barOf(player: Frame): Promise<number> {
  const text = await player.locator('[title="Bar and beat"]').innerText();
  return Number(/\d+/.exec(text)?.[0]);
}
