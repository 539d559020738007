/** An output that counts what sounds on it. */
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';
import type { MidiOutput } from '../../../../bridge/midi/midiOutput.ts';

/** Notes, pedals and bends. */
export class SoundingNotes implements MidiOutput {
  readonly name = 'counted';
  readonly messages: MidiMessage[] = [];
  isClosed = false;
  /** Notes that were begun while they sounded. */
  doubled = 0;
  readonly #notes = new Set<string>();
  readonly #held = new Set<number>();
  readonly #bent = new Set<number>();

  get count(): number {
    return this.#notes.size;
  }

  get held(): number {
    return this.#held.size;
  }

  get bent(): number {
    return this.#bent.size;
  }

  send(message: MidiMessage): void {
    this.messages.push(message);
    if (message.type === 'noteOn') {
      const note = `${message.channel}/${message.pitch}`;
      if (this.#notes.has(note)) this.doubled += 1;
      this.#notes.add(note);
    } else if (message.type === 'noteOff') this.#notes.delete(`${message.channel}/${message.pitch}`);
    else if (message.type === 'bend') note(this.#bent, message.channel, message.value !== 0);
    else if (message.type === 'controller' && message.controller === 64)
      note(this.#held, message.channel, message.value > 0);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function note(set: Set<number>, channel: number, isSo: boolean): void {
  if (isSo) set.add(channel);
  else set.delete(channel);
}
