/** Packs and the doctor over the protocol: what must be sent, what is refused, and what reaches those behind. */
import { describe, expect, it } from 'vitest';
import { cancelled } from '../../bridge/protocol/errors.ts';
import * as protocol from '../../bridge/protocol/sidecar.ts';
import { Helper } from '../../models/sidecar/helper.ts';
import { JobRegistry } from '../../models/sidecar/jobRegistry.ts';
import { UpkeepDesk } from '../../models/sidecar/upkeepDesk.ts';
import { handlers, openInMemory, someCue } from './inMemory.ts';
import type { HelperOptions } from '../../models/sidecar/helper.ts';
import type { StartLink } from '../../models/sidecar/helperLink.ts';
import type { UpkeepTask } from '../../models/sidecar/tasks.ts';
import type { InMemory } from './inMemory.ts';

const patience: HelperOptions = { hungAfter: 60_000, idleAfter: 60_000, cancelGrace: 400 };

interface Served extends InMemory {
  /** What the helpers were asked. */
  tasks: UpkeepTask[];
  changes: () => number;
  end: () => Promise<void>;
}

/** A server over the real desk, whose helpers answer at once with `result` after one report. */
async function serve(result: unknown): Promise<Served> {
  const tasks: UpkeepTask[] = [];
  const start: StartLink = (events) => ({
    pid: 1,
    askThread: () => undefined,
    send: (order) => {
      if (order.kind !== 'run') return;
      tasks.push(order.task as UpkeepTask);
      const { id } = order;
      const report = { stage: 'download', step: 5, of: 10, detail: 'a.onnx' };
      events.reply({ kind: 'event', id, event: { kind: 'progress', report } });
      events.reply({ kind: 'done', id, result });
    },
    kill: () => {
      events.gone();
      return Promise.resolve();
    },
  });
  const [install, upkeep] = [new Helper('install', start, patience), new Helper('upkeep', start, patience)];
  let changes = 0;
  const desk = new UpkeepDesk({
    registry: new JobRegistry(),
    install,
    upkeep,
    places: { bundled: '/bundled', manifests: '/manifests' },
    examined: { soundFont: '/font', knowledge: '/knowledge' },
    onChange: () => changes++,
  });
  const both = await openInMemory(handlers({}, { packs: desk, doctor: desk.doctor }));
  const end = async (): Promise<void> => {
    both.close();
    await Promise.all([install.kill(), upkeep.kill()]);
  };
  return { ...both, tasks, changes: () => changes, end };
}

async function faultOf(request: Promise<unknown>): Promise<protocol.SidecarFault | undefined> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason as { data: protocol.SidecarFault },
  );
  return error?.data;
}

const installed = { id: 'clip', folder: '/packs/clip', bytes: 10, isNew: true, received: 10 };

describe('installing over the protocol', () => {
  it.each([
    ['nothing about consent', {}],
    ['a refusal', { consent: false, bytes: 10 }],
    ['a consent to no size', { consent: true }],
  ])('with %s starts nothing', async (_, said) => {
    const served = await serve(installed);
    const request = served.client.sendRequest(protocol.packsInstallRequest, { job: 1, id: 'clip', ...said });
    expect((await faultOf(request))?.code).toBe('consent-missing');
    expect(served.tasks).toEqual([]);
    await served.end();
  });

  it('takes only true for consent, and a number for the job', async () => {
    const served = await serve(installed);
    const asked = { job: 1, id: 'clip', bytes: 10, consent: 'yes' };
    const wrong = await faultOf(served.client.sendRequest('packs/install', asked));
    expect(wrong).toMatchObject({ code: 'request-invalid', subject: 'consent' });
    const without = await faultOf(
      served.client.sendRequest('packs/install', { id: 'clip', bytes: 10, consent: true }),
    );
    expect(without).toMatchObject({ code: 'request-invalid', subject: 'job' });
    await served.end();
  });

  it('with consent reaches the child with the size that was shown, and reports bytes', async () => {
    const served = await serve(installed);
    const reports: protocol.JobProgress[] = [];
    served.client.onNotification(protocol.progressNotification, (report) => {
      reports.push(report);
    });
    const asked = { job: 4, id: 'clip', consent: true, bytes: 10, directory: '/elsewhere' };
    expect(await served.client.sendRequest(protocol.packsInstallRequest, asked)).toEqual(installed);
    expect(served.tasks).toMatchObject([{ kind: 'install', id: 'clip', bytes: 10, directory: '/elsewhere' }]);
    expect(reports).toEqual([{ job: 4, stage: 'download', step: 5, of: 10, detail: 'a.onnx' }]);
    expect(served.changes()).toBe(1);
    await served.end();
  });

  it('of a pack that is there changes nothing', async () => {
    const served = await serve({ ...installed, isNew: false });
    const asked = { job: 4, id: 'clip', consent: true, bytes: 10 };
    await served.client.sendRequest(protocol.packsInstallRequest, asked);
    expect(served.changes()).toBe(0);
    await served.end();
  });
});

describe('the other requests', () => {
  it('are all there', async () => {
    const served = await serve(null);
    const answer = await served.client.sendRequest(protocol.initializeRequest, {
      protocolVersion: protocol.sidecarProtocolVersion,
      client: { name: 'test', version: '1' },
    });
    expect(answer.capabilities.unavailable).toEqual([]);
    await served.end();
  });

  it('go to the child that never downloads', async () => {
    const served = await serve(null);
    await served.client.sendRequest(protocol.packsVerifyRequest, { job: 1 });
    await served.client.sendRequest(protocol.packsRemoveRequest, { job: 2, id: 'clip' });
    await served.client.sendRequest(protocol.doctorRequest, { job: 3, folder: '/takes' });
    expect(served.tasks).toMatchObject([
      { kind: 'verify' },
      { kind: 'remove', id: 'clip' },
      { kind: 'doctor', folder: '/takes', soundFont: '/font', knowledge: '/knowledge' },
    ]);
    expect(served.changes()).toBe(1);
    await served.end();
  });
});

describe('the provider', () => {
  it('is that of the job, else that of the conversation', async () => {
    const asked: (string | undefined)[] = [];
    const given = handlers({
      brief: ({ provider }) => {
        asked.push(provider);
        return Promise.reject(cancelled());
      },
    });
    const { client, close } = await openInMemory(given);
    const brief = { job: 1, cue: someCue, folder: '/' };
    await faultOf(client.sendRequest(protocol.briefRequest, brief));
    const opening = { protocolVersion: 1, client: { name: 'test', version: '1' }, provider: 'auto' } as const;
    await client.sendRequest(protocol.initializeRequest, opening);
    await faultOf(client.sendRequest(protocol.briefRequest, brief));
    await faultOf(client.sendRequest(protocol.briefRequest, { ...brief, provider: 'webgpu' }));
    expect(asked).toEqual([undefined, 'auto', 'webgpu']);
    const wrong = await faultOf(client.sendRequest('brief', { ...brief, provider: 'abacus' }));
    expect(wrong).toMatchObject({ code: 'request-invalid', subject: 'provider' });
    close();
  });
});
