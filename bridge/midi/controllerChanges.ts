/**
 * Controllers of 14 bit: a coarse one, 0–31, and a fine one 32 above it. A coarse value puts the fine one to 0 at the receiver, so
 * the fine one follows wherever the coarse one changed.
 */
import type { MappingSource } from '../protocol/parameterMapping.ts';
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

/** The messages that move a foreign controller to a value, 0…127, in 7 bit; none where it is none. */
export function controllerMessages(source: MappingSource, value: number): MidiMessage[] {
  if (source.kind === 'osc') return [];
  const channel = source.channel - 1;
  const wanted = Math.round(Math.min(127, Math.max(0, value)));
  const message = (controller: number, of: number): MidiMessage => ({
    type: 'controller',
    channel,
    controller,
    value: of,
  });
  if (source.kind === 'midi') return [message(source.controller, wanted)];
  const { parameter } = source;
  return [message(99, parameter >> 7), message(98, parameter & 0x7f), message(6, wanted)];
}
