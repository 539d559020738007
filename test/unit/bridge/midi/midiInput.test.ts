import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BridgeDesk } from '../../../../bridge/host/bridgeDesk.ts';
import { MidiInputDesk } from '../../../../bridge/host/midiInputDesk.ts';
import { ControllerInput } from '../../../../bridge/midi/controllerInput.ts';
import { encodeMidi } from '../../../../bridge/midi/midiMessage.ts';
import { NetworkMidi } from '../../../../bridge/midi/networkMidi.ts';
import { RtpPeer } from '../../../../bridge/midi/rtpPeer.ts';
import { decodeRtpMidi, encodeRtpMidi } from '../../../../bridge/midi/rtpMidiPacket.ts';
import { anyMidi } from './anyMidi.ts';
import { InjectedMidi } from './injectedMidi.ts';
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';

let desk: BridgeDesk;
let system: InjectedMidi;
let inputs: MidiInputDesk;
let isClockLed = false;

beforeEach(() => {
  isClockLed = false;
  desk = new BridgeDesk();
  system = new InjectedMidi('Knobs 8', 'Keyboard');
  const network = new NetworkMidi({ name: 'Leitmotif', port: 35_104, peers: [] });
  inputs = new MidiInputDesk(desk, { network, isClockLed: () => isClockLed, load: system.load });
});

afterEach(async () => {
  await inputs.unlisten();
  await desk.shutdown();
});

function controller(channel: number, number: number, value: number): void {
  system.say(...encodeMidi({ type: 'controller', channel, controller: number, value }));
}

describe('an input port of the system', () => {
  it('is opened by its name, listed, and says where there is none', async () => {
    expect((await inputs.devices()).map(({ id }) => id)).toEqual(['Knobs 8', 'Keyboard']);
    expect(await inputs.listen({ from: 'port', name: 'Knobs 8', follow: false })).toEqual({
      ...{ kind: 'port', name: 'Knobs 8', reason: '', follow: false },
      ...{ received: 0, malformed: 0 },
    });
    expect(system.opened).toBe('Knobs 8');
    expect(system.ignored?.timing).toBe(false);
    await expect(inputs.listen({ from: 'port', name: 'Pads', follow: false })).rejects.toMatchObject({
      code: 'midi-port-missing',
    });
    expect(inputs.state).toBeUndefined();
  });

  it('is a virtual one where the system has them', async () => {
    const state = await inputs.listen({ from: 'auto', follow: false });
    const isWindows = process.platform === 'win32';
    expect(state.kind).toBe(isWindows ? 'network' : 'virtual');
  });

  it('hears nothing once it is closed', async () => {
    await inputs.listen({ from: 'virtual', follow: false });
    const { input } = system;
    await inputs.unlisten();
    input?.emit('message', 0, [0xbf, 25, 127]);
    expect(desk.store.get('brightness')).toBe(0.5);
  });
});

