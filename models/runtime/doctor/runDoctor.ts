/**
 * Looks at everything that Leitmotif needs or can use on this machine, and says the next step for each lack. Reads
 * and measures; changes nothing but the memory of what was measured.
 */
import type { DoctorFinding, DoctorReport } from '../../../bridge/protocol/doctor.ts';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { PackProgressListener } from '../../../bridge/protocol/packListing.ts';
import type { PackPlaces } from '../packs/packPlaces.ts';
import { examineDisk } from './examineDisk.ts';
import { examineKnowledge, examineSoundFont } from './examineFiles.ts';
import { examineMachine, examineNode } from './examineMachine.ts';
import { examineMidi } from './examineMidi.ts';
import { examinePacks } from './examinePacks.ts';
import { examinePorts } from './examinePorts.ts';
import type { UsualPort } from './examinePorts.ts';
import { examineProviders } from './examineProviders.ts';

/** Where things are, and how to look. */
export interface DoctorOptions {
  /** The version of Leitmotif. */
  readonly version: string;
  readonly places: PackPlaces;
  /** The SoundFont file, with `manifest.json` beside it. */
  readonly soundFont: string;
  /** The folder of scene knowledge. */
  readonly knowledge: string;
  /** The folder that takes would go to. */
  readonly workFolder: string;
  /** Ports that should be free; those that Leitmotif listens on unless told. */
  readonly ports?: readonly UsualPort[];
  readonly signal?: AbortSignal | undefined;
  readonly progress?: PackProgressListener;
}

/** One look at one part. */
export type Examination = (options: DoctorOptions) => Promise<DoctorFinding[]>;

const examinations: readonly Examination[] = [
  examineNode,
  examineMachine,
  examineProviders,
  examinePacks,
  examineSoundFont,
  examineKnowledge,
  examineDisk,
  examineMidi,
  examinePorts,
];

/**
 * Examines this machine.
 *
 * @throws LeitmotifError `cancelled`; whatever else goes wrong is a finding
 */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const findings: DoctorFinding[] = [];
  for (const examine of examinations) {
    throwIfCancelled(options.signal);
    findings.push(...(await examine(options)));
  }
  const canWork = findings.every(({ verdict }) => verdict !== 'failing');
  return { schema: 1, canWork, version: options.version, findings };
}
