/** The way in that a person chose, or the best that the system has: a virtual port, else RTP-MIDI. */
import { findNativePorts, loadNative, openExistingInput, openVirtualInput } from './nativeMidi.ts';
import type { NativeLoader } from './nativeMidi.ts';
import type { MidiInput, MidiListener } from './midiInput.ts';
import type { NetworkMidi } from './networkMidi.ts';

/** What a person may choose. An existing port is never guessed. */
export type MidiInputWish =
  { kind: 'auto' | 'network'; network: NetworkMidi } | { kind: 'virtual' } | { kind: 'port'; name: string };

/** What was opened. */
export interface OpenedMidiInput {
  kind: 'virtual' | 'port' | 'network';
  input: MidiInput;
  /** Why it is not a virtual port, where that was looked for. */
  reason: string;
}

/** Beside the virtual output, that they are not taken for one another. */
const portName = 'Leitmotif controls';

/** Opens it. @throws LeitmotifError `midi-unavailable`, `midi-port-missing`, `port-in-use` */
export async function openMidiInput(
  wish: MidiInputWish,
  hear: MidiListener,
  load: NativeLoader = loadNative,
): Promise<OpenedMidiInput> {
  switch (wish.kind) {
    case 'virtual':
      return { kind: 'virtual', input: await openVirtualInput(portName, hear, load), reason: '' };
    case 'port':
      return { kind: 'port', input: await openExistingInput(wish.name, hear, load), reason: '' };
    case 'network':
      return { kind: 'network', input: await wish.network.openInput(hear), reason: '' };
    case 'auto': {
      const { isAvailable, hasVirtual, reason } = await findNativePorts(load);
      if (isAvailable && hasVirtual)
        return { kind: 'virtual', input: await openVirtualInput(portName, hear, load), reason: '' };
      const input = await wish.network.openInput(hear);
      return { kind: 'network', input, reason: isAvailable ? noVirtualPorts : reason };
    }
  }
}

/** What is said on Windows. */
export const noVirtualPorts = 'This system has no virtual MIDI ports';
