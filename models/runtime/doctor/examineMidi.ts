import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { askProgram } from '../providers/tryProvider.ts';
import type { MidiPorts } from './midiProbe.ts';
import type { DoctorOptions } from './runDoctor.ts';

/** The system's list comes at once, or its service hangs. */
const patienceMs = 10_000;

/** Where the probe's program is: the built one in `dist/`. */
export function midiProbeUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../../dist/midiProbe.js' : './midiProbe.js', import.meta.url);
}

/** How MIDI comes to each platform. */
const nextSteps: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'Load the ALSA sequencer (sudo modprobe snd-seq) and see that /dev/snd/seq is there and yours to open; containers need it passed in. Takes need no MIDI port',
  darwin: 'Open Audio MIDI Setup once, and restart if it shows no MIDI Studio; takes need no MIDI port',
  win32: 'Start the services Windows Audio and Windows MIDI, or restart; takes need no MIDI port',
};
const nextStepElsewhere = 'Open the score.mid of a take in your DAW; takes need no MIDI port';

/** The MIDI ports of this system, listed in a process of its own. */
export async function examineMidi(
  { signal }: Pick<DoctorOptions, 'signal'>,
  program = midiProbeUrl(),
): Promise<DoctorFinding[]> {
  const said = await askProgram<MidiPorts>(program, {}, { signal, patienceMs });
  return [midiFinding(said)];
}

/** What the doctor says of ports, or of the reason why there are none. */
export function midiFinding(
  said: MidiPorts | { readonly reason: string },
  platform: NodeJS.Platform = process.platform,
): DoctorFinding {
  const part = { part: 'midi', name: 'MIDI ports' } as const;
  if ('reason' in said) {
    return {
      ...part,
      verdict: 'lacking',
      found: `MIDI unavailable: ${said.reason}`,
      next: nextSteps[platform] ?? nextStepElsewhere,
    };
  }
  const { inputs, outputs } = said;
  const found = `${listed('input', inputs)}; ${listed('output', outputs)}`;
  return { ...part, verdict: 'ok', found, numbers: { inputs: inputs.length, outputs: outputs.length } };
}

function listed(kind: string, names: readonly string[]): string {
  const count = `${names.length} ${kind}${names.length === 1 ? '' : 's'}`;
  return names.length === 0 ? count : `${count} (${names.join(', ')})`;
}
