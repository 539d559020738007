/**
 * Ports of the system, by `@julusian/midi`: this file is its only importer. Where the system has no MIDI (no ALSA sequencer, no driver),
 * that is said and not thrown.
 */
import { LeitmotifError } from '../protocol/errors.ts';
import { encodeMidi } from './midiMessage.ts';
import { MidiParser } from './midiParser.ts';
import type { MidiMessage } from './midiMessage.ts';
import type { MidiInput, MidiListener } from './midiInput.ts';
import type { MidiOutput } from './midiOutput.ts';

/** What the system offers. */
export interface NativePorts {
  /** False where there is no MIDI at all; `reason` says why. */
  isAvailable: boolean;
  reason: string;
  /** Windows has no virtual ports. */
  hasVirtual: boolean;
  /** Outputs and inputs that exist, as the system names them. */
  outputs: string[];
  inputs: string[];
}

/** What is used of either direction of the package. */
interface NativePorter {
  getPortCount(): number;
  getPortName(port: number): string;
  openPort(port: number): unknown;
  openVirtualPort(name: string): unknown;
  destroy(): void;
}
/** What is used of its outputs. */
export interface NativeOutput extends NativePorter {
  send(bytes: number[]): void;
}
/** What is used of its inputs. */
export interface NativeInput extends NativePorter {
  on(event: 'message', hear: (seconds: number, bytes: number[]) => void): unknown;
  /** Whether SysEx, timing and active sensing are kept from us. */
  ignoreTypes(sysEx: boolean, timing: boolean, activeSensing: boolean): void;
}
/** The package, or what has the same shape. */
export interface NativeMidi {
  Output: new () => NativeOutput;
  Input: new () => NativeInput;
}
/** Loads it. */
export type NativeLoader = () => Promise<NativeMidi>;

/** The package itself. */
export const loadNative: NativeLoader = () => import('@julusian/midi/lazy');

/** Looks what there is. Never throws. */
export async function findNativePorts(load: NativeLoader = loadNative): Promise<NativePorts> {
  try {
    const { Output, Input } = await load();
    const [outputs, inputs] = [new Output(), new Input()].map((probe) => {
      const names = namesOf(probe);
      probe.destroy();
      return names;
    });
    const hasVirtual = process.platform !== 'win32';
    return { isAvailable: true, reason: '', hasVirtual, outputs: outputs ?? [], inputs: inputs ?? [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { isAvailable: false, reason, hasVirtual: false, outputs: [], inputs: [] };
  }
}

/** Opens a virtual port that DAWs see as an input. @throws LeitmotifError `midi-unavailable` */
export function openVirtualPort(name: string, load: NativeLoader = loadNative): Promise<MidiOutput> {
  return openOutput(name, load, (output) => output.openVirtualPort(name));
}

/** Opens a port that exists. @throws LeitmotifError `midi-unavailable`, `midi-port-missing` */
export function openExistingPort(name: string, load: NativeLoader = loadNative): Promise<MidiOutput> {
  return openOutput(name, load, (output) => output.openPort(portNamed(output, name)));
}

/** Opens a virtual port that DAWs and controllers see as an output. @throws LeitmotifError `midi-unavailable` */
export function openVirtualInput(name: string, hear: MidiListener, load: NativeLoader): Promise<MidiInput> {
  return openInput(name, hear, load, (input) => input.openVirtualPort(name));
}

/** Opens a port that exists. @throws LeitmotifError `midi-unavailable`, `midi-port-missing` */
export function openExistingInput(name: string, hear: MidiListener, load: NativeLoader): Promise<MidiInput> {
  return openInput(name, hear, load, (input) => input.openPort(portNamed(input, name)));
}

async function openOutput(
  name: string,
  load: NativeLoader,
  open: (output: NativeOutput) => unknown,
): Promise<MidiOutput> {
  return new NativeOutputPort(name, await opened(name, async () => new (await load()).Output(), open));
}

async function openInput(
  name: string,
  hear: MidiListener,
  load: NativeLoader,
  open: (input: NativeInput) => unknown,
): Promise<MidiInput> {
  const begin = (input: NativeInput): void => {
    // Clock is what a transport follows; nobody needs to know that a cable is still there.
    input.ignoreTypes(true, false, true);
    open(input);
  };
  return new NativeInputPort(name, await opened(name, async () => new (await load()).Input(), begin), hear);
}

async function opened<P extends NativePorter>(
  name: string,
  make: () => Promise<P>,
  open: (porter: P) => unknown,
): Promise<P> {
  let porter: P | undefined;
  try {
    porter = await make();
    open(porter);
    return porter;
  } catch (cause) {
    porter?.destroy();
    if (cause instanceof LeitmotifError) throw cause;
    throw new LeitmotifError('midi-unavailable', {
      what: 'MIDI is not available on this system',
      subject: name,
      next: 'Use RTP-MIDI, or load the system’s MIDI driver (on Linux: modprobe snd-seq)',
      cause,
    });
  }
}

class NativeOutputPort implements MidiOutput {
  readonly name: string;
  #output: NativeOutput | undefined;

  constructor(name: string, output: NativeOutput) {
    this.name = name;
    this.#output = output;
  }

  send(message: MidiMessage): void {
    this.#output?.send([...encodeMidi(message)]);
  }

  close(): Promise<void> {
    this.#output?.destroy();
    this.#output = undefined;
    return Promise.resolve();
  }
}

class NativeInputPort implements MidiInput {
  readonly name: string;
  readonly #parser: MidiParser;
  #input: NativeInput | undefined;
  #at = 0;

  constructor(name: string, input: NativeInput, hear: MidiListener) {
    this.name = name;
    this.#input = input;
    this.#parser = new MidiParser((message) => {
      if (this.#input !== undefined) hear(message, this.#at);
    });
    input.on('message', (_seconds, bytes) => {
      this.#at = performance.now();
      this.#parser.push(bytes);
    });
  }

  get malformed(): number {
    return this.#parser.malformed;
  }

  close(): Promise<void> {
    this.#input?.destroy();
    this.#input = undefined;
    return Promise.resolve();
  }
}

function namesOf(porter: NativePorter): string[] {
  return Array.from({ length: porter.getPortCount() }, (_, i) => porter.getPortName(i));
}

function portNamed(porter: NativePorter, name: string): number {
  const names = namesOf(porter);
  const port = names.indexOf(name);
  if (port >= 0) return port;
  throw new LeitmotifError('midi-port-missing', {
    what: 'There is no such MIDI port',
    subject: name,
    next: names.length === 0 ? 'Connect one, or use RTP-MIDI' : `Choose one of ${names.join(', ')}`,
  });
}
