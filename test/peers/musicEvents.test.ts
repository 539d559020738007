/** Chords, sections and takes as programs of others hear them: oscdump reads them, scsynth strikes them on the exact sample. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { briefRequest, performRequest } from '../../bridge/protocol/sidecar.ts';
import { timetagOf, timetagSeconds } from '../../bridge/transport/systemTime.ts';
import { openUdpPeer, startBridge } from '../integration/bridge/bridgeProcess.ts';
import { captionCue, startSidecar } from '../integration/sidecar/sidecarProcess.ts';
import { takeRate, writeSampleTake } from '../unit/bridge/daw/sampleTake.ts';
import { freeUdpPort, startProgram } from './oscPrograms.ts';
import { describeWithPeer, runPeer } from './peers.ts';
import { clickMessage, defineClick, endMessage, scoreBytes } from './scsynthScore.ts';
import type { OscMessage } from '../../bridge/osc/oscPacket.ts';
import type { RunningBridge } from '../integration/bridge/bridgeProcess.ts';
import type { ForeignProgram } from './oscPrograms.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-events-'));
  closers.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A take at 100 BPM with a chord at each of these ticks. */
function takeWithChords(ticks: readonly number[]): string {
  const { folder } = writeSampleTake(temporary());
  const path = join(folder, 'take.json');
  const outline = {
    sections: [{ tick: 0, bar: 1, label: 'Opening' }],
    chords: ticks.map((tick, i) => ({ tick, name: i % 2 === 0 ? 'Dm7' : 'G7/B', numeral: 'ii7' })),
  };
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), outline }));
  return folder;
}

async function bridgeTo(port: number): Promise<RunningBridge> {
  const bridge = await startBridge();
  closers.push(() => bridge.stop());
  const peers = [{ host: '127.0.0.1', port }];
  await bridge.connection.sendRequest(protocol.connectRequest, { port: 0, peers });
  return bridge;
}

/** Lines of oscdump: its timetag as seconds, address, types and arguments. */
function dumped(program: ForeignProgram): { seconds: number; address: string; rest: string }[] {
  return program.lines().flatMap((line) => {
    const found = /^([0-9a-f]{8})\.([0-9a-f]{8}) (\/\S+) (.*)$/.exec(line.trim());
    if (found === null) return [];
    const [, seconds = '', fraction = '', address = '', rest = ''] = found;
    const time = { seconds: Number.parseInt(seconds, 16), fraction: Number.parseInt(fraction, 16) };
    return [{ seconds: timetagSeconds(time), address, rest }];
  });
}

async function startDump(): Promise<{ dump: ForeignProgram; port: number }> {
  const port = await freeUdpPort();
  const dump = startProgram('oscdump', ['-L', String(port)]);
  closers.push(() => dump.end());
  return { dump, port };
}