describe('controllers that come in', () => {
  beforeEach(async () => {
    await inputs.listen({ from: 'virtual', follow: false });
  });

  it('are learned by moving a knob, and move the attribute from then on', async () => {
    const learned = desk.mappings.learn('tension', 5000);
    controller(2, 74, 10);
    expect(await learned).toMatchObject({
      source: { kind: 'midi', channel: 3, controller: 74 },
      attribute: 'tension',
      input: { from: 0, to: 127 },
    });
    controller(2, 74, 127);
    expect(desk.store.get('tension')).toBe(1);
    controller(2, 74, 0);
    expect(desk.store.get('tension')).toBe(0);
    controller(3, 74, 127);
    expect(desk.store.get('tension')).toBe(0);
    expect(inputs.state?.received).toBe(4);
  });

  it('of 14 bits are learned as one, with all of their bits', async () => {
    const learned = desk.mappings.learn('brightness', 5000);
    controller(0, 1, 64);
    expect((await learned).source).toEqual({ kind: 'midi', channel: 1, controller: 1 });
    controller(0, 33, 64);
    expect(desk.store.get('brightness')).toBeCloseTo((64 * 128 + 64) / 16_383, 6);
    controller(0, 33, 65);
    expect(desk.store.get('brightness')).toBeCloseTo((64 * 128 + 65) / 16_383, 6);
    controller(0, 1, 127);
    controller(0, 33, 127);
    expect(desk.store.get('brightness')).toBe(1);
  });

  it('are learned as an NRPN, and its data entry is that of nobody else', async () => {
    const learned = desk.mappings.learn('density', 5000);
    for (const [number, value] of [
      [99, 3],
      [98, 5],
      [6, 127],
    ] as const)
      controller(4, number, value);
    expect((await learned).source).toEqual({ kind: 'nrpn', channel: 5, parameter: 3 * 128 + 5 });
    controller(4, 6, 32);
    controller(4, 38, 64);
    expect(desk.store.get('density')).toBeCloseTo((32 * 128 + 64) / 16_383, 6);
    // An RPN is another parameter, and null is none.
    for (const [number, value] of [
      [101, 0],
      [100, 0],
      [6, 2],
      [99, 127],
      [98, 127],
      [6, 3],
    ] as const)
      controller(4, number, value);
    expect(desk.store.get('density')).toBeCloseTo((32 * 128 + 64) / 16_383, 6);
  });

  it('are our own without a mapping, unless they are mapped to something else', () => {
    controller(15, 26, 127);
    expect(desk.store.get('dynamics')).toBe(1);
    desk.mappings.set({
      ...{ id: 'other', attribute: 'reverb', curve: 'linear', feedback: false },
      source: { kind: 'midi', channel: 16, controller: 26 },
      ...{ input: { from: 0, to: 127 }, output: { from: 0, to: 1 } },
    });
    controller(15, 26, 0);
    expect([desk.store.get('dynamics'), desk.store.get('reverb')]).toEqual([1, 0]);
  });
});

describe('a reader of controllers', () => {
  it('takes knobs that are numbered through for themselves', () => {
    const reader = new ControllerInput();
    const read = (number: number, at: number): unknown =>
      reader.read({ type: 'controller', channel: 0, controller: number, value: 100 }, at)?.source;
    expect(read(1, 0)).toMatchObject({ controller: 1 });
    expect(read(33, 500)).toMatchObject({ controller: 33 });
    expect(read(40, 600)).toMatchObject({ controller: 40 });
    expect(read(123, 700)).toBeUndefined();
  });
});

describe('a clock that leads', () => {
  /** A clock at a tempo, whose pulses come with jitter; gives the greatest distance after it settled, in milliseconds. */
  async function follow(
    pulses: number,
    options: { tempo: number; lose?: number; jitter?: number; stall?: number },
  ): Promise<number> {
    const { tempo, lose = 0, jitter = 1.5, stall = 0 } = options;
    await inputs.listen({ from: 'virtual', follow: true });
    const pulse = 60_000 / tempo / 24;
    const begin = performance.now();
    let [worst, heard] = [0, 0];
    const now = performance.now.bind(performance);
    try {
      for (let i = 0; i < pulses; i++) {
        const due = begin + i * pulse;
        // A machine that stands still for a while hears what came meanwhile all at once.
        const late = stall > 0 && i > 200 && i % 97 < 5 ? (5 - (i % 97)) * pulse : 0;
        heard = Math.max(heard, due + late + jitter * Math.abs(Math.sin(i * 12.9898)));
        performance.now = () => heard;
        if (i === 12) system.say(0xfa);
        if (i > 200 && lose > 0 && i % lose === 0) continue;
        system.say(0xf8);
        const distance = (desk.transportClock.position(due).tick - (i - 12) * 20) * (pulse / 20);
        if (i > 400) worst = Math.max(worst, Math.abs(distance));
      }
    } finally {
      performance.now = now;
    }
    return worst;
  }

  it.each([
    ['60 BPM', { tempo: 60 }],
    ['137.3 BPM', { tempo: 137.3 }],
    ['200 BPM, without one pulse in 50', { tempo: 200, lose: 50 }],
    ['125 BPM, with five pulses in a hundred that come late and together', { tempo: 125, stall: 1 }],
  ])('is followed within 3 ms at %s', async (_, options) => {
    expect(await follow(2400, options)).toBeLessThan(3);
    expect(desk.store.get('tempo')).toBeCloseTo(options.tempo, 0);
    expect(desk.transportClock.position().tempo).toBeCloseTo(options.tempo, 0);
  });

  it('starts with the first pulse, stops at once, and goes on from a place', async () => {
    await inputs.listen({ from: 'virtual', follow: true });
    system.say(0xfa);
    expect(desk.transportClock.position().isRolling).toBe(false);
    system.say(0xf8);
    expect(desk.transportClock.position().isRolling).toBe(true);
    system.say(0xfc);
    expect(desk.transportClock.position().isRolling).toBe(false);
    // Bar 3, third beat: 40 sixteenths.
    system.say(0xf2, 40, 0);
    expect(desk.transportClock.position()).toMatchObject({ bar: 3, beat: 3 });
    system.say(0xfb);
    system.say(0xf8);
    expect(desk.transportClock.position()).toMatchObject({ bar: 3, isRolling: true });
  });

  it('is left alone where it was not chosen, and where a performance leads', async () => {
    await inputs.listen({ from: 'virtual', follow: false });
    system.say(0xfa, 0xf8);
    expect(desk.transportClock.position().isRolling).toBe(false);
    isClockLed = true;
    await inputs.listen({ from: 'virtual', follow: true });
    system.say(0xfa, 0xf8);
    expect(desk.transportClock.position().isRolling).toBe(false);
  });
});

