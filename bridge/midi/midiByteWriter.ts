/** Messages as a stream of bytes with running status, for serial lines and device files. */
import { encodeMidi } from './midiMessage.ts';
import type { MidiMessage } from './midiMessage.ts';

/** One stream. */
export class MidiByteWriter {
  #running = 0;

  /** The bytes of a message, without its status where the one before had the same. @throws MidiRangeError */
  bytes(message: MidiMessage): Uint8Array<ArrayBuffer> {
    const bytes = encodeMidi(message);
    const status = bytes[0] as number;
    // Real-time messages should leave the running status as it is, but FluidSynth forgets it then: it is written again.
    const isRunning = status === this.#running;
    this.#running = status < 0xf0 ? status : 0;
    return isRunning ? bytes.subarray(1) : bytes;
  }

  /** Writes the next status in full, for whoever comes new to the line. */
  restart(): void {
    this.#running = 0;
  }
}
