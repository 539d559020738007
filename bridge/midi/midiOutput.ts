/** Where MIDI goes: a port, a device file, an RTP-MIDI session. */
import type { MidiMessage } from './midiMessage.ts';

/** One output. */
export interface MidiOutput {
  /** As a person knows it. */
  readonly name: string;
  /** Sends now. Does nothing after {@link MidiOutput.close}. */
  send(message: MidiMessage): void;
  /** Lets go of it. Who sent notes ends them before: `NoteTracker`. */
  close(): Promise<void>;
}
