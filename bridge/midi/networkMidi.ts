/** The one session of RTP-MIDI: notes go out and controllers come in on the same two ports. It is open while somebody uses it. */
import { RtpMidiSession } from './rtpMidiSession.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { MidiMessage } from './midiMessage.ts';
import type { MidiOutput } from './midiOutput.ts';
import type { MidiInput, MidiListener } from './midiInput.ts';
import type { RtpMidiOptions } from './rtpMidiSession.ts';

/** One session for both directions. */
export class NetworkMidi {
  #options: RtpMidiOptions;
  readonly #listeners = new Set<MidiListener>();
  #session: Promise<RtpMidiSession> | undefined;
  #users = 0;

  constructor(options: RtpMidiOptions) {
    this.#options = options;
  }

  /** First of the two UDP ports. A session that is open stays where it is. */
  set port(port: number) {
    this.#options = { ...this.#options, port };
  }

  /** The way out. @throws LeitmotifError `port-in-use` */
  async openOutput(): Promise<MidiOutput> {
    const session = await this.#use();
    let isClosed = false;
    return {
      name: session.name,
      send: (message) => {
        if (!isClosed) session.send(message);
      },
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        await this.#leave();
      },
    };
  }

  /** What comes in. @throws LeitmotifError `port-in-use` */
  async openInput(hear: MidiListener): Promise<MidiInput> {
    const session = await this.#use();
    this.#listeners.add(hear);
    return {
      name: session.name,
      get malformed() {
        return session.refused;
      },
      close: async () => {
        if (this.#listeners.delete(hear)) await this.#leave();
      },
    };
  }

  async #use(): Promise<RtpMidiSession> {
    this.#users += 1;
    this.#session ??= RtpMidiSession.open({ ...this.#options, onMessage: this.#hear });
    try {
      return await this.#session;
    } catch (error) {
      this.#users -= 1;
      this.#session = undefined;
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.close();
  }

  readonly #hear = (message: MidiMessage): void => {
    const at: Milliseconds = performance.now();
    for (const hear of this.#listeners) hear(message, at);
  };
}
