/**
 * Ardour 7.3 itself: transport, tempo, markers, faders and what it tells; clips sent and then read back from its session by its own
 * library. Its ports are fixed, so that all of this is one file, one Ardour after the other.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { ArdourSocket } from '../../bridge/daw/ardourSocket.ts';
import { DawConnection } from '../../bridge/daw/dawConnection.ts';
import { installScript } from '../../bridge/daw/installedScripts.ts';
import { barFrames, takeRate, takeTempo, writeSampleTake } from '../unit/bridge/daw/sampleTake.ts';
import { expectedNotes, notesOn } from './ardourNotes.ts';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { openUdpPeer, startBridge } from '../integration/bridge/bridgeProcess.ts';
import { newArdourSession, readBack, startArdour, startArdourWindow } from './ardourProgram.ts';
import { describeWithPeer } from './peers.ts';
import type { DawConnectionOptions } from '../../bridge/daw/dawConnection.ts';
import type { BridgeStatus, TransportLeader, TransportState } from '../../bridge/protocol/bridge.ts';
import type { TransportParams } from '../../bridge/protocol/bridgeParams.ts';
import type { RunningBridge } from '../integration/bridge/bridgeProcess.ts';
import type { ArdourHouse } from './ardourProgram.ts';

/** Starting Ardour takes seconds, more on a busy machine. */
const patience = 180_000;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function house(sampleRate?: number): ArdourHouse {
  const made = newArdourSession(sampleRate);
  closers.push(() => {
    made.remove();
  });
  return made;
}

async function connect(options: Partial<DawConnectionOptions>): Promise<DawConnection> {
  const connection = await DawConnection.open({ daw: 'ardour', answersAt: 0, ...options });
  closers.push(() => connection.close());
  return connection;
}

/** The built bridge with a line to Ardour, and where its music is. */
async function bridgeTo({ home }: ArdourHouse): Promise<{
  bridge: RunningBridge;
  place: () => Promise<TransportState>;
  /** Where Ardour is, as it told the bridge. */
  quarters: () => Promise<number>;
}> {
  const bridge = await startBridge();
  closers.push(() => bridge.stop());
  const asked = { daw: 'ardour', answersAt: 0, inbox: join(home, 'inbox') } as const;
  const { report } = await bridge.connection.sendRequest(protocol.connectDawRequest, asked);
  expect(report.answers).toBe(true);
  const status = (): Promise<BridgeStatus> => bridge.connection.sendRequest(protocol.statusRequest);
  return {
    bridge,
    place: async () => (await status()).transport,
    quarters: async () => {
      const { position, tempo } = (await status()).daw!.state;
      return ((position?.seconds ?? 0) * (tempo ?? 0)) / 60;
    },
  };
}

