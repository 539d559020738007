/**
 * Attributes, transport and what happens in the music over OSC, both ways.
 *
 *   peer ─► OscInbox ─► AttributeStore, transport          origin: who said it
 *   AttributeStore, announcements ─► gathered for a turn of the loop ─► one bundle with its time ─► all peers but the origin
 */
import { attributeControls } from '../protocol/attributeAddress.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import { lastBar, oscAddresses } from '../protocol/oscAddress.ts';
import { numberOf, textOf } from './oscPacket.ts';
import type { AttributeControl } from '../protocol/attributeAddress.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { MusicalPosition } from '../transport/musicalClock.ts';
import type { SystemTime } from '../transport/systemTime.ts';
import type { AttributeStore, ControlValue } from './attributeStore.ts';
import type { OscAct } from './oscInbox.ts';
import type { OscPort } from './oscPort.ts';
import type { OscArgument, OscMessage } from './oscPacket.ts';

/** What can be asked of the transport. `at` is a time by `performance.now()`. */
export interface TransportActs {
  play(at: Milliseconds, origin: string): void;
  stop(at: Milliseconds, origin: string): void;
  locate(bar: number, at: Milliseconds, origin: string): void;
  panic(): void;
}

/** What controls need. */
export interface AttributeControlsOptions {
  store: AttributeStore;
  transport: TransportActs;
  time: SystemTime;
  /** Sends; absent while nothing is connected. */
  port: () => Pick<OscPort, 'sendBundle'> | undefined;
}

/** Messages of one time for the peers of one exception. */
interface Batch {
  at: Milliseconds;
  exceptOrigin: string | undefined;
  messages: Map<string, OscMessage>;
}

/** Controls of a bridge. */
export class AttributeControls {
  readonly #options: AttributeControlsOptions;
  readonly #batches = new Map<string, Batch>();
  readonly #end: () => void;
  #turn: NodeJS.Immediate | undefined;
  #refused = 0;

  constructor(options: AttributeControlsOptions) {
    this.#options = options;
    this.#end = options.store.onChange((name, value, origin) => {
      const control = attributeControls.find((one) => one.name === name);
      if (control !== undefined) this.announce([messageOf(control, value)], performance.now(), origin);
    });
  }

  /** Messages that were no value of their control. */
  get refused(): number {
    return this.#refused;
  }

  /** What is done at each address; for an inbox. */
  acts(): Map<string, OscAct> {
    const { transport } = this.#options;
    const acts = new Map<string, OscAct>(
      attributeControls.map((control) => [control.address, this.#setter(control)]),
    );
    acts.set(oscAddresses.play.address, ({ args }, origin, at) => {
      if (isMeant(args)) transport.play(at, origin);
    });
    acts.set(oscAddresses.stop.address, ({ args }, origin, at) => {
      if (isMeant(args)) transport.stop(at, origin);
    });
    acts.set(oscAddresses.locate.address, ({ args }, origin, at) => {
      const bar = numberOf(args[0]);
      if (bar === undefined || !Number.isInteger(bar) || bar < 1 || bar > lastBar) this.#refused += 1;
      else transport.locate(bar, at, origin);
    });
    acts.set(oscAddresses.panic.address, () => {
      transport.panic();
    });
    acts.set(oscAddresses.refresh.address, () => {
      this.tellAll();
    });
    return acts;
  }

  /** Tells all peers the value of every control. */
  tellAll(): void {
    const { store } = this.#options;
    const messages = attributeControls.map((control) => messageOf(control, store.get(control.name)));
    this.announce(messages, performance.now());
  }

  /**
   * Tells peers something that holds from a time on, by `performance.now()`; together with what else is told for that time in this
   * turn of the event loop. Of two values at one address the later is sent; events are all sent.
   */
  announce(messages: readonly OscMessage[], at: Milliseconds, exceptOrigin?: string): void {
    // What happens now within one turn is one moment.
    const time = at <= performance.now() ? 'now' : String(at);
    const key = `${time} ${exceptOrigin ?? ''}`;
    const batch = this.#batches.get(key) ?? { at, exceptOrigin, messages: new Map<string, OscMessage>() };
    for (const message of messages) batch.messages.set(keyOf(message), message);
    this.#batches.set(key, batch);
    this.#turn ??= setImmediate(() => {
      this.flush();
    });
  }

  /** Tells whether it rolls, and where. */
  announceTransport(position: MusicalPosition, at: Milliseconds, exceptOrigin?: string): void {
    const playing: OscMessage = {
      address: oscAddresses.playing.address,
      args: [{ type: 'i', value: position.isRolling ? 1 : 0 }],
    };
    this.announce([playing, positionMessage(position)], at, exceptOrigin);
  }

  /** Tells where the music is; to be called for every beat, ahead of it. */
  announcePosition(position: MusicalPosition, at: Milliseconds): void {
    this.announce([positionMessage(position)], at);
  }

  /** Ends; what was not sent yet is sent. */
  close(): void {
    this.#end();
    this.flush();
  }

  /** Sends now what would be sent at the end of this turn. */
  flush(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    const { port, time } = this.#options;
    const open = port();
    const batches = [...this.#batches.values()];
    this.#batches.clear();
    for (const { at, exceptOrigin, messages } of batches) {
      open?.sendBundle(time.timetagAt(at), [...messages.values()], exceptOrigin);
    }
  }

  #setter(control: AttributeControl): OscAct {
    const { store } = this.#options;
    return ({ args }, origin) => {
      const value = control.kind === 'number' ? numberOf(args[0]) : textOf(args[0]);
      try {
        if (value === undefined) this.#refused += 1;
        else store.set(control.name, value, origin);
      } catch (error) {
        if (!(error instanceof LeitmotifError)) throw error;
        this.#refused += 1;
      }
    };
  }
}

const eventAddresses: readonly string[] = [
  oscAddresses.chord.address,
  oscAddresses.section.address,
  oscAddresses.take.address,
];

/** What replaces an earlier message of the same time: a value its address, an event only itself. */
function keyOf({ address, args }: OscMessage): string {
  if (!eventAddresses.includes(address)) return address;
  return [address, ...args.map((argument) => String(numberOf(argument) ?? textOf(argument)))].join('\0');
}

/** A button sends 1 when it is pressed and 0 when it is let go. */
function isMeant(args: readonly OscArgument[]): boolean {
  return args.length === 0 || numberOf(args[0]) !== 0;
}

function messageOf({ address }: AttributeControl, value: ControlValue): OscMessage {
  return { address, args: [typeof value === 'number' ? { type: 'f', value } : { type: 's', value }] };
}

function positionMessage({ bar, beat, tempo, meter }: MusicalPosition): OscMessage {
  return {
    address: oscAddresses.position.address,
    args: [
      { type: 'i', value: bar },
      { type: 'f', value: beat },
      { type: 'f', value: tempo },
      { type: 's', value: meter },
    ],
  };
}
