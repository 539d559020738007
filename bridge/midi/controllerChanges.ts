/**
 * Controllers of 14 bit: a coarse one, 0–31, and a fine one 32 above it. A coarse value puts the fine one to 0 at the receiver, so
 * the fine one follows wherever the coarse one changed.
 */
import type { MidiMessage } from './midiMessage.ts';
import type { Unit } from '../protocol/units.ts';

const fineAbove = 32;
const most = 0x3fff;

/** Values as messages, only where they changed. */
export class ControllerWriter {
  readonly #channel: number;
  readonly #sent = new Map<number, number>();

  constructor(channel: number) {
    this.#channel = channel;
  }

  /** The messages that bring a coarse controller, 0–31, to a value in 0…1; none where it is there already. */
  write(controller: number, value: Unit): MidiMessage[] {
    const wanted = Math.round(Math.min(1, Math.max(0, value)) * most);
    const sent = this.#sent.get(controller);
    if (wanted === sent) return [];
    this.#sent.set(controller, wanted);
    const fine = this.#message(controller + fineAbove, wanted & 0x7f);
    if (sent !== undefined && sent >> 7 === wanted >> 7) return [fine];
    return [this.#message(controller, wanted >> 7), fine];
  }

  /** Sends everything again the next time, for whoever comes new. */
  forget(): void {
    this.#sent.clear();
  }

  #message(controller: number, value: number): MidiMessage {
    return { type: 'controller', channel: this.#channel, controller, value };
  }
}

/** Messages as values. Senders of 7 bit reach both ends as well. */
export class ControllerReader {
  readonly #coarse = new Map<number, number>();
  readonly #isFine = new Set<number>();

  /** The value in 0…1 of a coarse controller that this message changes, or undefined. */
  read(message: MidiMessage): { channel: number; controller: number; value: Unit } | undefined {
    if (message.type !== 'controller' || message.controller >= 2 * fineAbove) return undefined;
    const { channel, value } = message;
    const controller = message.controller % fineAbove;
    const key = channel * fineAbove + controller;
    if (message.controller < fineAbove) {
      this.#coarse.set(key, value);
      // Before a fine value ever came, 127 is the whole.
      const scaled = this.#isFine.has(key) ? (value << 7) / most : value / 127;
      return { channel, controller, value: scaled };
    }
    this.#isFine.add(key);
    return { channel, controller, value: (((this.#coarse.get(key) ?? 0) << 7) | value) / most };
  }
}
