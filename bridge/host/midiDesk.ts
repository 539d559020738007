/** MIDI of a bridge: the way out that a person chose, clock and attributes on it; notes come from whoever plays. */
import { attributeChannel, attributeControllers, toController } from '../midi/attributeControllers.ts';
import { ControllerWriter } from '../midi/controllerChanges.ts';
import { MidiClock } from '../midi/midiClock.ts';
import { findNativePorts } from '../midi/nativeMidi.ts';
import { panicAtExit } from '../midi/noteTracker.ts';
import { openMidiOutput } from '../midi/openMidiOutput.ts';
import type { MidiWish, OpenedMidi } from '../midi/openMidiOutput.ts';
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { ControllerAttribute } from '../midi/attributeControllers.ts';
import type { BridgeDevice, MidiState } from '../protocol/bridge.ts';
import type { BridgeDesk } from './bridgeDesk.ts';
import type { OptionalHandlers } from './bridgeHandlers.ts';

type Asked = Parameters<NonNullable<OptionalHandlers['openMidi']>>[0];

/** Control port of RTP-MIDI by custom; this machine alone. */
const network = { name: 'Leitmotif', port: 5004, peers: ['127.0.0.1'] };

/** One way out at a time. */
export class MidiDesk {
  readonly #desk: BridgeDesk;
  readonly #clock: MidiClock;
  readonly #trackers = new Set<NoteTracker>();
  readonly #attributes = new ControllerWriter(attributeChannel);
  #opened: OpenedMidi | undefined;

  constructor(desk: BridgeDesk) {
    this.#desk = desk;
    this.#clock = new MidiClock(desk.scheduler, (message) => this.#opened?.output.send(message));
    panicAtExit(this.#trackers);
    desk.onPanic(() => {
      this.#opened?.output.panic();
    });
    desk.transportClock.onChange(({ isRolling, tick }, at) => {
      if (!isRolling) this.#clock.stop();
      else if (!this.#clock.isRunning) this.#startClock(tick, at);
    });
    desk.store.onChange((name, value) => {
      if (name in attributeControllers) this.#tell(name as ControllerAttribute, Number(value));
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
    this.#opened = await openMidiOutput(wishOf(asked));
    this.#trackers.add(this.#opened.output);
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
    const { outputs } = await findNativePorts();
    return outputs.map((name) => ({ kind: 'midi-output', id: name, name }));
  };

  #tell(name: ControllerAttribute, value: number): void {
    const output = this.#opened?.output;
    if (output === undefined) return;
    for (const message of this.#attributes.write(attributeControllers[name], toController(name, value)))
      output.send(message);
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
}

function wishOf(asked: Asked): MidiWish {
  switch (asked.to) {
    case 'auto':
    case 'network':
      return { kind: asked.to, network: { ...network, port: asked.port ?? network.port } };
    case 'virtual':
      return { kind: 'virtual' };
    case 'port':
      return { kind: 'port', name: asked.name };
  }
}
