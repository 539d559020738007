/** Scores for SuperCollider's server: OSC bundles of our codec, and a synthesizer that is one sample long. */
import { encodeOsc } from '../../bridge/osc/oscCodec.ts';
import { timetagOf } from '../../bridge/transport/systemTime.ts';
import type { OscMessage } from '../../bridge/osc/oscPacket.ts';
import type { Timetag } from '../../bridge/transport/systemTime.ts';

/** Messages at a time; seconds from the beginning of the score. */
export interface ScoreBundle {
  timetag: Timetag;
  messages: readonly OscMessage[];
}

/** A bundle that defines {@link clickDefinition}. */
export const defineClick: ScoreBundle = {
  timetag: timetagOf(0),
  messages: [{ address: '/d_recv', args: [{ type: 'b', value: clickDefinition() }] }],
};

/** Starts a click; it sounds on the very sample. */
export function clickMessage(id: number): OscMessage {
  return {
    address: '/s_new',
    args: [
      { type: 's', value: 'click' },
      { type: 'i', value: id },
      { type: 'i', value: 0 },
      { type: 'i', value: 0 },
    ],
  };
}

/** Does nothing; its time is the end of the sound. One that is answered would crash the server, which has nobody to answer. */
export const endMessage: OscMessage = {
  address: '/c_set',
  args: [
    { type: 'i', value: 0 },
    { type: 'f', value: 0 },
  ],
};

/** The bytes of a score: each bundle after its length. */
export function scoreBytes(bundles: readonly ScoreBundle[]): Uint8Array {
  return Buffer.concat(
    bundles.flatMap(({ timetag, messages }) => {
      const bytes = encodeOsc({ timetag, elements: messages });
      const length = Buffer.alloc(4);
      length.writeInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** `OffsetOut.ar(0, Impulse.ar(0))` in the server's file format, version 1. */
function clickDefinition(): Uint8Array {
  const int16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
  const int32 = (value: number): number[] => [...int16(value >> 16), ...int16(value)];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const constant = [...int16(-1), ...int16(0)];
  const audioRate = 2;
  return Uint8Array.from([
    ...Buffer.from('SCgf'),
    ...int32(1),
    ...int16(1),
    ...name('click'),
    ...int16(1), // one constant: 0
    ...int32(0),
    ...int16(0), // no parameters
    ...int16(0),
    ...int16(2), // two units
    ...[
      ...name('Impulse'),
      audioRate,
      ...int16(2),
      ...int16(1),
      ...int16(0),
      ...constant,
      ...constant,
      audioRate,
    ],
    ...[
      ...name('OffsetOut'),
      audioRate,
      ...int16(2),
      ...int16(0),
      ...int16(0),
      ...constant,
      ...int16(0),
      ...int16(0),
    ],
    ...int16(0), // no variants
  ]);
}