describe('malformed input', () => {
  const bytes = fc.oneof(
    fc.array(fc.nat(255), { maxLength: 12 }),
    fc.array(fc.constantFrom(0xf8, 0xfa, 0xfb, 0xfc, 0xf2, 0xb0, 0xbf, 99, 98, 6, 38, 0, 127), {
      maxLength: 12,
    }),
  );
  const header = fc.record({
    sequence: fc.nat(0xffff),
    timestamp: fc.nat(0xffff_ffff),
    ssrc: fc.constant(7),
  });
  const packet = fc
    .tuple(
      header,
      fc.array(anyMidi, { maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }),
      fc.nat(60),
    )
    .map(([head, messages, changes, cut]) => {
      const encoded = encodeRtpMidi(head, messages);
      for (const [at, value] of changes) encoded[at % encoded.length] = value;
      return encoded.subarray(0, cut);
    });

  /** Nothing is anywhere that does not belong there, and nothing grows. */
  function isSound(before: number): void {
    for (const [name, value] of Object.entries(desk.store.values()))
      if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
    const { tempo, tick, bar } = desk.transportClock.position();
    expect([tempo, tick, bar].every(Number.isFinite)).toBe(true);
    expect(desk.mappings.list()).toHaveLength(0);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 << 20);
  }

  it('on a port is left out, 100,000 packets', async () => {
    await inputs.listen({ from: 'virtual', follow: true });
    const before = process.memoryUsage().heapUsed;
    fc.assert(
      fc.property(bytes, (one) => {
        system.say(...one);
      }),
      { numRuns: 100_000 },
    );
    expect(inputs.state!.malformed).toBeGreaterThan(10_000);
    expect(inputs.state!.received).toBeGreaterThan(10_000);
    isSound(before);
  }, 120_000);

  it('over the network is left out, 100,000 packets', async () => {
    await inputs.listen({ from: 'virtual', follow: true });
    const before = process.memoryUsage().heapUsed;
    let heard = 0;
    const message = (one: MidiMessage): void => {
      heard += 1;
      // Sent on as from a port, so that all behind it is met.
      system.say(...encodeMidi(one));
    };
    const identity = {
      ssrc: 7,
      token: 1,
      name: 'x',
      address: '127.0.0.1',
      controlPort: 5004,
      isInitiator: false,
    };
    const lines = { sendData: () => undefined, sendControl: () => undefined, message };
    const peer = new RtpPeer(identity, 9, lines);
    fc.assert(
      fc.property(packet, (one) => {
        const decoded = decodeRtpMidi(one);
        if (decoded !== undefined) peer.receive(decoded);
      }),
      { numRuns: 100_000 },
    );
    expect(heard).toBeGreaterThan(1000);
    isSound(before);
  }, 120_000);
});
