/**
 * Ports of the system, by `@julusian/midi`: this file is its only importer. Where the system has no MIDI (no ALSA sequencer, no driver),
 * that is said and not thrown.
 */
import { LeitmotifError } from '../protocol/errors.ts';
import { encodeMidi } from './midiMessage.ts';
import type { Output } from '@julusian/midi/lazy';
import type { MidiMessage } from './midiMessage.ts';
import type { MidiOutput } from './midiOutput.ts';

/** What the system offers. */
export interface NativePorts {
  /** False where there is no MIDI at all; `reason` says why. */
  isAvailable: boolean;
  reason: string;
  /** Windows has no virtual ports. */
  hasVirtual: boolean;
  /** Outputs that exist, as the system names them. */
  outputs: string[];
}

/** Looks what there is. Never throws. */
export async function findNativePorts(): Promise<NativePorts> {
  try {
    const { Output: NativeOutput } = await import('@julusian/midi/lazy');
    const probe = new NativeOutput();
    const outputs = Array.from({ length: probe.getPortCount() }, (_, i) => probe.getPortName(i));
    probe.destroy();
    return { isAvailable: true, reason: '', hasVirtual: process.platform !== 'win32', outputs };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { isAvailable: false, reason, hasVirtual: false, outputs: [] };
  }
}

/** Opens a virtual port that DAWs see as an input. @throws LeitmotifError `midi-unavailable` */
export function openVirtualPort(name: string): Promise<MidiOutput> {
  return openNative(name, (output) => {
    output.openVirtualPort(name);
  });
}

/** Opens a port that exists. @throws LeitmotifError `midi-unavailable`, `midi-port-missing` */
export function openExistingPort(name: string): Promise<MidiOutput> {
  return openNative(name, (output) => {
    const names = Array.from({ length: output.getPortCount() }, (_, i) => output.getPortName(i));
    const port = names.indexOf(name);
    if (port < 0) throw missing(name, names);
    output.openPort(port);
  });
}

async function openNative(name: string, open: (output: Output) => void): Promise<MidiOutput> {
  try {
    const { Output: NativeOutput } = await import('@julusian/midi/lazy');
    const output = new NativeOutput();
    open(output);
    return new NativePort(name, output);
  } catch (cause) {
    if (cause instanceof LeitmotifError) throw cause;
    throw new LeitmotifError('midi-unavailable', {
      what: 'MIDI is not available on this system',
      subject: name,
      next: 'Use RTP-MIDI, or load the system’s MIDI driver (on Linux: modprobe snd-seq)',
      cause,
    });
  }
}

class NativePort implements MidiOutput {
  readonly name: string;
  #output: Output | undefined;

  constructor(name: string, output: Output) {
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

function missing(name: string, names: readonly string[]): LeitmotifError {
  return new LeitmotifError('midi-port-missing', {
    what: 'There is no such MIDI port',
    subject: name,
    next: names.length === 0 ? 'Connect one, or use RTP-MIDI' : `Choose one of ${names.join(', ')}`,
  });
}
