import { describe, expect, it } from 'vitest';
import { JobRegistry } from '../../../../models/sidecar/jobRegistry.ts';
import { mostJobs } from '../../../../models/sidecar/sidecarHandlers.ts';
import type { Job } from '../../../../models/sidecar/jobRegistry.ts';

function context(): { signal: AbortSignal; progress: () => void; abort: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    progress: () => undefined,
    abort: () => {
      controller.abort();
    },
  };
}

/** Work that lasts until it is cancelled. */
function untilCancelled({ signal }: Job): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve('cancelled');
    });
  });
}

describe('a job registry', () => {
  it('knows a job while it lasts, and its number is free afterwards', async () => {
    const registry = new JobRegistry();
    const first = registry.do(1, context(), untilCancelled);
    expect(registry.count).toBe(1);
    const taken = registry.do(1, context(), untilCancelled);
    await expect(taken).rejects.toMatchObject({ code: 'request-invalid', subject: '1' });
    expect(await registry.cancel(1, false)).toBe(true);
    expect(await first).toBe('cancelled');
    expect(registry.count).toBe(0);
    expect(await registry.cancel(1, false)).toBe(false);
    expect(await registry.do(1, context(), () => Promise.resolve('again'))).toBe('again');
  });

  it('forgets a job that failed', async () => {
    const registry = new JobRegistry();
    await expect(registry.do(1, context(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(registry.count).toBe(0);
  });

  it('cancels by the request as by the number', async () => {
    const registry = new JobRegistry();
    const asked = context();
    const job = registry.do(1, asked, untilCancelled);
    asked.abort();
    expect(await job).toBe('cancelled');
  });

  it('is full at its most, and empty after all were cancelled', async () => {
    const registry = new JobRegistry();
    const jobs = Array.from({ length: mostJobs }, (_, i) => registry.do(i + 1, context(), untilCancelled));
    const more = registry.do(mostJobs + 1, context(), untilCancelled);
    await expect(more).rejects.toMatchObject({ code: 'queue-full' });
    registry.cancelAll();
    await Promise.all(jobs);
    expect(registry.count).toBe(0);
  });
});
