/**
 * MIDI that comes in: controllers move attributes, and the clock leads the transport where a person chose that.
 *
 * ```
 *  port, RTP-MIDI ─► ControllerInput ─┬─► mappings, learning      any controller
 *                │                    └─► AttributeStore          those of `attributeControllers.ts`, on their own channel
 *                └─► ClockFollower ─────► Transport               unless a performance leads
 * ```
 */
import { attributeChannel, attributeOfController, fromController } from '../midi/attributeControllers.ts';
import { ClockFollower } from '../midi/clockFollower.ts';
import { ControllerInput } from '../midi/controllerInput.ts';
import { findNativePorts, loadNative } from '../midi/nativeMidi.ts';
import { openMidiInput } from '../midi/openMidiInput.ts';
import { beatQuarters } from '../protocol/meter.ts';
import type { ControllerValue } from '../midi/controllerInput.ts';
import type { MidiMessage } from '../midi/midiMessage.ts';
import type { NativeLoader } from '../midi/nativeMidi.ts';
import type { NetworkMidi } from '../midi/networkMidi.ts';
import type { MidiInputWish, OpenedMidiInput } from '../midi/openMidiInput.ts';
import type { BridgeDevice, MidiInputState } from '../protocol/bridge.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { BridgeDesk } from './bridgeDesk.ts';
import type { OptionalHandlers } from './bridgeHandlers.ts';

type Asked = Parameters<NonNullable<OptionalHandlers['listenMidi']>>[0];

/** Who changes what comes in by MIDI: it is not sent back. */
export const midiOrigin = 'midi';

/** Where its ports come from. */
export interface MidiInputPlaces {
  network: NetworkMidi;
  /** Whether a performance leads the clock, and nobody else may. */
  isClockLed: () => boolean;
  load?: NativeLoader;
}

/** One way in at a time. */
export class MidiInputDesk {
  readonly #desk: BridgeDesk;
  readonly #places: MidiInputPlaces;
  #opened: (OpenedMidiInput & { follow: boolean }) | undefined;
  #received = 0;
  #controllers = new ControllerInput();
  #follower: ClockFollower | undefined;

  constructor(desk: BridgeDesk, places: MidiInputPlaces) {
    this.#desk = desk;
    this.#places = places;
  }

  /** Absent while nothing is open. */
  get state(): MidiInputState | undefined {
    if (this.#opened === undefined) return undefined;
    const { kind, input, reason, follow } = this.#opened;
    const counts = { received: this.#received, malformed: input.malformed };
    return { kind, name: input.name, reason, follow, ...counts };
  }

  /** Opens one in place of an earlier one. @throws LeitmotifError `midi-unavailable`, `midi-port-missing`, `port-in-use` */
  readonly listen = async (asked: Asked): Promise<MidiInputState> => {
    await this.unlisten();
    this.#received = 0;
    this.#controllers = new ControllerInput();
    this.#follower = asked.follow ? new ClockFollower(this.#followed()) : undefined;
    const opened = await openMidiInput(this.#wishOf(asked), this.#hear, this.#places.load ?? loadNative);
    this.#opened = { ...opened, follow: asked.follow };
    return this.state as MidiInputState;
  };

  /** Closes it. */
  readonly unlisten = async (): Promise<void> => {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.input.close();
  };

  /** Ports that MIDI can come from. */
  readonly devices = async (): Promise<BridgeDevice[]> => {
    const { inputs } = await findNativePorts(this.#places.load ?? loadNative);
    return inputs.map((name) => ({ kind: 'midi-input', id: name, name }));
  };

  readonly #hear = (message: MidiMessage, at: Milliseconds): void => {
    this.#received += 1;
    if (!this.#places.isClockLed()) this.#follower?.hear(message, at);
    const moved = this.#controllers.read(message, at);
    if (moved === undefined) return;
    this.#desk.mappings.hear([moved], midiOrigin);
    this.#moveOwn(moved);
  };

  /** Our own controllers come back without a mapping, unless somebody gave them another meaning. */
  #moveOwn({ source, value }: ControllerValue): void {
    if (source.kind !== 'midi' || source.channel !== attributeChannel + 1) return;
    const name = attributeOfController(source.controller);
    if (name === undefined || this.#desk.mappings.isMapped(source)) return;
    this.#desk.store.set(name, fromController(name, Math.min(1, value / 127)), midiOrigin);
  }

  #followed(): ConstructorParameters<typeof ClockFollower>[0] {
    const { transportClock: transport, store } = this.#desk;
    const beats = (quarters: number): number => quarters / beatQuarters(transport.position().meter);
    return {
      tickAt: (at) => transport.position(at).tick,
      play: (at) => {
        transport.play(at, midiOrigin);
      },
      stop: (at) => {
        transport.stop(at, midiOrigin);
      },
      goTo: (tick, at) => {
        transport.locateTick(tick, at, midiOrigin);
      },
      tell: (tempo) => {
        store.set('tempo', Math.min(260, Math.max(30, beats(tempo))), midiOrigin);
      },
      setTempo: (tempo, at) => {
        transport.setTempo(beats(tempo), at, midiOrigin);
      },
    };
  }

  #wishOf(asked: Asked): MidiInputWish {
    switch (asked.from) {
      case 'auto':
      case 'network':
        return { kind: asked.from, network: this.#places.network };
      case 'virtual':
        return { kind: 'virtual' };
      case 'port':
        return { kind: 'port', name: asked.name };
    }
  }
}
