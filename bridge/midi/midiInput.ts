/** Where MIDI comes from: a port of the system, an RTP-MIDI session. */
import type { Milliseconds } from '../protocol/units.ts';
import type { MidiMessage } from './midiMessage.ts';

/** Told of a message and when it came, by `performance.now()`. */
export type MidiListener = (message: MidiMessage, at: Milliseconds) => void;

/** One input. */
export interface MidiInput {
  /** As a person knows it. */
  readonly name: string;
  /** What came and was no message; counted and left out. */
  readonly malformed: number;
  /** Lets go of it. Nothing is told afterwards. */
  close(): Promise<void>;
}