describeWithPeer('ardour', 'Ardour', () => {
  it(
    'answers, plays, stops, takes tempo, markers and faders, and tells where it is',
    async () => {
      const ardour = house();
      const running = await startArdour(ardour);
      closers.push(() => running.quit());
      const connection = await connect({ inbox: join(ardour.home, 'inbox') });
      const report = await connection.test();
      expect(report).toMatchObject({ daw: 'ardour', verified: 'ran-here', answers: true });
      const works = new Map(report.checks.map(({ what, works: finding }) => [what, finding]));
      expect(works.get('the line')).toBe('yes');
      expect(works.get('tempo')).toBe('yes');
      expect(works.get('markers')).toBe('no');
      await vi.waitFor(
        () => {
          expect(connection.state.tracks).toEqual(expect.arrayContaining(['Score', 'Score MIDI']));
        },
        { timeout: 10_000 },
      );

      connection.setTempo(97.5);
      await vi.waitFor(
        () => {
          expect(connection.state.tempo).toBeCloseTo(97.5, 6);
        },
        { timeout: 10_000 },
      );
      const line = connection.line!;
      connection.play();
      await vi.waitFor(
        () => {
          expect(connection.state.isRolling).toBe(true);
          expect(connection.state.position?.seconds).toBeGreaterThan(0.2);
        },
        { timeout: 10_000 },
      );
      connection.addMarker('Entrance');
      connection.stop();
      await vi.waitFor(
        () => {
          expect(connection.state.isRolling).toBe(false);
        },
        { timeout: 10_000 },
      );
      await vi.waitFor(
        () => {
          // What comes while it fades out is not done.
          line.say('locateStart');
          line.say('askPosition');
          expect(connection.state.position?.seconds).toBe(0);
        },
        { timeout: 10_000 },
      );
      connection.addMarker('Home & <dry>');
      // Sections of a take, at the bars 2 and 4 of 97.5 BPM; the playhead is back where it was afterwards.
      const places = [
        { name: 'Verse', quarters: 4 },
        { name: 'Chorus', quarters: 12 },
      ];
      expect(await connection.setMarkers(places)).toEqual(['2 sections are markers of the project.']);
      line.say('trackVolume', { track: connection.state.tracks.indexOf('Score') + 1, volume: 0.5 });
      await pause(300);
      await connection.close();
      await running.quit();
      closers.splice(closers.length - 2, 2);

      const lines = readBack(ardour);
      expect(Number(lines.find(([kind]) => kind === 'TEMPO')![1])).toBeCloseTo(97.5, 6);
      const markers = new Map(
        lines.filter(([kind]) => kind === 'MARKER').map(([, name, at]) => [name, Number(at)]),
      );
      expect(markers.get('Home & <dry>')).toBe(0);
      expect(markers.get('Verse')).toBe(Math.round((4 * 60 * takeRate) / 97.5));
      expect(markers.get('Chorus')).toBe(Math.round((12 * 60 * takeRate) / 97.5));
      expect(markers.get('Entrance')).toBeGreaterThan(0.2 * takeRate);
      const gain = Number(lines.find(([kind, name]) => kind === 'TRACK' && name === 'Score')![2]);
      // Ardour's law of faders: position = ((6 log2 gain + 192) / 198)^8.
      expect(gain).toBeCloseTo(2 ** ((198 * 0.5 ** (1 / 8) - 192) / 6), 4);

      const closed = await connect({
        inbox: join(ardour.home, 'inbox'),
        sessionFile: ardour.sessionFile,
        webSocketPort: 1,
      });
      expect(closed.state.meter).toBe('4/4');
      expect(closed.state.tempo).toBeCloseTo(97.5, 6);
      expect(closed.state.markers.map(({ name }) => name).sort()).toEqual([
        'Chorus',
        'Entrance',
        'Home & <dry>',
        'Verse',
      ]);
      const { attributes, sections } = closed.conditions();
      expect(attributes).toMatchObject({ tempo: 97.5, meter: '4/4' });
      expect(sections[0]?.start).toBe(0);
    },
    patience,
  );

  it(
    'leads our tempo and transport, is led by them, and neither, as chosen',
    async () => {
      const ardour = house(44_100);
      const running = await startArdour(ardour);
      closers.push(() => running.quit());
      const { bridge, place, quarters } = await bridgeTo(ardour);
      // A hand at Ardour: it tells its state to one program of a machine only, so this one looks by its WebSocket.
      const peer = await openUdpPeer();
      const socket = await ArdourSocket.open(3818);
      closers.push(
        () => peer.close(),
        () => socket.close(),
      );
      const hand = (address: string, ...values: number[]): void => {
        peer.say({ address, args: values.map((value) => ({ type: 'i', value })) }, 3819);
      };
      const soon = (expectation: () => Promise<unknown>): Promise<unknown> =>
        vi.waitFor(expectation, { timeout: 15_000, interval: 100 });
      // Ardour does not tell every start, but always its place.
      const rolls = async (): Promise<boolean> => {
        const before = await quarters();
        await pause(300);
        return (await quarters()) !== before;
      };
      const lead = (who: TransportLeader): Promise<unknown> =>
        bridge.connection.sendRequest(protocol.transportLeadRequest, { lead: who });
      const transport = (asked: TransportParams): Promise<unknown> =>
        bridge.connection.sendRequest(protocol.transportRequest, asked);

      expect(await lead('daw')).toEqual({ lead: 'daw', limits: ['Ardour does not tell its meter.'] });
      socket.setTempo(90);
      await soon(async () => {
        expect((await place()).tempo).toBe(90);
      });
      // Sixteen quarters of 2/3 s at this session's rate.
      hand('/locate', Math.round((16 * 2 * 44_100) / 3), 0);
      await soon(async () => {
        expect(await place()).toMatchObject({ bar: 5, isRolling: false });
      });
      hand('/transport_play');
      await soon(async () => {
        const ours = await place();
        expect(ours).toMatchObject({ isRolling: true });
        const theirs = await quarters();
        expect(theirs).toBeGreaterThan(18);
        // Ardour tells its place ten times a second: what is known of it is up to so old.
        const distance = (ours.bar - 1) * 4 + ours.beat - 1 - theirs;
        expect(distance).toBeGreaterThan(-0.2);
        expect(distance).toBeLessThan(0.5);
      });
      await soon(async () => {
        // Said again until it is heard: Ardour leaves it out while it is on its way to another place.
        hand('/transport_stop');
        expect((await place()).isRolling).toBe(false);
      });
      const stood = await quarters();
      await transport({ action: 'play' });
      await soon(async () => {
        expect(await rolls()).toBe(true);
        expect(await quarters()).toBeGreaterThan(stood + 0.5);
      });
      await transport({ action: 'stop' });
      await soon(async () => {
        expect(await rolls()).toBe(false);
      });

      await lead('leitmotif');
      await bridge.connection.sendRequest(protocol.setAttributesRequest, { values: { tempo: 132 } });
      await transport({ action: 'locate', bar: 9 });
      await soon(async () => {
        expect(socket.heard.tempo).toBe(132);
        expect(await quarters()).toBeCloseTo(32, 2);
      });
      await transport({ action: 'play' });
      await soon(async () => {
        expect(await rolls()).toBe(true);
        expect(await quarters()).toBeGreaterThan(34);
      });
      hand('/locate', 44_100 * 100, 0);
      await soon(async () => {
        expect(await quarters()).toBeGreaterThan(220);
      });
      expect((await place()).bar).toBeLessThan(25);
      await transport({ action: 'stop' });
      await soon(async () => {
        expect(await rolls()).toBe(false);
      });

      await lead('free');
      hand('/transport_play');
      await soon(async () => {
        expect(await rolls()).toBe(true);
      });
      await pause(500);
      expect((await place()).isRolling).toBe(false);
    },
    patience,
  );

  it(
    'finds a clip in its session that was closed: track, sample, every note',
    async () => {
      const ardour = house();
      const running = await startArdour(ardour);
      await running.quit();
      const take = writeSampleTake(join(ardour.home));
      const connection = await connect({
        inbox: join(ardour.home, 'inbox'),
        sessionFile: ardour.sessionFile,
        webSocketPort: 1,
      });
      const asked = { folder: take.folder, stems: false, matchTempo: true } as const;
      const marked = await connection.sendClip({
        ...asked,
        ...{ what: 'both', track: 'Score', at: 5, bars: { from: 2, to: 3 }, markers: true },
      });
      expect(marked.join(' ')).toContain('1 sections are markers');
      const again = await connection.sendClip({
        ...asked,
        what: 'both',
        track: 'Score',
        at: 9,
        matchTempo: false,
      });
      expect(again.join(' ')).toContain('bar 9');
      await expect(connection.sendClip({ ...asked, what: 'midi', track: 'Nobody', at: 1 })).rejects.toThrow(
        /Score MIDI/,
      );
      await expect(
        connection.sendClip({ ...asked, what: 'audio', track: 'Score', at: 'playhead' }),
      ).rejects.toThrow(/bar/);

      const lines = readBack(ardour);
      expect(Number(lines.find(([kind]) => kind === 'TEMPO')![1])).toBe(takeTempo);
      // The section that goes on in bar 2 is marked where its clip begins, and is a section again for the next take.
      expect(lines.filter(([kind]) => kind === 'MARKER').map((line) => line.slice(1))).toEqual([
        ['A', String(4 * barFrames)],
      ]);
      expect(connection.state.markers).toEqual([{ name: 'A', quarters: 16, seconds: 4 * 2.4 }]);
      expect(connection.conditions().sections).toMatchObject([{ label: 'A' }]);
      const regions = lines
        .filter(([kind]) => kind === 'REGION')
        .map((line) => [line[1], ...line.slice(3).map(Number)]);
      expect(regions.sort()).toEqual(
        [
          ['Score', 4 * barFrames, 2 * barFrames],
          ['Score', 8 * barFrames, take.frames],
          ['Score MIDI', 4 * barFrames, 2 * barFrames],
          ['Score MIDI', 8 * barFrames, 4 * barFrames],
        ].sort(),
      );
      // Every sample of the take tells its own place, and the channel by one more.
      const sound = lines.filter(([kind]) => kind === 'SOUND').map((line) => line.slice(2).map(Number));
      const ramp = (at: number, from: number, channel: number): number[] => [
        at,
        channel,
        ...[0, 1, 2, 3].map((i) => from + i + channel),
      ];
      expect(sound.sort((one, other) => one[0]! - other[0]! || one[1]! - other[1]!)).toEqual([
        ramp(4 * barFrames, barFrames, 0),
        ramp(4 * barFrames, barFrames, 1),
        ramp(8 * barFrames, 0, 0),
        ramp(8 * barFrames, 0, 1),
      ]);
      const notes = notesOn('Score MIDI', lines);
      expect(notes).toEqual(
        [...expectedNotes(take.folder, 4, 12), ...expectedNotes(take.folder, 0, 16)].sort(),
      );
      expect(notes.length).toBeGreaterThan(100);
      // Ardour itself opens and saves it without losing a region.
      const reopened = await startArdour(ardour);
      await reopened.quit();
      expect(readBack(ardour).filter(([kind]) => kind === 'REGION')).toHaveLength(4);
    },
    patience,
  );
});

