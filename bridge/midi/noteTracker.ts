/**
 * Knows which notes sound on an output, so that every one of them ends: on stop, on disconnect, on a crash, by command. All notes
 * of an output go through here.
 */
import type { MidiMessage } from './midiMessage.ts';
import type { MidiOutput } from './midiOutput.ts';

const sustain = 64;
const allSoundOff = 120;
const allNotesOff = 123;

/** An output whose notes end. */
export class NoteTracker implements MidiOutput {
  readonly #output: MidiOutput;
  /** Pitches that sound, by channel. */
  readonly #sounding = Array.from({ length: 16 }, () => new Set<number>());
  readonly #isUsed = new Array<boolean>(16).fill(false);
  readonly #isHeld = new Array<boolean>(16).fill(false);
  readonly #isBent = new Array<boolean>(16).fill(false);

  constructor(output: MidiOutput) {
    this.#output = output;
  }

  get name(): string {
    return this.#output.name;
  }

  /** Notes that sound. */
  get sounding(): number {
    return this.#sounding.reduce((sum, pitches) => sum + pitches.size, 0);
  }

  /**
   * Sends a message. A note that sounds already is ended before it begins again, for some synthesizers count notes and others do not;
   * the end of a note that does not sound is left out.
   */
  send(message: MidiMessage): void {
    if ('channel' in message) this.#isUsed[message.channel] = true;
    switch (message.type) {
      case 'noteOn':
        if (this.#sounding[message.channel]?.has(message.pitch) === true)
          this.#output.send({ ...message, type: 'noteOff', midiVelocity: 64 });
        this.#output.send(message);
        this.#sounding[message.channel]?.add(message.pitch);
        return;
      case 'noteOff':
        if (this.#sounding[message.channel]?.delete(message.pitch) === true) this.#output.send(message);
        return;
      case 'controller':
        if (message.controller === sustain) this.#isHeld[message.channel] = message.value > 0;
        break;
      case 'bend':
        this.#isBent[message.channel] = message.value !== 0;
        break;
      default:
    }
    this.#output.send(message);
  }

  /** Ends the notes that sound, lifts pedals and centres bends. Tails ring out. */
  endNotes(): void {
    this.#sounding.forEach((pitches, channel) => {
      for (const pitch of pitches) this.#output.send({ type: 'noteOff', channel, pitch, midiVelocity: 64 });
      pitches.clear();
      if (this.#isHeld[channel] === true)
        this.#output.send({ type: 'controller', channel, controller: sustain, value: 0 });
      if (this.#isBent[channel] === true) this.#output.send({ type: 'bend', channel, value: 0 });
      this.#isHeld[channel] = false;
      this.#isBent[channel] = false;
    });
  }

  /** Ends everything at once, also what others began on the channels that were used: notes one by one, then by the channel. */
  panic(): void {
    this.endNotes();
    this.#isUsed.forEach((isUsed, channel) => {
      if (!isUsed) return;
      for (const controller of [sustain, allNotesOff, allSoundOff])
        this.#output.send({ type: 'controller', channel, controller, value: 0 });
    });
  }

  /** Ends whatever sounds on these channels, also what a bridge that was killed began: it could end nothing itself. */
  clear(channels: readonly number[]): void {
    for (const channel of channels) {
      this.#output.send({ type: 'controller', channel, controller: sustain, value: 0 });
      // One by one: not everybody knows the end of all notes.
      for (let pitch = 0; pitch < 128; pitch++)
        this.#output.send({ type: 'noteOff', channel, pitch, midiVelocity: 64 });
      this.#output.send({ type: 'controller', channel, controller: allNotesOff, value: 0 });
      this.#output.send({ type: 'bend', channel, value: 0 });
    }
  }

  /** Ends all notes, then lets go of the output. */
  async close(): Promise<void> {
    this.panic();
    await this.#output.close();
  }
}

/**
 * Ends the notes of these outputs when the process ends, also by an error that nobody caught. A process that is killed (SIGKILL)
 * can end nothing. @returns takes it back
 */
export function panicAtExit(trackers: Iterable<NoteTracker>): () => void {
  const panic = (): void => {
    for (const tracker of trackers) tracker.panic();
  };
  process.on('exit', panic);
  return () => {
    process.off('exit', panic);
  };
}
