import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildMonitor } from '../../bridge/websocket/monitor/build.mjs';
import { MonitorPage } from '../../bridge/websocket/monitorPage.ts';
import { ListenHouse } from '../integration/bridge/listenHouse.ts';
import { eventually } from '../integration/bridge/listenClient.ts';
import { openChromium } from './chromium.ts';
import { describeWithPeer } from './peers.ts';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';

let browser: Browser;
let folder: string;
let house: ListenHouse;
let page: Page;
const complaints: string[] = [];

/** What the page's analyser hears. */
async function heardPeak(): Promise<number> {
  return Number(await page.getAttribute('#waveform', 'data-peak'));
}

async function untilHeard(): Promise<void> {
  await expect.poll(heardPeak, { timeout: 15_000 }).toBeGreaterThan(0.2);
}

async function open(token = house.token(), colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 900 } });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(house.server.urlFor(token));
}

async function state(): Promise<string | null> {
  return page.getAttribute('#state', 'data-state');
}

describeWithPeer('chromium', 'the monitor page', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monitor-'));
    await buildMonitor(folder);
    browser = await openChromium();
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    complaints.length = 0;
    house = await ListenHouse.start({ page: await MonitorPage.read(folder) });
    house.play();
  });

  afterEach(async () => {
    await page.close();
    await house.close();
  });

  it('plays after one gesture, and shows where the music is', async () => {
    await open();
    await expect.poll(state).toBe('open');
    expect(await page.getAttribute('#waveform', 'data-peak')).toBeNull();
    await page.getByRole('button', { name: 'Listen' }).click();
    await untilHeard();
    expect(await heardPeak()).toBeLessThan(0.51);
    expect(Number(await page.textContent('#bar'))).toBeGreaterThan(0);
    expect(await page.textContent('#tempo')).toBe('120.0');
    await expect.poll(() => page.getAttribute('#meter-left', 'aria-valuetext')).toBe('-6.0 dB');
    expect(page.url()).toBe(house.server.url);
    await page.getByRole('button', { name: 'Mute' }).click();
    expect(complaints).toEqual([]);
  });

  it('goes on after a cut, from where it was', async () => {
    await open();
    await page.getByRole('button', { name: 'Listen' }).click();
    await untilHeard();
    house.server.dropConnections();
    await expect.poll(state).toBe('open');
    await eventually(() => house.server.counts.clients === 1, 'the page again');
    await untilHeard();
    await expect
      .poll(() => page.getAttribute('#waveform', 'data-stream'))
      .toBe(`${house.live.name} 0 missed`);
  });

  it('changes attributes, and shows what others change', async () => {
    await open();
    await page.getByRole('slider', { name: 'Tension' }).focus();
    await page.keyboard.press('End');
    await eventually(() => house.controls.done.includes('tension=1'), 'the slider');
    await page.getByRole('combobox', { name: 'Style' }).selectOption('horror');
    await eventually(() => house.controls.done.includes('style=horror'), 'the choice');
    house.controls.set('brightness', 0.25, 'osc');
    await expect.poll(() => page.getByRole('slider', { name: 'Brightness' }).inputValue()).toBe('0.25');
    await page.getByRole('button', { name: 'End all notes' }).click();
    await eventually(() => house.controls.done.includes('panic'), 'panic');
  });

  it('offers the outputs of this machine', async () => {
    await open();
    await page.getByRole('button', { name: 'Listen' }).click();
    await untilHeard();
    await page.getByRole('button', { name: 'Show outputs' }).click();
    await expect.poll(() => page.locator('#output option').count()).toBeGreaterThan(1);
    await page.locator('#output').selectOption({ index: 1 });
    await expect.poll(() => page.textContent('#output-hint')).toMatch(/chosen output|cannot be used/);
    await untilHeard();
  });

  it('may listen only, where its token says so', async () => {
    await open(house.token('listen'));
    await expect.poll(() => page.getByRole('slider', { name: 'Tension' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Play' }).isDisabled()).toBe(true);
  });

  it('is not let in with a wrong token, or without one', async () => {
    await open('0'.repeat(64));
    await expect.poll(state, { timeout: 5000 }).toBe('refused');
    await page.close();
    page = await browser.newPage();
    await page.goto(house.server.url);
    expect(await state()).toBe('refused');
  });

  it('is not let in from a page of somebody else', async () => {
    const foreign = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>evil</title>');
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    const attempt = `new Promise((resolve) => {
      const socket = new WebSocket('${house.url}', ['leitmotif.listen.1', 'token.${house.token()}']);
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    })`;
    expect(await page.evaluate(attempt)).toBe('refused');
    expect(house.server.counts.refusedOrigin).toBe(1);
    foreign.close();
  });

  it('shows the section and the chord that sound', async () => {
    await open();
    await page.getByRole('slider', { name: 'Tension' }).waitFor();
    for (const tell of house.controls.eventListeners) {
      tell({ kind: 'section', label: 'Chase', bar: 9 });
      tell({ kind: 'chord', name: 'Dm7', numeral: 'ii7' });
    }
    await page.getByText('Dm7 (ii7)').waitFor({ timeout: 5000 });
    expect(await page.locator('#section').textContent()).toBe('Chase');
  });

  it('breaks no rule of accessibility, light or dark, wide or narrow', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await open(house.token(), scheme);
      await page.getByRole('slider', { name: 'Tension' }).waitFor();
      for (const width of [1000, 380]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(axe.source);
        const found = await page.evaluate<string[]>(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        );
        expect(found).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
      if (scheme === 'light') await page.close();
    }
  });

  it('is reached with the keyboard alone', async () => {
    await open();
    await page.getByRole('slider', { name: 'Tension' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('listen');
    await page.keyboard.press('Space');
    await untilHeard();
  });
});
