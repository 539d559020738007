/** MIDI of a bridge: the way out that a person chose, clock and attributes on it; notes come from whoever plays. */
import { attributeChannel, attributeControllers, toController } from '../midi/attributeControllers.ts';
import { roleChannels } from '../midi/channelLayout.ts';
import { controllerMessages, ControllerWriter } from '../midi/controllerChanges.ts';
import { MidiClock } from '../midi/midiClock.ts';
import { findNativePorts, loadNative } from '../midi/nativeMidi.ts';
import { panicAtExit } from '../midi/noteTracker.ts';
import { openMidiOutput } from '../midi/openMidiOutput.ts';
import { midiOrigin } from './midiInputDesk.ts';
import type { NativeLoader } from '../midi/nativeMidi.ts';
import type { MidiWish, OpenedMidi } from '../midi/openMidiOutput.ts';
import type { NetworkMidi } from '../midi/networkMidi.ts';
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { ControllerAttribute } from '../midi/attributeControllers.ts';
import type { BridgeDevice, MidiState } from '../protocol/bridge.ts';
import type { BridgeDesk } from './bridgeDesk.ts';
import type { OptionalHandlers } from './bridgeHandlers.ts';

type Asked = Parameters<NonNullable<OptionalHandlers['openMidi']>>[0];

/** One way out at a time. */
export class MidiDesk {
  readonly #desk: BridgeDesk;
  readonly #network: NetworkMidi;
  readonly #load: NativeLoader;
  readonly #clock: MidiClock;
  readonly #trackers = new Set<NoteTracker>();
  readonly #attributes = new ControllerWriter(attributeChannel);
  #opened: OpenedMidi | undefined;

  constructor(desk: BridgeDesk, network: NetworkMidi, load: NativeLoader = loadNative) {
    this.#desk = desk;
    this.#network = network;
    this.#load = load;
    this.#clock = new MidiClock(desk.scheduler, (message) => this.#opened?.output.send(message));
    panicAtExit(this.#trackers);
    desk.onPanic(() => {
      this.#opened?.output.panic();
    });
    desk.transportClock.onChange(({ isRolling, tick }, at) => {
      if (!isRolling) this.#clock.stop();
      else if (!this.#clock.isRunning) this.#startClock(tick, at);
    });
    desk.store.onChange((name, value, origin) => {
      if (name in attributeControllers)
        this.#tell(name as ControllerAttribute, Number(value), origin === midiOrigin);
    });
    desk.onMoveParameter((source, value) => {
      for (const message of controllerMessages(source, value)) this.#opened?.output.send(message);
    });
  }

  /** Absent while nothing is open. */
  get output(): NoteTracker | undefined {
    return this.#opened?.output;
  }

  /** Absent while nothing is open. */
  get state(): MidiState | undefined {
    if (this.#opened === undefined) return undefined;
    const { kind, output, reason } = this.#opened;
    return { kind: kind === 'device' ? 'port' : kind, name: output.name, reason };
  }

  /** Opens one in place of an earlier one. @throws LeitmotifError `midi-unavailable`, `midi-port-missing`, `port-in-use` */
  readonly open = async (asked: Asked): Promise<MidiState> => {
    await this.close();
    this.#opened = await openMidiOutput(this.#wishOf(asked), this.#load);
    this.#trackers.add(this.#opened.output);
    this.#opened.output.clear(Object.values(roleChannels));
    this.#attributes.forget();
    for (const name of Object.keys(attributeControllers) as ControllerAttribute[])
      this.#tell(name, Number(this.#desk.store.get(name)));
    const { isRolling, tick } = this.#desk.transportClock.position();
    if (isRolling) this.#startClock(tick, performance.now());
    return this.state as MidiState;
  };

  /** Ends every note and closes it. */
  readonly close = async (): Promise<void> => {
    this.#clock.stop();
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    this.#trackers.delete(opened.output);
    await opened.output.close();
  };

  /** Ports that MIDI can go to. */
  readonly devices = async (): Promise<BridgeDevice[]> => {
    const { outputs } = await findNativePorts(this.#load);
    return outputs.map((name) => ({ kind: 'midi-output', id: name, name }));
  };

  /** What came in by MIDI is known there, and only remembered. */
  #tell(name: ControllerAttribute, value: number, isKnown = false): void {
    const output = this.#opened?.output;
    if (output === undefined) return;
    const messages = this.#attributes.write(attributeControllers[name], toController(name, value));
    if (!isKnown) for (const message of messages) output.send(message);
  }

  #startClock(tick: number, at: number): void {
    if (this.#opened === undefined) return;
    const { clock } = this.#desk.transportClock;
    const from = clock.framesAtWall(at);
    this.#clock.start(Math.max(0, tick), (wanted) => {
      const near = Math.max(from, clock.framesAtWall(performance.now()) - clock.sampleRate);
      const frames = clock.framesAtTick(wanted, near);
      return frames === undefined ? undefined : clock.wallAtFrames(frames);
    });
  }

  #wishOf(asked: Asked): MidiWish {
    switch (asked.to) {
      case 'auto':
      case 'network':
        if (asked.port !== undefined) this.#network.port = asked.port;
        return { kind: asked.to, network: this.#network };
      case 'virtual':
        return { kind: 'virtual' };
      case 'port':
        return { kind: 'port', name: asked.name };
      case 'device':
        return { kind: 'device', path: asked.path };
    }
  }
}
