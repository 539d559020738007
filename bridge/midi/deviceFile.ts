/** A raw MIDI device or a FIFO of the file system: `/dev/snd/midiC1D0`, `/dev/midi1`, FluidSynth's `midi.oss.device`. */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { LeitmotifError } from '../protocol/errors.ts';
import { MidiByteWriter } from './midiByteWriter.ts';
import type { MidiMessage } from './midiMessage.ts';
import type { MidiOutput } from './midiOutput.ts';

/** Bytes with running status into a file. What its buffer does not take is lost, and counted: nothing here may wait. */
export class DeviceFile implements MidiOutput {
  readonly name: string;
  /** Messages that did not fit. */
  lost = 0;
  readonly #writer = new MidiByteWriter();
  #file: number | undefined;

  private constructor(path: string, file: number) {
    this.name = path;
    this.#file = file;
  }

  /** Opens one. @throws LeitmotifError `midi-port-missing` */
  static open(path: string): DeviceFile {
    try {
      // Read and write: a FIFO that nobody reads yet can be opened so, and does not break when its reader goes.
      const file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
      const found = fstatSync(file);
      if (found.isCharacterDevice() || found.isFIFO()) return new DeviceFile(path, file);
      closeSync(file);
      // Bytes of MIDI would be written over somebody's document.
      throw new TypeError('This is no device');
    } catch (cause) {
      throw new LeitmotifError('midi-port-missing', {
        what: 'The MIDI device cannot be opened',
        subject: path,
        next: 'Check that it exists and that you may write to it',
        cause,
      });
    }
  }

  send(message: MidiMessage): void {
    if (this.#file === undefined) return;
    const bytes = this.#writer.bytes(message);
    try {
      if (writeSync(this.#file, bytes) === bytes.byteLength) return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
    this.lost += 1;
    this.#writer.restart();
  }

  close(): Promise<void> {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    return Promise.resolve();
  }
}
