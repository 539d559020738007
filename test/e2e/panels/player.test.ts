import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import type { Autoplay } from '../editor/openBrowser.ts';
import type { ToPlayer } from '../../../bridge/protocol/panels/playerPanel.ts';
import { openPlayerPage, sampleSource } from './openPlayerPage.ts';
import type { PlayerPage } from './openPlayerPage.ts';
import { captureWorklet } from './playerHost.ts';
import { servePanels } from './servePanels.ts';
import type { PanelServer } from './servePanels.ts';
import { themeNames } from './themes.ts';

const axe = readFileSync(
  fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

/** Both stems together at a frame. */
const both = (frame: number) =>
  0.4 * Math.sin((2 * Math.PI * frame) / 441) + 0.2 * Math.sin((2 * Math.PI * frame) / 147);

/** The steepest step of that, with room for fades. */
const steepest = 1.3 * (0.4 * ((2 * Math.PI) / 441) + 0.2 * ((2 * Math.PI) / 147));

const largestStep = (samples: number[]) =>
  samples.reduce((most, value, i) => Math.max(most, Math.abs(value - (samples[i - 1] ?? value))), 0);

/** Greatest difference from the signal, which repeats every 441 frames, at the phase where it fits best. */
function misfit(samples: number[], signal: (frame: number) => number): { phase: number; error: number } {
  let best = { phase: 0, error: Infinity };
  for (let phase = 0; phase < 441; phase += 1) {
    let error = 0;
    for (let i = 0; i < samples.length && error < best.error; i += 1)
      error = Math.max(error, Math.abs((samples[i] ?? 0) - signal(phase + i)));
    if (error < best.error) best = { phase, error };
  }
  return best;
}

describeWithPeer('code-server', 'the player in a browser', () => {
  let server: PanelServer;
  const browsers = new Map<Autoplay, Browser>();
  const opened: PlayerPage[] = [];

  const open = async (autoplay: Autoplay = 'at-once', greeting: ToPlayer[] = []) => {
    const browser = browsers.get(autoplay) ?? (await openBrowser(autoplay));
    browsers.set(autoplay, browser);
    const player = await openPlayerPage(browser, server.address('player'), greeting);
    opened.push(player);
    return player;
  };
  const openPlaying = async () => {
    const player = await open();
    await player.say({ type: 'load', source: sampleSource, frame: 0, play: true, tracks: {} });
    await player.until('playing');
    return player;
  };

  beforeAll(async () => {
    server = await servePanels({ 'captureWorklet.js': captureWorklet });
  });

  afterEach(async () => {
    for (const { page } of opened.splice(0)) {
      const errors = await page.evaluate(() => window.playerHost.errors);
      await page.close();
      if (errors.length > 0) throw new Error(errors.join('\n'));
    }
  });

  afterAll(async () => {
    for (const browser of browsers.values()) await browser.close();
    await server.stop();
  });

  it('lets out exactly what the host gave, and says how loud it is', async () => {
    const player = await openPlaying();
    await player.until('playing', 8192);
    const heard = await player.record(1);
    expect(misfit(heard, both).error).toBeLessThan(1e-4);
    const peak = await player.page.evaluate(() => window.playerHost.peak);
    expect(peak).toBeGreaterThan(-8);
    expect(peak).toBeLessThan(0);
    expect(await player.page.locator('main').getAttribute('data-underruns')).toBe('0');
  });

  it('goes round a loop without losing a frame or a click', async () => {
    const player = await openPlaying();
    await player.say({ type: 'loop', range: { from: 88_200, to: 88_200 + 22_050 } });
    await player.say({ type: 'seek', frame: 88_200 });
    await player.until('playing', 92_000);
    // A loop of 50 periods: the signal goes on as if there was none.
    expect(misfit(await player.record(2), both).error).toBeLessThan(1e-4);
    // One whose ends do not meet: no step that the signal itself does not have.
    await player.say({ type: 'loop', range: { from: 88_200, to: 88_200 + 10_110 } });
    await player.say({ type: 'seek', frame: 88_200 });
    expect(largestStep(await player.record(2))).toBeLessThan(steepest);
    const frame = (await player.state())?.frame ?? 0;
    expect(frame).toBeGreaterThanOrEqual(88_200);
    expect(frame).toBeLessThan(88_200 + 10_110);
  });

  it('seeks to the very frame', async () => {
    const player = await open();
    await player.say({ type: 'load', source: sampleSource, frame: 0, play: false, tracks: {} });
    await player.say({ type: 'seek', frame: 200_100 });
    await player.page.evaluate(() => {
      window.playerHost.captured = [];
    });
    await player.say({ type: 'play' });
    await player.until('playing', 210_000);
    const heard = await player.page.evaluate(() => window.playerHost.captured.flatMap((piece) => [...piece]));
    const start = heard.findIndex((value) => value !== 0);
    // It begins with a whole quantum, whose first sample the fade makes almost nothing of.
    const quantum = 128 * Math.floor(start / 128);
    for (let i = 512; i < 4096; i += 1)
      expect(Math.abs((heard[quantum + i] ?? 0) - both(200_100 + i))).toBeLessThan(1e-4);
  });

  it('mutes and solos by its buttons, without a click', async () => {
    const player = await openPlaying();
    await player.page.getByRole('button', { name: 'Solo Double basses' }).click();
    const solo = await player.record(0.5);
    expect(Math.max(...solo.slice(-8820))).toBeCloseTo(0.2, 2);
    expect(
      await player.page.getByRole('button', { name: 'Solo Double basses' }).getAttribute('aria-pressed'),
    ).toBe('true');
    await player.page.getByRole('button', { name: 'Solo Double basses' }).click();
    await player.page.getByRole('button', { name: 'Mute Double basses' }).click();
    const muted = await player.record(0.5);
    expect(Math.max(...muted.slice(-8820))).toBeCloseTo(0.4, 2);
    expect(largestStep([...solo, ...muted].slice(0, solo.length))).toBeLessThan(steepest);
  });

  it('changes sides of A/B at the same place', async () => {
    const player = await openPlaying();
    await player.say({ type: 'other', source: { ...sampleSource, id: 'take-2', title: 'Take 2' } });
    await player.until('playing', 20_000);
    await player.page.evaluate(() => {
      window.playerHost.captured = [];
    });
    await player.page.getByRole('button', { name: 'Swap with Take 2' }).click();
    await player.page.waitForFunction(() => window.playerHost.state?.source?.id === 'take-2');
    const heard = await player.page.evaluate(() => window.playerHost.captured.flatMap((piece) => [...piece]));
    const after = await player.record(0.5);
    // Both give the same sines: nobody can hear when it happened.
    expect(misfit(heard, both).error).toBeLessThan(1e-4);
    expect(misfit(after, both).error).toBeLessThan(1e-4);
  });

  it('waits without a click where the host is silent, and goes on', async () => {
    const player = await openPlaying();
    await player.until('playing', 20_000);
    await player.page.evaluate(() => {
      window.playerHost.captured = [];
      window.playerHost.isSilent = true;
    });
    await player.until('waiting');
    const heard = await player.page.evaluate(() => window.playerHost.captured.flatMap((piece) => [...piece]));
    expect(largestStep(heard)).toBeLessThan(steepest);
    expect(await player.page.getByRole('status').textContent()).toBe('Waiting for sound');
    await player.page.evaluate(() => {
      window.playerHost.speak();
    });
    await player.until('playing');
    expect(Math.max(...(await player.record(0.3)).slice(-4410))).toBeGreaterThan(0.3);
  });

  it('asks for a click where the window wants one first', async () => {
    const load: ToPlayer = { type: 'load', source: sampleSource, frame: 0, play: true, tracks: {} };
    const player = await open('after-gesture', [load]);
    await player.until('blocked');
    await player.page.getByRole('button', { name: 'Click to let sound out' }).click();
    await player.until('playing', 8192);
    expect(await player.page.evaluate(() => window.playerHost.peak)).toBeGreaterThan(-8);
  });

  it('is played by keys alone', async () => {
    const player = await openPlaying();
    await player.page.keyboard.press('Space');
    await player.until('paused');
    await player.page.keyboard.press('ArrowRight');
    expect((await player.state())?.frame).toBe(88_200);
    await player.page.keyboard.press('ArrowRight');
    await player.page.keyboard.press('ArrowLeft');
    expect((await player.state())?.frame).toBe(88_200);
    await player.page.keyboard.press('Home');
    expect((await player.state())?.frame).toBe(0);
    await player.page.keyboard.press('Space');
    await player.until('playing');
  });

  it('opens the cue that is heard, and says when there is nothing', async () => {
    const player = await open();
    await player.page.getByText('Nothing to play yet').waitFor();
    await player.say({ type: 'load', source: sampleSource, frame: 0, play: false, tracks: {} });
    await player.page.getByRole('button', { name: 'Open cue' }).click();
    expect((await player.said()).map(({ type }) => type)).toContain('open-cue');
  });

  for (const theme of themeNames) {
    it(`has no barrier that axe knows, in ${theme}`, async () => {
      const player = await open();
      await player.theme(theme);
      await player.say({
        type: 'load',
        source: sampleSource,
        frame: 120_000,
        play: true,
        tracks: { 1: { muted: true, solo: false } },
      });
      await player.say({ type: 'other', source: { ...sampleSource, id: 'take-2', title: 'Take 2, slower' } });
      await player.say({ type: 'loop', range: { from: 88_200, to: 264_600 } });
      await player.until('playing', 150_000);
      await player.page.screenshot({ path: `build/screenshots/player-${theme}.png` });
      const errors = await player.page.evaluate(() => window.playerHost.errors);
      await player.page.evaluate(axe);
      const violations = await player.page.evaluate(async () => {
        const { axe: judge } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const result = await judge.run();
        return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
      // Axe writes style elements, which the policy refuses: they are no errors of the player.
      await player.page.evaluate((kept) => (window.playerHost.errors = kept), errors);
    });
  }
});
