/**
 * The exact packets that Live, REAPER and Bitwig are sent, byte by byte as their published sources demand. None of these programs
 * runs here: this shows that we say what their sources read, not that they do it.
 */
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { noteMessages } from '../../../../bridge/daw/adapters/ableton.ts';
import { bankIn } from '../../../../bridge/daw/adapters/bitwig.ts';
import { DawConnection } from '../../../../bridge/daw/dawConnection.ts';
import { dawActs } from '../../../../bridge/daw/dawDialect.ts';
import { dawDialects } from '../../../../bridge/daw/dawDialects.ts';
import { dawMessage } from '../../../../bridge/daw/dawMessage.ts';
import { encodeOsc } from '../../../../bridge/osc/oscCodec.ts';
import type { DawAct } from '../../../../bridge/daw/dawDialect.ts';
import type { DawValues } from '../../../../bridge/daw/dawMessage.ts';
import type { DawId } from '../../../../bridge/protocol/daw.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The bytes of an OSC message, written by hand: strings padded with zeros to four, numbers big-endian. */
function osc(address: string, types: string, ...values: (number | string)[]): Buffer {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from(value), Buffer.alloc(4 - (Buffer.byteLength(value) % 4))]);
  const parts = values.map((value, i) => {
    if (typeof value === 'string') return text(value);
    const bytes = Buffer.alloc(4);
    if (types[i] === 'f') bytes.writeFloatBE(value);
    else bytes.writeInt32BE(value);
    return bytes;
  });
  return Buffer.concat([text(address), text(`,${types}`), ...parts]);
}

function packet(daw: DawId, act: DawAct, values: DawValues = {}): Buffer {
  const form = dawDialects[daw].acts[act];
  expect(form, `${daw} has no word for ${act}`).toBeDefined();
  return Buffer.from(encodeOsc(dawMessage(form!, values)));
}

type Row = [DawAct, DawValues, Buffer];

const live: Row[] = [
  ['probe', {}, osc('/live/test', '')],
  ['play', { on: 1 }, osc('/live/song/start_playing', '')],
  ['stop', { on: 1 }, osc('/live/song/stop_playing', '')],
  ['tempo', { tempo: 97.5 }, osc('/live/song/set/tempo', 'f', 97.5)],
  ['meterUpper', { upper: 6 }, osc('/live/song/set/signature_numerator', 'i', 6)],
  ['meterLower', { lower: 8 }, osc('/live/song/set/signature_denominator', 'i', 8)],
  ['locateQuarters', { quarters: 16 }, osc('/live/song/set/current_song_time', 'f', 16)],
  ['trackVolume', { track: 0, volume: 0.5 }, osc('/live/track/set/volume', 'if', 0, 0.5)],
  ['addMidiTrack', { index: -1 }, osc('/live/song/create_midi_track', 'i', -1)],
  ['nameTrack', { track: 2, name: 'Score' }, osc('/live/track/set/name', 'is', 2, 'Score')],
  ['hasClip', { track: 2, slot: 0 }, osc('/live/clip_slot/get/has_clip', 'ii', 2, 0)],
  ['createClip', { track: 2, slot: 0, quarters: 8 }, osc('/live/clip_slot/create_clip', 'iif', 2, 0, 8)],
  ['nameClip', { track: 2, slot: 0, name: 'x' }, osc('/live/clip/set/name', 'iis', 2, 0, 'x')],
];

const reaper: Row[] = [
  ['play', { on: 1 }, osc('/play', 'f', 1)],
  ['stop', { on: 1 }, osc('/stop', 'f', 1)],
  ['tempo', { tempo: 97.5 }, osc('/tempo/raw', 'f', 97.5)],
  ['locateSeconds', { seconds: 12.5 }, osc('/time', 'f', 12.5)],
  ['trackVolume', { track: 3, volume: 0.25 }, osc('/track/3/volume', 'f', 0.25)],
  ['undo', {}, osc('/action', 'i', 40_029)],
];

const bitwig: Row[] = [
  ['probe', {}, osc('/refresh', '')],
  ['play', { on: 1 }, osc('/play', 'i', 1)],
  ['stop', { on: 1 }, osc('/stop', '')],
  ['tempo', { tempo: 97.5 }, osc('/tempo/raw', 'f', 97.5)],
  ['locateQuarters', { quarters: 4 }, osc('/time', 'f', 4)],
  ['trackVolume', { track: 1, volume: 64 }, osc('/track/1/volume', 'i', 64)],
  ['addMidiTrack', {}, osc('/track/add/instrument', '')],
  [
    'insertFile',
    { track: 2, slot: 5, path: '/a b/ö.wav' },
    osc('/track/2/clip/5/insertFile', 's', '/a b/ö.wav'),
  ],
];

describe.each([
  ['ableton', live],
  ['reaper', reaper],
  ['bitwig', bitwig],
] as const)('packets to %s', (daw, rows) => {
  it.each(rows)('%s', (act, values, bytes) => {
    expect(packet(daw, act, values).toString('hex')).toBe(bytes.toString('hex'));
  });

  it('are said to be verified against sources only', () => {
    expect(dawDialects[daw].verified).toBe('sources');
    expect(dawDialects[daw].against).toMatch(/cannot run in our tests/);
  });
});

