/**
 * What happens in the music, to whoever wants to know: OSC peers ahead of its time, in a bundle that says when; listeners when it
 * comes, for their messages carry no time.
 */
import { oscAddresses } from '../protocol/oscAddress.ts';
import type { OscArgument, OscMessage } from '../osc/oscPacket.ts';
import type { MusicEvent } from '../protocol/musicEvent.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';

/** Events of one bridge. */
export class MusicEvents {
  readonly #announce: (messages: readonly OscMessage[], at: Milliseconds) => void;
  readonly #scheduler: LookaheadScheduler;
  readonly #listeners = new Set<(event: MusicEvent) => void>();

  constructor(
    announce: (messages: readonly OscMessage[], at: Milliseconds) => void,
    scheduler: LookaheadScheduler,
  ) {
    this.#announce = announce;
    this.#scheduler = scheduler;
  }

  /** Tells of an event at a time by `performance.now()`. */
  tell(event: MusicEvent, at: Milliseconds): void {
    this.#announce([messageOf(event)], at);
    if (this.#listeners.size === 0) return;
    this.#scheduler.schedule(at, () => {
      for (const listener of [...this.#listeners]) listener(event);
    });
  }

  /** Tells a listener of events when they come. @returns ends it */
  onEvent(listener: (event: MusicEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function messageOf(event: MusicEvent): OscMessage {
  const { address } = oscAddresses[event.kind];
  return { address, args: argumentsOf(event) };
}

function argumentsOf(event: MusicEvent): OscArgument[] {
  switch (event.kind) {
    case 'chord':
      return [text(event.name), text(event.numeral)];
    case 'section':
      return [text(event.label), { type: 'i', value: event.bar }];
    case 'take':
      return [text(event.event), text(event.name)];
  }
}

/** OSC ends a text at its first 0. */
function text(value: string): OscArgument {
  return { type: 's', value: value.replaceAll('\0', '') };
}
