import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeviceFile } from '../../bridge/midi/deviceFile.ts';
import { programChanges } from '../../bridge/midi/channelLayout.ts';
import { NoteTracker } from '../../bridge/midi/noteTracker.ts';
import { eventually } from '../integration/bridge/listenClient.ts';
import { FluidSynth } from './fluidSynth.ts';
import { describeWithPeer } from './peers.ts';

let synth: FluidSynth;
let tracker: NoteTracker;

/** Waits until the synthesizer parsed a last event, and gives those since it was ready. */
async function parsedUntil(last: string): Promise<string[]> {
  await eventually(() => synth.events.includes(last), last, 20_000);
  return synth.events.filter((event) => !/^prog \d+ 0$/.test(event));
}

describeWithPeer('fluidsynth', 'FluidSynth reads from our bytes', () => {
  // It reads 30 MB of samples first, on a machine that has other work.
  vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

  beforeEach(async () => {
    synth = await FluidSynth.start();
    tracker = new NoteTracker(DeviceFile.open(synth.fifo));
  });

  afterEach(async () => {
    await tracker.close();
    await synth.close();
  });

  it('notes, running status, bends, programs and controllers, with SysEx and clock between them', async () => {
    for (const message of programChanges([
      { role: 'lead', program: 68 },
      { role: 'bass', program: 32 },
    ]))
      tracker.send(message);
    const note = { channel: 0, midiVelocity: 100 } as const;
    tracker.send({ type: 'noteOn', ...note, pitch: 60 });
    tracker.send({ type: 'clock' });
    tracker.send({ type: 'noteOn', ...note, pitch: 64 });
    tracker.send({ type: 'sysEx', data: Uint8Array.of(0x7d, 1, 2, 3) });
    tracker.send({ type: 'bend', channel: 0, value: 4096 });
    tracker.send({ type: 'controller', channel: 4, controller: 11, value: 77 });
    await eventually(() => synth.events.includes('cc 4 11 77'), 'the controller', 20_000);
    // It lengthens notes that are shorter than 10 ms, and tells of no end then.
    await new Promise((resolve) => setTimeout(resolve, 100));
    tracker.send({ type: 'noteOff', ...note, pitch: 60 });
    tracker.send({ type: 'noteOff', ...note, pitch: 64 });
    expect(await parsedUntil('noteoff 0 64')).toEqual([
      'prog 0 68',
      'prog 4 32',
      'noteon 0 60 100',
      'noteon 0 64 100',
      'pitchb 0 12288',
      'cc 4 11 77',
      'noteoff 0 60',
      'noteoff 0 64',
    ]);
  });

  it('the end of every note, of 500 at random', async () => {
    // An organ sounds until it is told to stop.
    for (let channel = 0; channel < 9; channel++) tracker.send({ type: 'program', channel, program: 19 });
    for (let i = 0; i < 500; i++) {
      const [channel, pitch] = [(i * 7) % 9, 40 + ((i * 31) % 40)];
      if (i % 3 === 2) tracker.send({ type: 'noteOff', channel, pitch, midiVelocity: 64 });
      else tracker.send({ type: 'noteOn', channel, pitch, midiVelocity: 1 + (i % 127) });
      // The FIFO holds 64 KiB: no hurry is needed, but turns are.
      if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(tracker.sounding).toBeGreaterThan(50);
    tracker.panic();
    tracker.send({ type: 'controller', channel: 15, controller: 3, value: 1 });
    await parsedUntil('cc 15 3 1');
    expect(synth.sounding.size).toBe(0);
  });

  it.each(['crash', 'exit'])('the end of all notes after the %s of a player', async (way) => {
    const folder = await mkdtemp(join(tmpdir(), 'player-'));
    const outfile = join(folder, 'player.mjs');
    const entry = fileURLToPath(new URL('crashingPlayer.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' });
    const child = spawn(process.execPath, [outfile, synth.fifo, way], { stdio: 'ignore' });
    await eventually(() => synth.sounding.size === 3, 'three notes', 20_000);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(way === 'exit' ? 3 : 1);
    await eventually(() => synth.sounding.size === 0, 'the end of three notes', 20_000);
    await eventually(() => synth.events.includes('cc 2 120 0'), 'silence on the channel');
    await rm(folder, { recursive: true });
  });
});
