/** The process in which MIDI is looked at: a driver's crash, hang and chatter stay here. Started by examineMidi.ts. */
import { answerOnce } from '../providers/trialProgram.ts';

/** The ports that other programs and devices offer, as the system names them. */
export interface MidiPorts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

answerOnce(async (): Promise<MidiPorts> => {
  // The lazy entry loads everywhere; where the native part is missing, the constructors say so.
  const { Input, Output } = await import('@julusian/midi/lazy');
  return { inputs: portsOf(new Input()), outputs: portsOf(new Output()) };
});

interface NativePorts {
  getPortCount(): number;
  getPortName(port: number): string;
  destroy(): void;
}

function portsOf(native: NativePorts): string[] {
  try {
    return Array.from({ length: native.getPortCount() }, (_unused, port) => native.getPortName(port));
  } finally {
    native.destroy();
  }
}
