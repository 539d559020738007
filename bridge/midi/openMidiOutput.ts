/** The way out that a person chose, or the best that the system has: a virtual port, else RTP-MIDI. Its notes end. */
import { DeviceFile } from './deviceFile.ts';
import { findNativePorts, loadNative, openExistingPort, openVirtualPort } from './nativeMidi.ts';
import { NoteTracker } from './noteTracker.ts';
import { noVirtualPorts } from './openMidiInput.ts';
import type { MidiOutput } from './midiOutput.ts';
import type { NativeLoader } from './nativeMidi.ts';
import type { NetworkMidi } from './networkMidi.ts';

/** What a person may choose. An existing port is never guessed: it may be somebody's synthesizer. */
export type MidiWish =
  | { kind: 'auto'; network: NetworkMidi }
  | { kind: 'virtual' }
  | { kind: 'port'; name: string }
  | { kind: 'device'; path: string }
  | { kind: 'network'; network: NetworkMidi };

/** What was opened. */
export interface OpenedMidi {
  kind: 'virtual' | 'port' | 'device' | 'network';
  output: NoteTracker;
  /** Why it is not a virtual port, where that was looked for. */
  reason: string;
}

const portName = 'Leitmotif';

/** Opens it. @throws LeitmotifError `midi-unavailable`, `midi-port-missing`, `port-in-use` */
export async function openMidiOutput(wish: MidiWish, load: NativeLoader = loadNative): Promise<OpenedMidi> {
  switch (wish.kind) {
    case 'virtual':
      return opened('virtual', await openVirtualPort(portName, load));
    case 'port':
      return opened('port', await openExistingPort(wish.name, load));
    case 'device':
      return opened('device', DeviceFile.open(wish.path));
    case 'network':
      return openedNetwork(wish.network, '');
    case 'auto': {
      const { isAvailable, hasVirtual, reason } = await findNativePorts(load);
      if (isAvailable && hasVirtual) return opened('virtual', await openVirtualPort(portName, load));
      return openedNetwork(wish.network, isAvailable ? noVirtualPorts : reason);
    }
  }
}

function opened(kind: OpenedMidi['kind'], output: MidiOutput): OpenedMidi {
  return { kind, output: new NoteTracker(output), reason: '' };
}

async function openedNetwork(network: NetworkMidi, reason: string): Promise<OpenedMidi> {
  return { kind: 'network', output: new NoteTracker(await network.openOutput()), reason };
}
