/** Any MIDI message, for properties. */
import fc from 'fast-check';
import { realTimeStatuses } from '../../../../bridge/midi/midiMessage.ts';
import type { MidiMessage, RealTimeType } from '../../../../bridge/midi/midiMessage.ts';

const seven = fc.nat(127);
const channel = fc.nat(15);
function named<T extends MidiMessage['type']>(type: T): { type: fc.Arbitrary<T> } {
  return { type: fc.constant(type) };
}

/** A message of one channel. */
export const anyChannelMessage: fc.Arbitrary<MidiMessage> = fc.oneof(
  fc.record({ ...named('noteOff'), channel, pitch: seven, midiVelocity: seven }),
  fc.record({ ...named('noteOn'), channel, pitch: seven, midiVelocity: fc.integer({ min: 1, max: 127 }) }),
  fc.record({ ...named('polyPressure'), channel, pitch: seven, value: seven }),
  fc.record({ ...named('controller'), channel, controller: seven, value: seven }),
  fc.record({ ...named('program'), channel, program: seven }),
  fc.record({ ...named('channelPressure'), channel, value: seven }),
  fc.record({ ...named('bend'), channel, value: fc.integer({ min: -8192, max: 8191 }) }),
);

/** A real-time message. */
export const anyRealTime: fc.Arbitrary<MidiMessage> = fc
  .constantFrom(...(Object.keys(realTimeStatuses) as RealTimeType[]))
  .map((type) => ({ type }));

/** Any message. */
export const anyMidi: fc.Arbitrary<MidiMessage> = fc.oneof(
  { arbitrary: anyChannelMessage, weight: 6 },
  anyRealTime,
  fc.record({ ...named('sysEx'), data: fc.uint8Array({ max: 127, maxLength: 20 }) }),
  fc.record({ ...named('timeCode'), value: seven }),
  fc.record({ ...named('songPosition'), sixteenths: fc.nat(0x3fff) }),
  fc.record({ ...named('songSelect'), song: seven }),
  fc.record(named('tuneRequest')),
);
