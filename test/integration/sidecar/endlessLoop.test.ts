/** A child in a loop that never ends: it hears nothing, answers nothing, and takes a whole core. */
import { afterEach, describe, expect, it } from 'vitest';
import { Helper } from '../../../models/sidecar/helper.ts';
import { processLink } from '../../../models/sidecar/helperLink.ts';
import { isRunning, until } from './sidecarProcess.ts';
import type { ProcessReport } from '../../../bridge/protocol/sidecar.ts';
import type { HelperOptions } from '../../../models/sidecar/helper.ts';

const program = new URL('busyProgram.mjs', import.meta.url);
const signal = new AbortController().signal;
const reports: ProcessReport[] = [];
const helpers: Helper[] = [];

function makeHelper(options: Partial<HelperOptions> = {}): Helper {
  const patience = { hungAfter: 1500, idleAfter: 60_000, cancelGrace: 400 };
  const onReport = (report: ProcessReport): void => void reports.push(report);
  const helper = new Helper('perception', processLink(program), { ...patience, onReport, ...options });
  helpers.push(helper);
  return helper;
}

afterEach(async () => {
  await Promise.all(helpers.splice(0).map((helper) => helper.kill()));
  reports.length = 0;
});

describe('a child in an endless loop', () => {
  it('is found by its missed beats, costs its task, and the next task works', async () => {
    const helper = makeHelper();
    expect(await helper.run('one', { signal })).toBe('one');
    const pid = helper.pid!;
    await expect(helper.run('loop', { signal })).rejects.toMatchObject({ code: 'child-hung' });
    await until(() => !isRunning(pid));
    expect(await helper.run('two', { signal })).toBe('two');
    expect(helper.pid).not.toBe(pid);
    expect(reports.map(({ state }) => state)).toEqual(['started', 'hung', 'started']);
  });

  it('is cancelled within the time that is promised, killed after the grace, and replaced', async () => {
    const helper = makeHelper({ hungAfter: 60_000 });
    const controller = new AbortController();
    let hasBegun = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve;
    });
    const looping = helper.run('loop', { signal: controller.signal, progress: hasBegun });
    await begun;
    const pid = helper.pid!;
    const start = performance.now();
    controller.abort();
    await expect(looping).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await helper.run('next', { signal })).toBe('next');
    expect(performance.now() - start).toBeLessThan(30_000);
    await until(() => !isRunning(pid));
    expect(reports.map(({ state }) => state)).toEqual(['started', 'killed', 'started']);
  });

  it('that loops again and again is not started forever', async () => {
    const helper = makeHelper({ hungAfter: 400, restarts: { restarts: 1, within: 60_000 } });
    const codes: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await helper.run('loop', { signal }).catch((error: unknown) => {
        codes.push((error as { code: string }).code);
      });
    }
    expect(codes).toEqual(['child-hung', 'child-hung', 'restart-budget-spent']);
  });
});

describe('a child whose pipe carries what is no message', () => {
  const length = (bytes: number): Buffer => Buffer.from(Uint32Array.of(bytes).buffer);

  it.each([
    ['garbage', Buffer.alloc(64, 'A')],
    ['a message of content that cannot be read', Buffer.concat([length(60), Buffer.alloc(60, 'A')])],
    ['a message without length', length(0)],
    ['a message of another shape', { kind: 'weird', id: 1 }],
    ['a failure without a fault', { kind: 'failed', id: 1 }],
    ['no object', [null]],
  ])('(%s) is ended, costs its task, and the next task works', async (_, wrong) => {
    const helper = makeHelper({ hungAfter: 60_000 });
    await expect(helper.run(wrong, { signal })).rejects.toMatchObject({ code: 'child-crashed' });
    expect(await helper.run('next', { signal })).toBe('next');
    expect(reports.map(({ state }) => state)).toEqual(['started', 'crashed', 'started']);
  });

  it('is ended when a message is cut by its death', async () => {
    const helper = makeHelper({ hungAfter: 60_000 });
    const cut = helper.run(Buffer.concat([length(5000), Buffer.alloc(900)]), { signal, progress: kill });
    await expect(cut).rejects.toMatchObject({ code: 'child-crashed' });
    expect(await helper.run('next', { signal })).toBe('next');

    function kill(): void {
      process.kill(helper.pid!, 'SIGKILL');
    }
  });

  it('is found by its missed beats when the rest of a message never comes', async () => {
    const helper = makeHelper();
    const starved = helper.run(Buffer.concat([length(1 << 20), Buffer.alloc(9)]), { signal });
    await expect(starved).rejects.toMatchObject({ code: 'child-hung' });
    expect(await helper.run('next', { signal })).toBe('next');
  });
});
