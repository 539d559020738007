import { expect, it, vi } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { Performing } from '../../../../extension/bridge/performing.ts';
import type { PerformOptions } from '../../../../extension/sidecar/sidecar.ts';
import type { PerformanceOrder } from '../../../../extension/bridge/performing.ts';

const fault = (code: 'sidecar-ended' | 'not-available' | 'restart-budget-spent'): LeitmotifError =>
  new LeitmotifError(code, { what: 'What', subject: 'subject', next: 'Next' });
const order = { cue: {}, folder: '/f', seed: 7, sampleRate: 44_100, leads: 'bridge', changes: 'bar' };

function stage() {
  const jobs: { options: PerformOptions; end: () => void; fail: (error: unknown) => void }[] = [];
  const sidecar = {
    perform: vi.fn(
      (_: unknown, options: PerformOptions) =>
        new Promise<never>((resolve, reject) => {
          jobs.push({
            options,
            end: () => {
              resolve(undefined as never);
            },
            fail: reject,
          });
          options.onSource({ path: '/pipe', token: '0'.repeat(64), job: jobs.length });
        }),
    ),
  };
  const bridge = {
    startPerformance: vi.fn(() => Promise.resolve(null)),
    attachPerformance: vi.fn(() => Promise.resolve(null)),
    stopPerformance: vi.fn(() => Promise.resolve(null)),
  };
  const onLost = vi.fn();
  const performing = new Performing({ sidecar, bridge, onLost });
  return {
    jobs,
    sidecar,
    bridge,
    onLost,
    start: () => performing.start(order as unknown as PerformanceOrder),
    performing,
  };
}

it('sends the bridge to where the sidecar performs', async () => {
  const { bridge, start } = stage();
  await start();
  expect(bridge.startPerformance.mock.calls).toEqual([
    [
      expect.objectContaining({
        seed: 7,
        leads: 'bridge',
        source: expect.objectContaining({ job: 1 }) as unknown,
      }),
      expect.any(AbortSignal) as unknown,
    ],
  ]);
});

it('goes on with another sidecar and the same seed when one was lost', async () => {
  const { jobs, sidecar, bridge, onLost, start } = stage();
  await start();
  jobs[0]!.fail(fault('sidecar-ended'));
  await vi.waitFor(() => {
    expect(bridge.attachPerformance).toHaveBeenCalledTimes(1);
  });
  expect(bridge.attachPerformance.mock.calls).toEqual([
    [{ source: { path: '/pipe', token: '0'.repeat(64), job: 2 } }],
  ]);
  expect(sidecar.perform.mock.calls.map(([asked]) => asked)).toEqual([
    sidecar.perform.mock.calls[0]![0],
    sidecar.perform.mock.calls[0]![0],
  ]);
  expect(onLost).not.toHaveBeenCalled();
});

it('says so once where no sidecar can go on, and ends the notes', async () => {
  const { jobs, sidecar, bridge, onLost, start } = stage();
  await start();
  sidecar.perform.mockImplementationOnce(() => Promise.reject(fault('restart-budget-spent')));
  jobs[0]!.fail(fault('sidecar-ended'));
  await vi.waitFor(() => {
    expect(onLost).toHaveBeenCalledTimes(1);
  });
  expect((onLost.mock.calls[0]![0] as LeitmotifError).code).toBe('restart-budget-spent');
  expect(bridge.stopPerformance).toHaveBeenCalledTimes(1);
});

it('ends the job of the sidecar where the bridge refuses', async () => {
  const { jobs, bridge, onLost, start } = stage();
  bridge.startPerformance.mockImplementationOnce(() => Promise.reject(fault('not-available')));
  await expect(start()).rejects.toMatchObject({ code: 'not-available' });
  expect(jobs[0]!.options.signal?.aborted).toBe(true);
  expect(onLost).not.toHaveBeenCalled();
});

it('stops both, and mends nothing that was stopped', async () => {
  const { jobs, sidecar, bridge, start, performing } = stage();
  await start();
  await performing.stop();
  expect(bridge.stopPerformance).toHaveBeenCalledTimes(1);
  expect(jobs[0]!.options.signal?.aborted).toBe(true);
  jobs[0]!.fail(fault('sidecar-ended'));
  await Promise.resolve();
  expect(sidecar.perform).toHaveBeenCalledTimes(1);
});