describeWithPeer('Ardour’s window', 'Ardour with a session open', () => {
  it(
    'takes a clip by our action: track, sample, every note',
    async () => {
      const ardour = house();
      const running = await startArdour(ardour);
      await running.quit();
      const take = writeSampleTake(ardour.home);
      const inbox = join(ardour.home, 'inbox');
      const installed = installScript(
        'ardour',
        join(inbox, 'ardour'),
        join(ardour.config, 'ardour7', 'scripts'),
      );
      expect(installed.files.map(({ state }) => state)).toEqual(['ours', 'ours']);
      const window = await startArdourWindow(ardour);
      closers.push(() => window.end());
      const connection = await connect({ inbox });
      await vi.waitFor(
        async () => {
          expect((await connection.test()).answers).toBe(true);
        },
        { timeout: 60_000 },
      );
      const asked = { folder: take.folder, stems: false, matchTempo: true } as const;
      const done = await connection.sendClip({
        ...asked,
        what: 'both',
        track: 'Score',
        at: 5,
        bars: { from: 2, to: 3 },
      });
      expect(done.join(' ')).toContain('2 file(s) imported');
      await connection.sendClip({ ...asked, what: 'midi', track: 'New', at: 2 });
      connection.line!.send({ address: '/save_state', args: [] });
      await pause(1500);
      await window.end();

      const lines = readBack(ardour);
      const regions = lines
        .filter(([kind]) => kind === 'REGION')
        .map((line) => [line[1], ...line.slice(3).map(Number)]);
      expect(regions.sort()).toEqual(
        [
          ['New', barFrames, 4 * barFrames],
          ['Score', 4 * barFrames, 2 * barFrames],
          ['Score MIDI', 4 * barFrames, 2 * barFrames],
        ].sort(),
      );
      expect(notesOn('Score MIDI', lines)).toEqual(expectedNotes(take.folder, 4, 12));
      expect(notesOn('New', lines)).toEqual(expectedNotes(take.folder, 0, 16));
    },
    patience,
  );
});