describe('notes for Live', () => {
  const line = {
    message: (act: DawAct, values?: DawValues, rest = []) =>
      dawMessage(dawDialects.ableton.acts[act]!, values, rest),
  };
  const part = (count: number): Parameters<typeof noteMessages>[3] => ({
    kind: 'midi',
    file: 'x.mid',
    track: 'x',
    seconds: 1,
    notes: Array.from({ length: count }, (_, i) => [60 + (i % 12), i / 4, 0.25, 90]),
  });

  it('are pitch, start, length, velocity and mute, five arguments each', () => {
    const [message] = noteMessages(line, 1, 3, part(2));
    expect(Buffer.from(encodeOsc(message!)).toString('hex')).toBe(
      osc('/live/clip/add/notes', 'iiiffiiiffii', 1, 3, 60, 0, 0.25, 90, 0, 61, 0.25, 0.25, 90, 0).toString(
        'hex',
      ),
    );
  });

  it('go out whole, in datagrams that pass any Ethernet', () => {
    const messages = noteMessages(line, 0, 0, part(1234));
    const sent = messages.reduce((sum, { args }) => sum + (args.length - 2) / 5, 0);
    expect(sent).toBe(1234);
    for (const message of messages) expect(encodeOsc(message).length).toBeLessThanOrEqual(1400);
  });
});

describe('the bank of Bitwig', () => {
  it('is read from a dump of all values', () => {
    const say = (address: string, value: number | string): Parameters<typeof bankIn>[0][number] => ({
      address,
      args: [typeof value === 'string' ? { type: 's', value } : { type: 'i', value }],
    });
    const bank = bankIn([
      say('/track/1/name', 'Drums'),
      say('/track/2/name', ''),
      say('/track/1/clip/1/hasContent', 1),
      say('/track/1/clip/2/hasContent', 0),
      say('/track/1/volume', 3),
    ]);
    expect([...bank.names]).toEqual([
      [1, 'Drums'],
      [2, ''],
    ]);
    expect([...bank.full]).toEqual(['1/1']);
    expect(bank.known.size).toBe(2);
  });
});

describe('every dialect', () => {
  it.each(Object.values(dawDialects))('of $title writes OSC that can be written', ({ acts, greeting }) => {
    const values = Object.fromEntries(
      [
        'on',
        'tempo',
        'upper',
        'lower',
        'quarters',
        'seconds',
        'samples',
        'track',
        'slot',
        'volume',
        'index',
        'action',
        'replyPort',
      ].map((name) => [name, 1]),
    );
    for (const act of dawActs) {
      const form = acts[act];
      if (form === undefined) continue;
      const texts = form.args.flatMap((argument) =>
        'name' in argument && argument.type === 's' ? [[argument.name, 'x'] as const] : [],
      );
      expect(() =>
        encodeOsc(dawMessage(form, { ...values, ...Object.fromEntries<string>(texts) })),
      ).not.toThrow();
    }
    for (const form of greeting) expect(() => encodeOsc(dawMessage(form, values))).not.toThrow();
  });

  it('refuses a message with a value missing', () => {
    expect(() => packet('ableton', 'tempo')).toThrow(/tempo is no number/);
    expect(() => packet('bitwig', 'insertFile', { track: 1, slot: 1 })).toThrow(/path is no text/);
  });
});

describe('a line', () => {
  function inbox(): string {
    const folder = mkdtempSync(join(tmpdir(), 'leitmotif-line-'));
    closers.push(() => {
      rmSync(folder, { recursive: true });
    });
    return folder;
  }

  it('says who has its port and how to change it', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => socket.close(resolve)));
    const { port } = socket.address();
    const connection = await DawConnection.open({ daw: 'reaper', inbox: inbox(), answersAt: port });
    closers.push(() => connection.close());
    const { answers, checks } = await connection.test();
    expect(answers).toBe(false);
    expect(checks[0]).toMatchObject({ what: 'the line', works: 'no' });
    expect(checks[0]!.why).toContain(String(port));
    // Linux tells the program; it is this one.
    expect(checks[0]!.why).toMatch(
      process.platform === 'linux' ? new RegExp(`\\(${process.pid}\\)`) : /belongs to/,
    );
    expect(checks[0]!.next).toContain('Preferences › Control/OSC/web');
  });

  it('says that nobody answers, and what to do', async () => {
    const connection = await DawConnection.open({ daw: 'ableton', inbox: inbox(), answersAt: 0, hears: 9 });
    closers.push(() => connection.close());
    const report = await connection.test();
    expect(report).toMatchObject({ answers: false, verified: 'sources' });
    expect(report.checks.find(({ what }) => what === 'clips as sound')).toMatchObject({
      works: 'no',
      next: expect.stringContaining('script') as string,
    });
    expect(report.checks[0]!.next).toContain('AbletonOSC');
  });

  it('needs no port for programs without OSC', async () => {
    const connection = await DawConnection.open({ daw: 'midi', inbox: inbox() });
    const report = await connection.test();
    expect(report.checks.filter(({ works }) => works === 'yes').map(({ what }) => what)).toEqual([
      'clips as MIDI',
      'clips as sound',
    ]);
    expect(() => {
      connection.play();
    }).toThrow(/no OSC/);
  });
});
