/** Each pipe is starved, stopped up or stands still, and what was promised of it holds. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { sidecarProtocolVersion } from '../../../bridge/protocol/sidecar.ts';
import { Conversation, longCue, longStoryCue, shortCue } from './conversations.ts';
import { captionCue, listen, spawnSidecar, startSidecar, until } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';
import type { RunningSidecar } from './sidecarProcess.ts';

const out = temporaryOut();
let sidecar: RunningSidecar;
let ask: Conversation;

beforeEach(async () => {
  sidecar = await startSidecar({ args: ['--hung-seconds', '4'] });
  ask = new Conversation(sidecar, out.path);
});

afterEach(async () => {
  sidecar.process.kill('SIGKILL');
  await sidecar.exited;
});

afterAll(out.remove);

function framed(message: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
}

it('input that stops within a message keeps no job waiting, and goes on where it stopped', async () => {
  const reading = ask.brief(longStoryCue(20_000));
  await until(() => sidecar.progress.some(({ job }) => job === ask.job));
  const message = framed({ method: 'nothing', params: {} });
  sidecar.process.stdin!.write(message.slice(0, 30));
  expect((await reading).packs).toHaveLength(1);
  sidecar.process.stdin!.write(message.slice(30));
  expect(await ask.ping()).toMatchObject({ jobs: 0 });
});

it(
  'answers that nobody reads stop the reading of requests, and all come when they are read',
  { timeout: 90_000 },
  async () => {
    const stopped = spawnSidecar();
    stopped.stdin!.on('error', () => undefined);
    const asked = { protocolVersion: sidecarProtocolVersion, client: { name: 'x', version: '' } };
    stopped.stdin!.write(framed({ id: 0, method: 'initialize', params: asked }));
    // What is refused is named in the answer, so that the answers are as long as the requests: 80 MB.
    const count = 20_000;
    const method = 'x'.repeat(4000);
    for (let id = 1; id <= count; id++) stopped.stdin!.write(framed({ id, method }));
    // Nothing more goes in: the reading has stopped.
    let waiting = Number.NaN;
    await until(() => {
      const isStill = stopped.stdin!.writableLength === waiting;
      waiting = stopped.stdin!.writableLength;
      return isStill;
    });
    expect(waiting).toBeGreaterThan(20e6);
    let answers = 0;
    stopped.stdout!.on('data', (bytes: Buffer) => {
      answers += bytes.toString('latin1').split('Unhandled method').length - 1;
    });
    await until(() => answers >= count - 200);
    // A word that a piece ends in is not counted.
    expect(answers).toBeLessThanOrEqual(count);
    stopped.kill('SIGKILL');
  },
);

it(
  'a listener that reads nothing gets only the beginning, and costs nothing',
  { timeout: 90_000 },
  async () => {
    const client = await listen(sidecar.initialized.stream);
    client.socket.pause();
    const { takes, streams } = await ask.compose(captionCue('slow strings in D minor, 72 BPM, 150 seconds'));
    expect(streams[0]!.reason).toBe('overrun');
    expect(takes[0]!.recipe.measured.failures).toEqual([]);
    expect(await ask.ping()).toMatchObject({ jobs: 0 });
    client.socket.resume();
    await until(() => client.frames.some(({ type }) => type === 'end'));
    const frames = client.frames.filter(({ job }) => job === ask.job);
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, i) => i));
  },
);

it.skipIf(process.platform === 'win32')(
  'a sidecar that was stopped goes on, and takes no child of its for hung',
  { timeout: 90_000 },
  async () => {
    const composing = ask.compose(longCue);
    await until(() => sidecar.progress.some(({ stage }) => stage === 'render'));
    sidecar.process.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 6000));
    sidecar.process.kill('SIGCONT');
    expect((await composing).takes).toHaveLength(1);
    expect((await ask.brief(shortCue)).packs).toHaveLength(1);
    expect(sidecar.reports.map(({ state }) => state)).not.toContain('hung');
  },
);
