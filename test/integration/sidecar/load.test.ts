/** The sidecar answers while everything else is busy, and gives back what it does not need. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { Conversation, longCue, longStoryCue, shortCue } from './conversations.ts';
import { listen, startSidecar, timed, until } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';

const out = temporaryOut();
afterAll(out.remove);

/** Resident memory of a process in bytes. */
function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

it(
  'answers ping while it decodes 100 megapixels, reads 200,000 characters, composes and renders',
  { timeout: 180_000 },
  async () => {
    const picture = join(out.path, 'large.jpg');
    const size = { width: 10_000, height: 10_000, channels: 3, background: '#335577' } as const;
    await sharp({ create: size, limitInputPixels: false }).jpeg().toFile(picture);
    const sidecar = await startSidecar();
    await listen(sidecar.initialized.stream);
    const ask = new Conversation(sidecar, out.path);
    const image = { kind: 'image', id: 'i', path: picture };
    let isBusy = true;
    const cue = cueSchema.parse({ leitmotif: cueVersion, conditions: [image, ...longStoryCue().conditions] });
    const rendered = ask.compose(longCue);
    const work = Promise.all([rendered, ask.brief(cue)]).finally(() => {
      isBusy = false;
    });
    const pings: number[] = [];
    while (isBusy) {
      pings.push(await timed(ask.ping()));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [{ takes }] = await work;
    pings.sort((a, b) => a - b);
    expect(takes).toHaveLength(1);
    expect(pings.length).toBeGreaterThan(50);
    // The promise is 50 ms; a machine that runs other tests gets the median and room for the rest.
    expect(pings[Math.floor(pings.length / 2)]).toBeLessThan(50);
    expect(pings[Math.floor(pings.length * 0.99)]).toBeLessThan(250);
    await sidecar.stop();
  },
);

it(
  'does nothing itself that takes 25 ms of processor time, from the first answer on',
  { timeout: 60_000 },
  async () => {
    const preload = fileURLToPath(new URL('loopMeter.mjs', import.meta.url));
    const sidecar = await startSidecar({ environment: { NODE_OPTIONS: `--import ${preload}` } });
    const ask = new Conversation(sidecar, out.path);
    await listen(sidecar.initialized.stream);
    await Promise.all([ask.brief(shortCue), ask.compose(shortCue)]);
    await sidecar.stop();
    const [, longest, starts] = /longest turn: (\d+) ms, (\d+) starts/.exec(sidecar.errors()) ?? [];
    expect(Number(longest)).toBeLessThan(25);
    // Two children, each with its guard.
    expect(Number(starts)).toBe(1);
  },
);

it.skipIf(process.platform !== 'linux')(
  'ends what is idle and is small again, and starts it when it is needed',
  { timeout: 60_000 },
  async () => {
    const sidecar = await startSidecar({ args: ['--idle-minutes', '0.02'] });
    const ask = new Conversation(sidecar, out.path);
    await ask.compose(shortCue);
    await until(() => sidecar.reports.filter(({ state }) => state === 'ended').length === 2);
    await until(() => residentBytes(sidecar.process.pid!) < 150e6);
    expect((await ask.compose(shortCue)).takes).toHaveLength(1);
    await sidecar.stop();
  },
);

it.skipIf(process.platform !== 'linux')('does not grow from take to take', { timeout: 120_000 }, async () => {
  const sidecar = await startSidecar();
  const ask = new Conversation(sidecar, out.path);
  const bytes: number[] = [];
  for (let i = 0; i < 12; i++) {
    await ask.compose(shortCue, { seed: i });
    bytes.push(residentBytes(sidecar.process.pid!));
  }
  // Twelve takes only show a leak that is gross; the bench runs five hundred.
  expect(bytes.at(-1)).toBeLessThan(bytes[5]! * 1.25);
  await sidecar.stop();
});