describeWithPeer('oscdump', 'oscdump of liblo hears', () => {
  it('sections and chords of a take at their time, and what became of takes', async () => {
    const { dump, port } = await startDump();
    const bridge = await bridgeTo(port);
    const folder = takeWithChords([0, 480, 960]);
    await vi.waitFor(
      async () => {
        await bridge.connection.sendRequest(protocol.toldTakeRequest, { event: 'made', name: 'harbour-7' });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(dumped(dump).map(({ address }) => address)).toContain('/leitmotif/take');
      },
      { timeout: 10_000 },
    );
    await bridge.connection.sendRequest(protocol.playTakeRequest, { folder });
    const chords = (): ReturnType<typeof dumped> =>
      dumped(dump).filter(({ address }) => address === '/leitmotif/chord');
    await vi.waitFor(
      () => {
        expect(chords().map(({ rest }) => rest)).toEqual([
          'ss "Dm7" "ii7"',
          'ss "G7/B" "ii7"',
          'ss "Dm7" "ii7"',
        ]);
      },
      { timeout: 10_000 },
    );
    const [first, second, third] = chords();
    expect(second!.seconds - first!.seconds).toBeCloseTo(0.6, 5);
    expect(third!.seconds - first!.seconds).toBeCloseTo(1.2, 5);
    const rest = (address: string): string[] =>
      dumped(dump)
        .filter((line) => line.address === address)
        .map((line) => line.rest);
    expect(rest('/leitmotif/section')).toEqual(['si "Opening" 1']);
    expect(rest('/leitmotif/take')).toContain('ss "made" "harbour-7"');
  }, 60_000);

  it('sections and chords of a performance, on the beats that it hears', async () => {
    const { dump, port } = await startDump();
    const bridge = await bridgeTo(port);
    const sidecar = await startSidecar();
    closers.push(() => sidecar.stop());
    const cue = captionCue('driving strings in D minor, 150 BPM, 60 seconds');
    const { connection, initialized } = sidecar;
    const brief = await connection.sendRequest(briefRequest, { job: 1, cue, folder: '/' });
    const { inputs, packs, provider } = brief;
    const prepared = { brief: brief.brief, inputs, packs, provider };
    void connection
      .sendRequest(performRequest, { job: 2, cue, folder: '/', seed: 5, prepared })
      .catch(() => undefined);
    const source = { ...initialized.stream, job: 2 };
    const asked = { cue, folder: '/', seed: 5, source, leads: 'bridge', changes: 'bar' } as const;
    await bridge.connection.sendRequest(protocol.startPerformanceRequest, asked);
    const at = (address: string): ReturnType<typeof dumped> =>
      dumped(dump).filter((line) => line.address === `/leitmotif/${address}`);
    await vi.waitFor(
      () => {
        expect(at('chord').length).toBeGreaterThan(5);
      },
      { timeout: 40_000 },
    );
    expect(at('section')).not.toHaveLength(0);
    for (const { rest } of at('chord')) expect(rest).toMatch(/^ss "[A-G][#b]?[^"]*" "[#b]?[IViv]+[^"]*"$/);
    // Chords are told earlier than beats: the last ones have none yet.
    const beats = at('position').map(({ seconds }) => seconds);
    const heard = at('chord').filter(({ seconds }) => seconds < beats.at(-1)!);
    expect(heard.length).toBeGreaterThan(3);
    for (const { seconds } of heard) {
      const distance = Math.min(...beats.map((beat) => Math.abs(beat - seconds)));
      // One frame of the clock is 0.02 ms; its drift correction moves by less than a millisecond.
      expect(distance).toBeLessThan(0.001);
    }
    await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
  }, 90_000);
});

describeWithPeer('scsynth', "SuperCollider's server strikes the chords of a take", () => {
  it('on the exact sample', async () => {
    const ticks = [0, 240, 480, 720, 960, 1040, 1120, 1200, 1440];
    const peer = await openUdpPeer();
    closers.push(() => peer.close());
    const bridge = await bridgeTo(peer.port);
    await bridge.connection.sendRequest(protocol.playTakeRequest, { folder: takeWithChords(ticks) });
    const times = (): number[] =>
      peer.heard.flatMap(({ packet }) =>
        'elements' in packet &&
        (packet.elements as OscMessage[]).some(({ address }) => address === '/leitmotif/chord')
          ? [timetagSeconds(packet.timetag)]
          : [],
      );
    await vi.waitFor(
      () => {
        expect(times()).toHaveLength(ticks.length);
      },
      { timeout: 10_000 },
    );
    // A quarter of a sample later, so that a frame is a frame whichever way it is rounded.
    const from = times()[0]! - 0.25 / takeRate;
    const clicks = times().map((seconds, i) => ({
      timetag: timetagOf(seconds - from),
      messages: [clickMessage(1000 + i)],
    }));
    const end = { timetag: timetagOf(times().at(-1)! - from + 0.5), messages: [endMessage] };
    const folder = temporary();
    const [score, sound] = [join(folder, 'score.osc'), join(folder, 'sound.wav')];
    writeFileSync(score, scoreBytes([defineClick, ...clicks, end]));
    runPeer('scsynth', ['-N', score, '_', sound, String(takeRate), 'WAV', 'int16', '-o', '1']);
    const wav = readFileSync(sound);
    const data = wav.indexOf('data') + 8;
    const frames = Array.from({ length: (wav.length - data) / 2 }, (_, i) => i).filter(
      (i) => wav.readInt16LE(data + 2 * i) !== 0,
    );
    // A quarter lasts 0.6 s.
    expect(frames).toEqual(ticks.map((tick) => Math.round((tick / 480) * 0.6 * takeRate)));
  }, 60_000);
});
