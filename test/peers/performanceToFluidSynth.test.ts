/** A real performance: the sidecar composes, the built bridge plays, FluidSynth parses. Notes arrive, and all of them end, whatever happens. */
import { closeSync, openSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { briefRequest, performRequest } from '../../bridge/protocol/sidecar.ts';
import { startBridge } from '../integration/bridge/bridgeProcess.ts';
import { eventually } from '../integration/bridge/listenClient.ts';
import { captionCue, startSidecar } from '../integration/sidecar/sidecarProcess.ts';
import { FluidSynth } from './fluidSynth.ts';
import { describeWithPeer } from './peers.ts';
import type { BriefResult } from '../../bridge/protocol/sidecar.ts';
import type { RunningBridge } from '../integration/bridge/bridgeProcess.ts';
import type { RunningSidecar } from '../integration/sidecar/sidecarProcess.ts';

const cue = captionCue('driving strings in D minor, 120 BPM, 60 seconds');
const seed = 5;

describeWithPeer('fluidsynth', 'FluidSynth plays a performance', () => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 });
  let synth: FluidSynth;
  let sidecar: RunningSidecar;
  let bridge: RunningBridge;
  let brief: BriefResult;
  let job = 10;
  let stopComposing = new CancellationTokenSource();
  let composing: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    sidecar = await startSidecar();
    brief = await sidecar.connection.sendRequest(briefRequest, { job: 1, cue, folder: '/' });
  });

  afterAll(async () => {
    await sidecar.stop();
  });

  beforeEach(async () => {
    [synth, bridge] = [await FluidSynth.start(), await startBridge()];
    await openMidi();
  });

  afterEach(async () => {
    bridge.process.kill('SIGKILL');
    // Who composes goes on when who plays is lost, for another one that may come.
    stopComposing.cancel();
    await composing;
    await synth.close();
  });

  async function openMidi(): Promise<void> {
    const asked = { to: 'device', path: synth.fifo } as const;
    expect(await bridge.connection.sendRequest(protocol.openMidiRequest, asked)).toMatchObject({
      kind: 'port',
      name: synth.fifo,
    });
  }

  /** Plays until some notes sound. */
  async function perform(): Promise<void> {
    job += 1;
    const { inputs, packs, provider } = brief;
    const prepared = { brief: brief.brief, inputs, packs, provider };
    const { connection, initialized } = sidecar;
    stopComposing = new CancellationTokenSource();
    composing = connection
      .sendRequest(performRequest, { job, cue, folder: '/', seed, prepared }, stopComposing.token)
      .catch(() => undefined);
    const source = { ...initialized.stream, job };
    const asked = { cue, folder: '/', seed, source };
    await bridge.connection.sendRequest(protocol.startPerformanceRequest, asked);
    await eventually(() => noteOns().length > 20 && synth.sounding.size > 1, 'a performance', 60_000);
  }

  const noteOns = (): string[] => synth.events.filter((event) => event.startsWith('noteon'));

  it('with its programs, on its channels, and each note once; all end on stop', async () => {
    await perform();
    const { events } = synth;
    // The strings of the brief, before their notes.
    const programs = events
      .filter((event) => event.startsWith('prog'))
      .filter((event) => !event.endsWith(' 0'));
    expect(programs.length).toBeGreaterThan(1);
    const channels = new Set(noteOns().map((event) => event.split(' ')[1]));
    for (const channel of channels) expect(['0', '1', '2', '3', '4', '5', '9']).toContain(channel);
    expect(doubled(events)).toEqual([]);
    await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
    await eventually(() => synth.sounding.size === 0, 'the end of all notes', 20_000);
    const after = noteOns().length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(noteOns()).toHaveLength(after);
  });

  it.each([
    ['disconnect', () => bridge.connection.sendRequest(protocol.closeMidiRequest)],
    ['panic', () => bridge.connection.sendRequest(protocol.panicRequest)],
    [
      'the stop of the transport',
      () => bridge.connection.sendRequest(protocol.transportRequest, { action: 'stop' }),
    ],
    ['garbage on its input', () => Promise.resolve(bridge.process.stdin!.write('garbage\r\n\r\n'))],
    ['a signal', () => Promise.resolve(bridge.process.kill('SIGTERM'))],
  ])('and all of its notes end at %s', async (way, end) => {
    await perform();
    await end();
    if (way === 'panic') await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
    await eventually(() => synth.sounding.size === 0, 'the end of all notes', 20_000);
    expect(noteOns().length).toBeGreaterThan(20);
  });

  it('and what a killed bridge left is ended by the next one', async () => {
    // A driver outlives who writes to it; a FIFO ends for its reader.
    const held = openSync(synth.fifo, 'r+');
    await perform();
    bridge.process.kill('SIGKILL');
    await bridge.exited;
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Strings do not fade: they would sound for ever.
    expect(synth.sounding.size).toBeGreaterThan(0);
    bridge = await startBridge();
    await openMidi();
    await eventually(() => synth.sounding.size === 0, 'the end of all notes', 20_000);
    closeSync(held);
  });
});

/** Notes that were begun while they sounded. */
function doubled(events: readonly string[]): string[] {
  const sounding = new Set<string>();
  return events.filter((event) => {
    const [name, channel, pitch] = event.split(' ');
    const note = `${channel} ${pitch}`;
    const isTwice = name === 'noteon' && sounding.has(note);
    if (name === 'noteon') sounding.add(note);
    else if (name === 'noteoff') sounding.delete(note);
    return isTwice;
  });
}
