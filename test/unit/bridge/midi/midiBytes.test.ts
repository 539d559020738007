import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MidiByteWriter } from '../../../../bridge/midi/midiByteWriter.ts';
import { encodeMidi, longestSysEx, MidiRangeError } from '../../../../bridge/midi/midiMessage.ts';
import { MidiParser } from '../../../../bridge/midi/midiParser.ts';
import { anyMidi, anyRealTime } from './anyMidi.ts';
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';

function parse(...pieces: Iterable<number>[]): { messages: MidiMessage[]; malformed: number } {
  const messages: MidiMessage[] = [];
  const parser = new MidiParser((message) => messages.push(message));
  for (const piece of pieces) parser.push(piece);
  return { messages, malformed: parser.malformed };
}

describe('MIDI bytes', () => {
  it('are those of the specification', () => {
    const known: [MidiMessage, number[]][] = [
      [{ type: 'noteOn', channel: 2, pitch: 60, midiVelocity: 100 }, [0x92, 60, 100]],
      [{ type: 'noteOff', channel: 15, pitch: 61, midiVelocity: 64 }, [0x8f, 61, 64]],
      [{ type: 'controller', channel: 0, controller: 7, value: 127 }, [0xb0, 7, 127]],
      [{ type: 'program', channel: 9, program: 40 }, [0xc9, 40]],
      [{ type: 'bend', channel: 1, value: 0 }, [0xe1, 0, 0x40]],
      [{ type: 'bend', channel: 1, value: -8192 }, [0xe1, 0, 0]],
      [{ type: 'songPosition', sixteenths: 300 }, [0xf2, 0x2c, 0x02]],
      [{ type: 'sysEx', data: Uint8Array.of(0x7e, 0x7f, 9, 1) }, [0xf0, 0x7e, 0x7f, 9, 1, 0xf7]],
      [{ type: 'clock' }, [0xf8]],
      [{ type: 'continue' }, [0xfb]],
    ];
    for (const [message, bytes] of known) expect([...encodeMidi(message)]).toEqual(bytes);
  });

  it('come back as the messages that they were, with running status, however they are cut, 20,000 times', () => {
    fc.assert(
      fc.property(fc.array(anyMidi, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (messages, size) => {
        const writer = new MidiByteWriter();
        const bytes = messages.flatMap((message) => [...writer.bytes(message)]);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
        expect(parse(...pieces)).toEqual({ messages, malformed: 0 });
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);

  it('let real-time messages stand inside of others', () => {
    fc.assert(
      fc.property(anyMidi, anyRealTime, fc.nat(20), (message, realTime, where) => {
        const bytes = [...encodeMidi(message)];
        const at = 1 + (where % bytes.length);
        const mixed = [...bytes.slice(0, at), ...encodeMidi(realTime), ...bytes.slice(at)];
        const { messages, malformed } = parse(mixed);
        expect(messages).toHaveLength(2);
        expect(messages).toEqual(expect.arrayContaining([message, realTime]));
        expect(malformed).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('of a note-on without velocity end the note', () => {
    expect(parse([0x90, 60, 100, 60, 0]).messages).toEqual([
      { type: 'noteOn', channel: 0, pitch: 60, midiVelocity: 100 },
      { type: 'noteOff', channel: 0, pitch: 60, midiVelocity: 64 },
    ]);
  });

  it('that are garbage never throw and never grow, 100,000 packets', () => {
    const messages: MidiMessage[] = [];
    const parser = new MidiParser((message) => messages.push(message));
    let count = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        parser.push(bytes);
        count += 1;
        // Throws where one is none.
        for (const message of messages.splice(0)) encodeMidi(message);
      }),
      { numRuns: 100_000 },
    );
    expect(count).toBe(100_000);
    expect(parser.malformed).toBeGreaterThan(1000);
    parser.reset();
    parser.push([0x90, 60, 100]);
    expect(messages).toHaveLength(1);
  }, 120_000);

  it('of a SysEx without end are held up to its limit and counted', () => {
    const parsed = parse([0xf0], new Uint8Array(longestSysEx + 1), [0xf7, 0x90, 60, 1]);
    expect(parsed).toMatchObject({ malformed: 1, messages: [{ type: 'noteOn' }] });
    expect(parse([0xf0, 1, 2, 0x90, 60, 1])).toMatchObject({ malformed: 1, messages: [{ type: 'noteOn' }] });
    expect(parse([0xf4, 60, 0xf9, 0xfd])).toEqual({ malformed: 4, messages: [] });
  });

  it('are refused for values that no message can hold', () => {
    const wrong: MidiMessage[] = [
      { type: 'noteOn', channel: 0, pitch: 60, midiVelocity: 0 },
      { type: 'noteOn', channel: 16, pitch: 60, midiVelocity: 1 },
      { type: 'noteOn', channel: 0, pitch: 128, midiVelocity: 1 },
      { type: 'controller', channel: 0, controller: 1, value: 0.5 },
      { type: 'bend', channel: 0, value: 8192 },
      { type: 'songPosition', sixteenths: -1 },
      { type: 'sysEx', data: Uint8Array.of(0x80) },
      { type: 'sysEx', data: new Uint8Array(longestSysEx + 1) },
    ];
    for (const message of wrong) expect(() => encodeMidi(message)).toThrow(MidiRangeError);
  });
});
