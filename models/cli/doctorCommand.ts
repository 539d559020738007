/** `leitmotif doctor`: what this machine has and lacks, as text or JSON. */
import { join } from 'node:path';
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { findInstallation, programVersion } from '../takes/installation.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import type { Command } from 'commander';
import type { DoctorFinding, DoctorReport, DoctorVerdict } from '../../bridge/protocol/doctor.ts';
import type { CommandContext } from './commandLine.ts';

/** Adds `doctor`. */
export function addDoctor(program: Command, context: CommandContext, finish: (code: number) => void): void {
  program
    .command('doctor')
    .description('Examine this machine: what works, what is lacking, and what to do about it.')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.doctor}${exitCodeHelp}`)
    .action(async (options: { json?: true }) => {
      finish(await doctorCommand(options, context));
    });
}

/** Runs the command; returns 0 where takes can be made. */
export async function doctorCommand(
  { json }: { json?: true },
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { runDoctor } = await import('../runtime/doctor/runDoctor.ts');
  const { packs, soundFont, knowledge } = findInstallation();
  const report = await runDoctor({
    version: programVersion(),
    places: { bundled: packs, manifests: join(packs, 'hub') },
    soundFont,
    knowledge,
    workFolder: process.cwd(),
    signal,
  });
  terminal.out(json === true ? `${JSON.stringify(report)}\n` : doctorText(report));
  return report.canWork ? exitCodes.ok : exitCodes.unavailable;
}

const marks: Readonly<Record<DoctorVerdict, string>> = { ok: '✓', lacking: '–', failing: '✗' };

/** The report for a person. */
export function doctorText({ version, canWork, findings }: DoctorReport): string {
  const verdict = canWork
    ? 'Takes can be made on this machine.'
    : 'No take can be made until what is marked ✗ is mended.';
  const parts = [...new Set(findings.map(({ part }) => part))];
  const sections = parts.map((part) =>
    [part, ...findings.filter((finding) => finding.part === part).map(findingText)].join('\n'),
  );
  return `Leitmotif ${version}\n\n${sections.join('\n')}\n\n${verdict}\n`;
}

function findingText({ verdict, name, found, next }: DoctorFinding): string {
  const step = next === undefined ? '' : `\n      → ${next}.`;
  return `  ${marks[verdict]} ${name}: ${found}${step}`;
}
