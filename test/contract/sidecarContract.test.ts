import { CancellationTokenSource } from 'vscode-jsonrpc';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import * as protocol from '../../bridge/protocol/sidecar.ts';
import { connectInMemory, handlers, openInMemory, someCue } from './inMemory.ts';

const brief = { job: 1, cue: someCue, folder: '/' };

/** The fault that a request ends with. */
async function faultOf(request: Promise<unknown>): Promise<{ number: number; data: protocol.SidecarFault }> {
  const error = (await request.then(
    () => new Error('It did not fail'),
    (reason: unknown) => reason,
  )) as { code: number; data: protocol.SidecarFault };
  return { number: error.code, data: error.data };
}

describe('opening the conversation', () => {
  it('refuses another version of the protocol, and says what to do', async () => {
    const { client, close } = connectInMemory(handlers());
    const asked = { protocolVersion: 99, client: { name: 'old', version: '0' } };
    const { data } = await faultOf(client.sendRequest(protocol.initializeRequest, asked));
    expect(data.code).toBe('protocol-mismatch');
    expect(data.next).toContain('same release');
    expect((await faultOf(client.sendRequest(protocol.briefRequest, brief))).data.code).toBe(
      'not-initialized',
    );
    close();
  });

  it('answers ping at any time, and all else only after initialize', async () => {
    const { client, close } = connectInMemory(handlers());
    expect(await client.sendRequest(protocol.pingRequest)).toMatchObject({ jobs: 0 });
    const { number, data } = await faultOf(client.sendRequest(protocol.packsListRequest));
    expect(number).toBe(-32002);
    expect(data.code).toBe('not-initialized');
    close();
  });

  it('tells version, stream and what is not available', async () => {
    const { client, close } = connectInMemory(handlers());
    const answer = await client.sendRequest(protocol.initializeRequest, {
      protocolVersion: protocol.sidecarProtocolVersion,
      client: { name: 'test', version: '1' },
    });
    expect(answer).toMatchObject({ pid: process.pid, stream: { path: '/nowhere' } });
    expect(answer.capabilities.unavailable).toEqual(['packs/install', 'packs/remove', 'doctor']);
    close();
  });
});

describe('requests', () => {
  it('carry errors of the catalogue with all their parts and nothing of their cause', async () => {
    const error = new LeitmotifError('file-missing', {
      what: 'a',
      subject: 'b',
      next: 'c',
      cause: new Error('d'),
    });
    const { client, close } = await openInMemory(handlers({ brief: () => Promise.reject(error) }));
    const { number, data } = await faultOf(client.sendRequest(protocol.briefRequest, brief));
    expect(number).toBe(protocol.faultNumbers.failed);
    expect(data).toEqual({ code: 'file-missing', what: 'a', subject: 'b', next: 'c' });
    close();
  });

  it('refuse wrong parameters by name', async () => {
    const { client, close } = await openInMemory(handlers());
    const { number, data } = await faultOf(client.sendRequest(protocol.briefRequest, { ...brief, job: -1 }));
    expect(number).toBe(protocol.faultNumbers.invalid);
    expect(data).toMatchObject({ code: 'request-invalid', subject: 'job' });
    close();
  });

  it('say what this build cannot do', async () => {
    const { client, close } = await openInMemory(handlers());
    for (const method of ['packs/install', 'packs/remove', 'doctor']) {
      const { data } = await faultOf(client.sendRequest(method, { job: 1, id: 'clip' }));
      expect(data).toMatchObject({ code: 'not-available', subject: method });
    }
    close();
  });

  it('are cancelled by the standard notification', async () => {
    const waiting = handlers({
      brief: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new DOMException('Aborted', 'AbortError'));
          });
        }),
    });
    const { client, close } = await openInMemory(waiting);
    const source = new CancellationTokenSource();
    const asked = faultOf(client.sendRequest(protocol.briefRequest, brief, source.token));
    await new Promise((resolve) => setTimeout(resolve, 10));
    source.cancel();
    const { number, data } = await asked;
    expect(number).toBe(protocol.faultNumbers.cancelled);
    expect(data.code).toBe('cancelled');
    close();
  });

  it('report progress at most ten times a second, with the number of their job', async () => {
    const busy = handlers({
      brief: async (_, { progress }) => {
        for (let step = 0; step <= 500; step++) {
          progress({ stage: 'read', step, of: 500 });
          if (step % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new LeitmotifError('file-missing', { what: 'a', subject: 'b', next: 'c' });
      },
    });
    const { client, close } = await openInMemory(busy);
    const times: number[] = [];
    client.onNotification(protocol.progressNotification, ({ job }) => {
      expect(job).toBe(7);
      times.push(performance.now());
    });
    const start = performance.now();
    await faultOf(client.sendRequest(protocol.briefRequest, { ...brief, job: 7 }));
    const seconds = (performance.now() - start) / 1000;
    expect(times.length).toBeGreaterThan(2);
    expect(times.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1);
    close();
  });

  it('end with the conversation: after shutdown only exit is heard', async () => {
    const exits: boolean[] = [];
    const given = handlers({}, { exit: (isOrderly) => exits.push(isOrderly) });
    const { client, close } = await openInMemory(given);
    expect(await client.sendRequest(protocol.shutdownRequest)).toBeNull();
    expect((await faultOf(client.sendRequest(protocol.briefRequest, brief))).data.code).toBe('cancelled');
    await client.sendNotification(protocol.exitNotification);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(exits).toEqual([true]);
    close();
  });
});
