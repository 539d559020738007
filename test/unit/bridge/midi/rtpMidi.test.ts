import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSession, encodeSession } from '../../../../bridge/midi/appleMidi.ts';
import { MidiParser } from '../../../../bridge/midi/midiParser.ts';
import { RecoveryJournal } from '../../../../bridge/midi/recoveryJournal.ts';
import { decodeRtpMidi, encodeRtpMidi } from '../../../../bridge/midi/rtpMidiPacket.ts';
import { anyMidi } from './anyMidi.ts';
import type { SessionPacket } from '../../../../bridge/midi/appleMidi.ts';
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const uint16 = fc.nat(0xffff);
const header = fc.record({ sequence: uint16, timestamp: uint32, ssrc: uint32 });
const time = fc.integer({ min: 0, max: 2 ** 52 });
const anySession: fc.Arbitrary<SessionPacket> = fc.oneof(
  fc.record({
    type: fc.constantFrom('invitation', 'accepted', 'rejected'),
    token: uint32,
    ssrc: uint32,
    name: fc.string({ maxLength: 30 }).map((name) => name.replaceAll('\0', '')),
  }),
  fc.record({
    type: fc.constant('clock' as const),
    ssrc: uint32,
    count: fc.constantFrom(0 as const, 1 as const, 2 as const),
    times: fc.tuple(time, time, time),
  }),
  fc.record({ type: fc.constant('feedback' as const), ssrc: uint32, sequence: uint16 }),
);

function messagesOf(pieces: readonly number[][]): MidiMessage[] {
  const messages: MidiMessage[] = [];
  const parser = new MidiParser((message) => messages.push(message));
  for (const piece of pieces) parser.push(piece);
  return messages;
}

describe('RTP-MIDI packets', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(
        header,
        fc.array(anyMidi, { maxLength: 20 }),
        fc.uint8Array({ maxLength: 9 }),
        (head, messages, journal) => {
          const packet = decodeRtpMidi(encodeRtpMidi(head, messages, journal));
          expect(packet).toMatchObject({ ...head, hasJournal: true });
          expect(messagesOf(packet?.pieces ?? [])).toEqual(messages);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(anySession, (packet) => {
        expect(decodeSession(encodeSession(packet))).toEqual(packet);
      }),
      { numRuns: 3000 },
    );
  });

  it('of others: running status, deltas, a SysEx in three segments', () => {
    const list = [
      0x90, 60, 100, 0x83, 0x10, 61, 100, 0x05, 0xf0, 1, 2, 0xf0, 0, 0xf7, 3, 0xf0, 0, 0xf7, 4, 0xf7,
    ];
    const head = [0x80, 0x61, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0x80, list.length];
    const packet = decodeRtpMidi(Buffer.from([...head, ...list]));
    expect(messagesOf(packet?.pieces ?? [])).toEqual([
      { type: 'noteOn', channel: 0, pitch: 60, midiVelocity: 100 },
      { type: 'noteOn', channel: 0, pitch: 61, midiVelocity: 100 },
      { type: 'sysEx', data: Uint8Array.of(1, 2, 3, 4) },
    ]);
  });

  it('that are malformed are refused and never throw, 100,000 packets', () => {
    const broken = fc
      .tuple(
        header,
        fc.array(anyMidi, { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }),
        fc.nat(60),
      )
      .map(([head, messages, changes, cut]) => {
        const bytes = encodeRtpMidi(head, messages);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes.subarray(0, cut);
      });
    const garbage = fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes));
    const marked = garbage.map((bytes) => Buffer.concat([Buffer.from([0xff, 0xff]), bytes]));
    const session = fc
      .tuple(anySession, fc.nat(40))
      .map(([packet, cut]) => encodeSession(packet).subarray(0, cut));
    let [read, refused] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(broken, garbage, marked, session), (bytes) => {
        const packet = decodeRtpMidi(bytes);
        const found = packet ?? decodeSession(bytes);
        if (found === undefined) refused += 1;
        else read += 1;
        messagesOf(packet?.pieces ?? []);
      }),
      { numRuns: 100_000 },
    );
    expect(read).toBeGreaterThan(5000);
    expect(refused).toBeGreaterThan(5000);
  }, 120_000);
});

describe('the journal', () => {
  it('has the bytes of RFC 6295', () => {
    const journal = new RecoveryJournal(7);
    expect([...journal.encode()]).toEqual([0, 0, 7]);
    journal.add({ type: 'program', channel: 2, program: 40 }, 7);
    journal.add({ type: 'controller', channel: 2, controller: 11, value: 99 }, 8);
    journal.add({ type: 'bend', channel: 2, value: 0 }, 9);
    journal.add({ type: 'noteOn', channel: 2, pitch: 60, midiVelocity: 100 }, 10);
    journal.add({ type: 'noteOff', channel: 2, pitch: 64, midiVelocity: 0 }, 11);
    const chapters = [40, 0, 0, 0, 11, 99, 0, 0x40, 1, 0x88, 60, 0x80 | 100, 0x80];
    expect([...journal.encode()]).toEqual([0x20, 0, 7, 2 << 3, 3 + chapters.length, 0xd8, ...chapters]);
    journal.acknowledge(10);
    expect([...journal.encode()]).toEqual([0x20, 0, 11, 2 << 3, 6, 0x08, 0, 0x88, 0x80]);
    journal.acknowledge(11);
    expect([...journal.encode()]).toEqual([0, 0, 12]);
    // Feedback of before changes nothing.
    journal.acknowledge(5);
    expect([...journal.encode()]).toEqual([0, 0, 12]);
  });

  it('never grows beyond what one state of a keyboard holds', () => {
    fc.assert(
      fc.property(fc.array(anyMidi, { minLength: 300, maxLength: 600 }), (messages) => {
        const journal = new RecoveryJournal(0);
        messages.forEach((message, i) => {
          journal.add(message, i);
        });
        expect(journal.encode().length).toBeLessThan(3 + 16 * (3 + 3 + 257 + 2 + 2 + 254 + 16));
      }),
      { numRuns: 100 },
    );
  });
});
