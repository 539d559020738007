/** Ports of a system with MIDI, in the shape of `@julusian/midi`: what a test says to them comes in as from a driver. */
import { EventEmitter } from 'node:events';
import type { NativeLoader } from '../../../../bridge/midi/nativeMidi.ts';

/** One input as the package has it. */
class InjectedInput extends EventEmitter {
  readonly #system: InjectedMidi;

  constructor(system: InjectedMidi) {
    super();
    this.#system = system;
  }

  getPortCount(): number {
    return this.#system.ports.length;
  }

  getPortName(port: number): string {
    return this.#system.ports[port] ?? '';
  }

  openPort(port: number): void {
    this.#open(this.getPortName(port));
  }

  openVirtualPort(name: string): void {
    this.#open(name);
  }

  ignoreTypes(sysEx: boolean, timing: boolean, activeSensing: boolean): void {
    this.#system.ignored = { sysEx, timing, activeSensing };
  }

  destroy(): void {
    if (this.#system.input === this) this.#system.input = undefined;
  }

  #open(name: string): void {
    this.#system.opened = name;
    this.#system.input = this;
  }
}

/** One system. */
export class InjectedMidi {
  readonly ports: string[];
  input: EventEmitter | undefined;
  opened = '';
  /** What went out, as bytes. */
  readonly sent: number[][] = [];
  ignored: { sysEx: boolean; timing: boolean; activeSensing: boolean } | undefined;

  constructor(...ports: string[]) {
    this.ports = ports;
  }

  /** In place of the package. */
  get load(): NativeLoader {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below has a `this` of its own
    const system = this;
    class Input extends InjectedInput {
      constructor() {
        super(system);
      }
    }
    class Output extends Input {
      send(bytes: number[]): void {
        system.sent.push(bytes);
      }
    }
    return () => Promise.resolve({ Input, Output });
  }

  /** Bytes come in. */
  say(...bytes: number[]): void {
    this.input?.emit('message', 0, bytes);
  }
}
