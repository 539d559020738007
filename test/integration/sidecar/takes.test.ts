import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as protocol from '../../../bridge/protocol/sidecar.ts';
import { decodeAudio, decodeJson, decodeNotes } from '../../../bridge/protocol/streamPayload.ts';
import { decibelsToGain } from '../../../bridge/protocol/units.ts';
import { readWav } from '../../../models/audio/readWav.ts';
import { codeOf, Conversation, shortCue } from './conversations.ts';
import { captionCue, listen, spawnSidecar, startSidecar } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';
import type { StreamBegin, StreamFrame } from '../../../bridge/protocol/streamFrame.ts';
import type { PipeClient, RunningSidecar } from './sidecarProcess.ts';

const softCue = captionCue('slow strings in D minor, 72 BPM, 6 seconds, very soft');
const pianoCue = captionCue('piano in C major, 100 BPM, 10 seconds');
const out = temporaryOut();
let sidecar: RunningSidecar;
let client: PipeClient;
let ask: Conversation;

beforeAll(async () => {
  sidecar = await startSidecar();
  client = await listen(sidecar.initialized.stream);
  ask = new Conversation(sidecar, out.path);
});

afterAll(async () => {
  await sidecar.stop();
  out.remove();
});

function framesOf(job: number): StreamFrame[] {
  return client.frames.filter((frame) => frame.job === job);
}

/** The sound of a job, checked to be without gaps. */
function soundOf(job: number, from = 0): Float32Array {
  const audio = framesOf(job).filter(({ type }) => type === 'audio');
  const left: number[] = [];
  for (const { time, payload } of audio) {
    expect(time).toBe(from + left.length);
    left.push(...decodeAudio(payload).left);
  }
  return Float32Array.from(left);
}

describe('a sidecar at work', { timeout: 60_000 }, () => {
  it('refuses a client of another version', async () => {
    const other = await startSidecar();
    const asked = { protocolVersion: 99, client: { name: 'old', version: '0' } };
    expect(await codeOf(other.connection.sendRequest(protocol.initializeRequest, asked))).toBe(
      'protocol-mismatch',
    );
    await other.stop();
    expect(await other.exited).toBe(0);
  });

  it('reads a cue and reports where it is', async () => {
    const { brief, packs } = await ask.brief(shortCue);
    expect(brief.attributes.tempo.value).toBe(80);
    expect(packs.map(({ id }) => id)).toEqual(['all-minilm-l6-v2']);
    const stages = new Set(sidecar.progress.filter(({ job }) => job === ask.job).map(({ stage }) => stage));
    expect([...stages]).toContain('perceive');
  });

  it('makes a take and lets it be heard meanwhile: the same samples as the file, at another gain', async () => {
    const { takes, streams } = await ask.compose(softCue, { stems: true });
    const [take] = takes;
    const [stream] = streams;
    expect(take!.recipe.measured.failures).toEqual([]);
    expect(stream!.reason).toBe('complete');
    const frames = framesOf(ask.job);
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, i) => i));
    expect([frames[0]!.type, frames.at(-1)!.type]).toEqual(['begin', 'end']);
    const begin = decodeJson(frames[0]!.payload) as StreamBegin;
    const heard = soundOf(ask.job);
    const wav = readWav(join(take!.folder, 'mix.wav'));
    expect(heard.length).toBe(begin.frames);
    expect(heard.length).toBe(wav.channels[0]!.length);
    const ratio = decibelsToGain(stream!.gain! - stream!.predictedGain);
    const furthest = heard.reduce(
      (most, x, i) => Math.max(most, Math.abs(x * ratio - wav.channels[0]![i]!)),
      0,
    );
    // Slow strings stay below the limiter and the bend: the two differ by the rounding to 24 bits alone.
    expect(furthest).toBeLessThan(1e-5);
    const notes = frames
      .filter(({ type }) => type === 'notes')
      .flatMap(({ payload }) => decodeNotes(payload));
    expect(notes.length).toBe(take!.recipe.measured.notes);
  });

  it('makes the same files whether somebody listens or not, and again from the recipe', async () => {
    const [heard] = (await ask.compose(shortCue)).takes;
    const [silent] = (await ask.compose(shortCue, { stream: false })).takes;
    expect(framesOf(ask.job)).toEqual([]);
    const mix = (folder: string): Buffer => readFileSync(join(folder, 'mix.wav'));
    expect(mix(heard!.folder).equals(mix(silent!.folder))).toBe(true);
    const again = await ask.remake(heard!.folder);
    expect([again.sameMix, again.sameScore]).toEqual([true, true]);
  });

  it('plays a preview and leaves nothing', async () => {
    const before = out.entries();
    const { seconds, stream } = await ask.preview(shortCue, 2);
    expect([seconds, stream.reason]).toEqual([2, 'complete']);
    const heard = soundOf(ask.job);
    expect(heard.length).toBe(88_200);
    expect(heard.some((x) => Math.abs(x) > 0.01)).toBe(true);
    expect(out.entries()).toEqual(before);
  });

  it('plays from any moment on, in the places of the whole', async () => {
    await ask.preview(pianoCue, 60);
    const whole = soundOf(ask.job);
    const { seconds } = await ask.preview(pianoCue, 60, 3);
    const frames = framesOf(ask.job);
    const begin = decodeJson(frames.find(({ type }) => type === 'begin')!.payload) as StreamBegin;
    expect([seconds, begin.frames]).toEqual([7, 10 * 44_100]);
    // What rang over from before is struck anew, so that levels agree and samples do not.
    const level = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0));
    const ratio = level(soundOf(ask.job, 3 * 44_100).slice(44_100)) / level(whole.slice(4 * 44_100));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it('tells mistakes in words of the catalogue', async () => {
    const missing = {
      ...shortCue,
      conditions: [{ kind: 'image', id: 'i', path: '/no/such.jpg', weight: 1 }],
    };
    expect(await codeOf(ask.brief(missing as typeof shortCue))).toBe('file-missing');
    expect(await codeOf(ask.compose(shortCue, { out: '/proc/nowhere' }))).toBe('output-unwritable');
    expect(await codeOf(ask.remake('/no/such'))).toBe('file-missing');
  });

  it('runs packs on the provider that was asked for, and says so', async () => {
    const { provider, refused } = await ask.brief(shortCue);
    expect([provider, refused]).toEqual(['cpu', undefined]);
    // No machine has both of these.
    const absent = process.platform === 'darwin' ? 'dml' : 'coreml';
    const { takes, refused: named } = await ask.compose(shortCue, { provider: absent });
    expect(takes[0]!.recipe.device.provider).toBe('cpu');
    expect(named?.map((one) => one.provider)).toEqual([absent]);
  });

  it.skipIf(process.platform === 'win32')('keeps its pipe to its owner, and removes it', async () => {
    const other = await startSidecar();
    const { path } = other.initialized.stream;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    await other.stop();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('does nothing on its output but speak the protocol', async () => {
    const child = spawnSidecar();
    let text = '';
    child.stdout!.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.stdin!.end();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(text).toBe('');
  });
});
