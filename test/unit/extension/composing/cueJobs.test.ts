import { describe, expect, it, vi } from 'vitest';
import { cancelled, LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { CueJobs } from '../../../../extension/composing/cueJobs.ts';
import type { JobView } from '../../../../bridge/protocol/panels/cuePanel.ts';
import type { Work } from '../../../../extension/composing/cueJobs.ts';

function open() {
  let status: 'off' | 'starting' | 'ready' = 'ready';
  const listener = {
    changed: vi.fn(),
    progressed: vi.fn<(view: JobView) => void>(),
    status: () => status,
  };
  return {
    jobs: new CueJobs(listener),
    listener,
    setStatus: (to: typeof status) => {
      status = to;
    },
  };
}

/** Work that ends only when it is cancelled. */
const endless = ({ signal }: Work): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => {
      reject(cancelled());
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
const failure = new LeitmotifError('disk-full', { what: 'Full', subject: '/', next: 'Make room' });
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('CueJobs', () => {
  it('shows a job while it runs, and its progress', async () => {
    const { jobs, listener } = open();
    const result = await jobs.run('compose', ({ onProgress }: Work) => {
      expect(jobs.view).toEqual({ kind: 'compose', isStarting: false });
      onProgress({ stage: 'render', step: 1, of: 2 });
      return Promise.resolve(7);
    });
    expect(result).toBe(7);
    expect(listener.progressed).toHaveBeenCalledWith({
      kind: 'compose',
      isStarting: false,
      progress: { stage: 'render', step: 1, of: 2 },
    });
    expect(jobs.view).toBeUndefined();
  });

  it('ends the view, and tells why, whichever way a job fails', async () => {
    for (const thrown of [failure, new Error('broken'), 'a string']) {
      const { jobs, listener } = open();
      await expect(jobs.run('brief', () => Promise.reject(thrown as Error))).rejects.toBeInstanceOf(
        LeitmotifError,
      );
      expect(jobs.view).toBeUndefined();
      expect(jobs.lastFault?.code).toBe(thrown === failure ? 'disk-full' : 'internal');
      expect(listener.changed).toHaveBeenCalled();
    }
  });

  it('is no fault when it was cancelled', async () => {
    const { jobs } = open();
    const job = jobs.run('compose', endless);
    jobs.cancel();
    await expect(job).rejects.toEqual(code('cancelled'));
    expect(jobs.view).toBeUndefined();
    expect(jobs.lastFault).toBeUndefined();
  });

  it('hears the signal of who asked', async () => {
    const { jobs } = open();
    const stop = new AbortController();
    const job = jobs.run('compose', endless, stop.signal);
    stop.abort();
    await expect(job).rejects.toEqual(code('cancelled'));
    await expect(jobs.run('brief', endless, stop.signal)).rejects.toEqual(code('cancelled'));
  });

  it('gives a draft up for the next one, whose view stays', async () => {
    const { jobs } = open();
    const first = jobs.run('draft', endless);
    const second = jobs.run('draft', endless);
    await expect(first).rejects.toEqual(code('cancelled'));
    expect(jobs.view?.kind).toBe('draft');
    jobs.cancelDraft();
    await expect(second).rejects.toEqual(code('cancelled'));
    expect(jobs.view).toBeUndefined();
  });

  it('refuses all else while files are made', async () => {
    const { jobs } = open();
    const compose = jobs.run('compose', endless);
    await expect(jobs.run('draft', endless)).rejects.toEqual(code('not-available'));
    await expect(jobs.run('remake', endless)).rejects.toEqual(code('not-available'));
    jobs.cancelDraft();
    expect(jobs.view?.kind).toBe('compose');
    jobs.cancel();
    await expect(compose).rejects.toEqual(code('cancelled'));
  });

  it('says that the sidecar is starting until it is not', async () => {
    const { jobs, listener, setStatus } = open();
    setStatus('off');
    const job = jobs.run('brief', endless);
    expect(jobs.view?.isStarting).toBe(true);
    setStatus('ready');
    jobs.noteStatus();
    expect(jobs.view?.isStarting).toBe(false);
    expect(listener.progressed).toHaveBeenCalledTimes(1);
    jobs.cancel();
    await expect(job).rejects.toEqual(code('cancelled'));
  });

  it('forgets a fault when something else begins, or when told to', async () => {
    const { jobs } = open();
    await expect(jobs.run('brief', () => Promise.reject(failure))).rejects.toEqual(code('disk-full'));
    jobs.dismissFault();
    expect(jobs.lastFault).toBeUndefined();
    jobs.showFault(failure);
    await jobs.run('brief', () => Promise.resolve());
    expect(jobs.lastFault).toBeUndefined();
  });
});
