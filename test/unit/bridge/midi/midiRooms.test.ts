import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as attribute from '../../../../bridge/midi/attributeControllers.ts';
import { channelLayout, programChanges } from '../../../../bridge/midi/channelLayout.ts';
import { ControllerInput } from '../../../../bridge/midi/controllerInput.ts';
import { ControllerWriter } from '../../../../bridge/midi/controllerChanges.ts';
import { MidiClock } from '../../../../bridge/midi/midiClock.ts';
import { findNativePorts, openExistingPort, openVirtualPort } from '../../../../bridge/midi/nativeMidi.ts';
import { openMidiOutput } from '../../../../bridge/midi/openMidiOutput.ts';
import { NetworkMidi } from '../../../../bridge/midi/networkMidi.ts';
import { NoteTracker } from '../../../../bridge/midi/noteTracker.ts';
import { roles } from '../../../../bridge/protocol/roles.ts';
import { LookaheadScheduler } from '../../../../bridge/transport/lookaheadScheduler.ts';
import { anyChannelMessage } from './anyMidi.ts';
import { SoundingNotes } from './soundingNotes.ts';
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';

describe('the note tracker', () => {
  it('ends every note, whatever was sent', () => {
    fc.assert(
      fc.property(fc.array(anyChannelMessage, { maxLength: 60 }), fc.boolean(), (messages, isPanic) => {
        const output = new SoundingNotes();
        const tracker = new NoteTracker(output);
        for (const message of messages) tracker.send(message);
        expect(tracker.sounding).toBe(output.count);
        if (isPanic) tracker.panic();
        else tracker.endNotes();
        expect([output.count, output.doubled, output.held, output.bent]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 3000 },
    );
  });

  it('says nothing where nothing sounds, and ends everything when it is closed', async () => {
    const output = new SoundingNotes();
    const tracker = new NoteTracker(output);
    tracker.endNotes();
    tracker.send({ type: 'noteOff', channel: 0, pitch: 60, midiVelocity: 0 });
    expect(output.messages).toEqual([]);
    tracker.send({ type: 'noteOn', channel: 3, pitch: 60, midiVelocity: 90 });
    await tracker.close();
    expect(output).toMatchObject({ count: 0, isClosed: true });
    expect(output.messages.slice(-2)).toMatchObject([{ controller: 123 }, { controller: 120, channel: 3 }]);
  });
});

describe('controllers of 14 bit', () => {
  it('come back as the value that they were, in as few messages as it takes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const [writer, input] = [new ControllerWriter(15), new ControllerInput()];
        for (const [at, value] of values.entries()) {
          const messages = writer.write(20, value);
          expect(messages.length).toBeLessThanOrEqual(2);
          const read = messages.map((message) => input.read(message, 100 * at)).at(-1);
          expect((read?.value ?? 127 * value) / 127).toBeCloseTo(value, 4);
          expect(writer.write(20, value)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are attributes in their ranges', () => {
    expect(attribute.attributeOfController(20)).toBe('tempo');
    expect(attribute.attributeOfController(1)).toBeUndefined();
    expect(attribute.fromController('tempo', 1)).toBe(260);
    expect(attribute.fromController('valence', attribute.toController('valence', -0.5))).toBeCloseTo(-0.5);
    expect(attribute.toController('tension', 7)).toBe(1);
  });
});

describe('channels', () => {
  it('are the same for a role, whoever plays beside it', () => {
    const parts = roles.map((role) => ({ role, program: 0 }));
    expect(channelLayout(parts)).toEqual([0, 1, 2, 3, 4, 9, 5]);
    expect(
      channelLayout([
        { role: 'bass', program: 0 },
        { role: 'lead', program: 0 },
      ]),
    ).toEqual([4, 0]);
  });

  it('of further parts are free ones, never that of percussion or of attributes', () => {
    const parts = Array.from({ length: 12 }, () => ({ role: 'pad' as const, program: 48 }));
    expect(channelLayout(parts)).toEqual([2, 6, 7, 8, 10, 11, 12, 13, 14, 2, 2, 2]);
    const drums = [
      { role: 'percussion', program: 0 },
      { role: 'percussion', program: 25 },
    ] as const;
    expect(programChanges(drums)).toEqual([{ type: 'program', channel: 9, program: 25 }]);
  });
});

describe('the clock', () => {
  const millisecondsPerTick = 60_000 / 240 / 480;

  async function run(
    from: number,
    milliseconds: number,
  ): Promise<{ messages: MidiMessage[]; times: number[] }> {
    const scheduler = new LookaheadScheduler();
    const [messages, times]: [MidiMessage[], number[]] = [[], []];
    const begin = performance.now() + 20;
    const clock = new MidiClock(scheduler, (message) => {
      messages.push(message);
      times.push(performance.now() - begin);
    });
    clock.start(from, (tick) => begin + (tick - from) * millisecondsPerTick);
    await new Promise((resolve) => setTimeout(resolve, milliseconds + 20));
    clock.stop();
    clock.stop();
    scheduler.close();
    return { messages, times };
  }

  it('starts, pulses 24 times a quarter, and stops once', async () => {
    const { messages, times } = await run(0, 1000);
    expect(messages[0]).toEqual({ type: 'start' });
    expect(messages.at(-1)).toEqual({ type: 'stop' });
    const pulses = messages.slice(1, -1);
    expect(pulses.every(({ type }) => type === 'clock')).toBe(true);
    expect(pulses.length).toBeGreaterThanOrEqual(96);
    expect(pulses.length).toBeLessThanOrEqual(104);
    // The 97th pulse is the beginning of the second second: the error does not add up.
    expect(Math.abs((times[97] ?? 0) - 1000)).toBeLessThan(15);
  });

  it('tells its place in sixteenths and continues at the next one', async () => {
    const { messages, times } = await run(1925, 100);
    expect(messages.slice(0, 3)).toEqual([
      { type: 'songPosition', sixteenths: 17 },
      { type: 'continue' },
      { type: 'clock' },
    ]);
    expect(times[2]).toBeGreaterThanOrEqual((2040 - 1925) * millisecondsPerTick - 0.01);
  });
});

describe('the way out', () => {
  it('is a virtual port where there is one, else the network, with the reason', async () => {
    const { isAvailable, hasVirtual } = await findNativePorts();
    const network = new NetworkMidi({ name: 'Leitmotif', port: 35_004, peers: [] });
    const wish = { kind: 'auto', network } as const;
    const { kind, reason, output } = await openMidiOutput(wish);
    expect(kind).toBe(isAvailable && hasVirtual ? 'virtual' : 'network');
    expect(reason === '').toBe(kind === 'virtual');
    await output.close();
    await expect(openMidiOutput({ kind: 'device', path: '/no/such/device' })).rejects.toMatchObject({
      code: 'midi-port-missing',
    });
  });
});

describe('ports of the system', () => {
  it('are there, or are said not to be', async () => {
    const ports = await findNativePorts();
    expect(ports.isAvailable || ports.reason !== '').toBe(true);
    const opened = await openVirtualPort('Leitmotif test').then(
      async (output) => {
        await output.close();
        return 'open';
      },
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(opened).toBe(ports.isAvailable && ports.hasVirtual ? 'open' : 'midi-unavailable');
    const wanted = ports.isAvailable ? 'midi-port-missing' : 'midi-unavailable';
    await expect(openExistingPort('no such port')).rejects.toMatchObject({ code: wanted });
  });
});
