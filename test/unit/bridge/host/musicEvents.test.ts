/** Events of the music: when they are told, to whom, and that nothing is told of what was stopped. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BridgeDesk } from '../../../../bridge/host/bridgeDesk.ts';
import { TakePlayer } from '../../../../bridge/host/takePlayer.ts';
import { takeMoments } from '../../../../bridge/host/takeTimes.ts';
import { timetagSeconds } from '../../../../bridge/transport/systemTime.ts';
import { openUdpPeer } from '../../../integration/bridge/bridgeProcess.ts';
import { outlineOf } from '../../../../models/takes/takeOutline.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import { writeSampleTake } from '../daw/sampleTake.ts';
import type { MusicEvent } from '../../../../bridge/protocol/musicEvent.ts';
import type { OscMessage } from '../../../../bridge/osc/oscPacket.ts';
import type { UdpPeer } from '../../../integration/bridge/bridgeProcess.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const chords = [0, 480, 960, 1920].map((tick, i) => ({
  tick,
  name: ['Dm', 'Gm7', 'A7', 'Dm/F'][i]!,
  numeral: ['i', 'iv7', 'V7', 'i'][i]!,
}));
const sections = [
  { tick: 0, bar: 1, label: 'A' },
  { tick: 1920, bar: 2, label: 'B' },
];

/** A take of four bars at 100 BPM with an outline of its own. */
function takeWith(outline: unknown): string {
  const { folder } = writeSampleTake();
  closers.push(() => {
    rmSync(dirname(folder), { recursive: true, force: true });
  });
  const path = join(folder, 'take.json');
  const recipe = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...recipe, outline }));
  return folder;
}

async function openDesk(): Promise<{ desk: BridgeDesk; player: TakePlayer; peer: UdpPeer }> {
  const [desk, peer] = [new BridgeDesk(), await openUdpPeer()];
  const player = new TakePlayer(
    desk,
    () => undefined,
    () => false,
  );
  closers.push(
    () => peer.close(),
    () => desk.shutdown(),
    () => player.close(),
  );
  const peers = [{ host: '127.0.0.1', port: peer.port }];
  await desk.connect({ port: 0, peers, address: '127.0.0.1', network: false });
  return { desk, player, peer };
}

/** Events that a peer heard, with seconds of their bundle since 1900. */
function eventsAt({ heard }: UdpPeer): { seconds: number; address: string; args: unknown[] }[] {
  return heard.flatMap(({ packet }) =>
    'elements' in packet
      ? (packet.elements as OscMessage[])
          .filter(({ address }) => /\/(chord|section|take)$/.test(address))
          .map(({ address, args }) => ({
            seconds: timetagSeconds(packet.timetag),
            address: address.replace('/leitmotif/', ''),
            args: args.map((argument) => ('value' in argument ? argument.value : undefined)),
          }))
      : [],
  );
}

describe('a take that is played', () => {
  it('tells chords and sections ahead of their time, in bundles that say when', async () => {
    const { desk, player, peer } = await openDesk();
    const heard: { event: MusicEvent; at: number }[] = [];
    desk.musicEvents.onEvent((event) => heard.push({ event, at: performance.now() }));
    await player.play({ folder: takeWith({ sections, chords }) });
    await vi.waitFor(
      () => {
        expect(heard).toHaveLength(6);
      },
      { timeout: 5000 },
    );
    const events = eventsAt(peer);
    expect(events.map(({ address, args }) => [address, ...args])).toEqual([
      ['section', 'A', 1],
      ['chord', 'Dm', 'i'],
      ['chord', 'Gm7', 'iv7'],
      ['chord', 'A7', 'V7'],
      ['section', 'B', 2],
      ['chord', 'Dm/F', 'i'],
    ]);
    // 480 ticks are 0.6 s at this tempo; a bundle's time is exact to a microsecond or so.
    const first = events[0]!.seconds;
    [0, 0, 0.6, 1.2, 2.4, 2.4].forEach((seconds, i) => {
      expect(events[i]!.seconds - first).toBeCloseTo(seconds, 5);
    });
    // What is told to listeners is told when it happens, never before.
    [0, 0, 600, 1200, 2400, 2400].forEach((ms, i) => {
      expect(heard[i]!.at - heard[0]!.at).toBeGreaterThan(ms - 30);
      expect(heard[i]!.at - heard[0]!.at).toBeLessThan(ms + 200);
    });
    const b = peer.heard.find(({ packet }) => JSON.stringify(packet).includes('Dm/F'))!;
    const a = peer.heard.find(({ packet }) => JSON.stringify(packet).includes('Gm7'))!;
    expect(b.at - a.at).toBeGreaterThan(1700);
  });

  it('tells nothing more once it is stopped, and all again when it plays again', async () => {
    const { desk, player, peer } = await openDesk();
    await player.play({ folder: takeWith({ sections, chords }) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    desk.transport({ action: 'stop' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(eventsAt(peer).map(({ args }) => args[0])).toEqual(['A', 'Dm']);
    desk.transport({ action: 'play' });
    await vi.waitFor(
      () => {
        expect(eventsAt(peer).map(({ args }) => args[0])).toEqual(['A', 'Dm', 'A', 'Dm', 'Gm7']);
      },
      { timeout: 3000 },
    );
  });

  it('of an older release tells its sections, which its score holds', () => {
    const folder = takeWith(undefined);
    const moments = takeMoments(join(folder, 'score.mid'), undefined);
    expect(moments).toEqual([{ seconds: 0, event: { kind: 'section', label: 'A', bar: 1 } }]);
  });

  it('whose outline or score is damaged tells what it can and throws nothing', () => {
    const folder = takeWith(undefined);
    const score = join(folder, 'score.mid');
    fc.assert(
      fc.property(fc.jsonValue(), (outline) => {
        expect(Array.isArray(takeMoments(score, outline))).toBe(true);
      }),
    );
    writeFileSync(score, 'no MIDI');
    expect(takeMoments(score, { sections, chords })).toEqual([]);
    expect(takeMoments(join(folder, 'nothing.mid'), { sections, chords })).toEqual([]);
  });
});

describe('what became of a take', () => {
  it('is told as it is, several in one turn', async () => {
    const { desk, peer } = await openDesk();
    desk.toldTake({ event: 'made', name: 'harbour-7' });
    desk.toldTake({ event: 'begun', name: 'harbour' });
    desk.toldTake({ event: 'failed', name: 'a\0b' });
    await vi.waitFor(() => {
      expect(eventsAt(peer).map(({ args }) => args)).toEqual([
        ['made', 'harbour-7'],
        ['begun', 'harbour'],
        ['failed', 'ab'],
      ]);
    });
  });
});

describe('the outline of a score', () => {
  it('spells chords in the key that holds', () => {
    expect(outlineOf(sampleScore({ seconds: 10 }))).toEqual({
      sections: [{ tick: 0, bar: 1, label: 'A' }],
      chords: [{ tick: 0, name: 'Dm', numeral: 'i' }],
    });
  });
});
