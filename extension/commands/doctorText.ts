/** The doctor's report as Markdown. */
import type { DoctorFinding, DoctorPart, DoctorReport, DoctorVerdict } from '../../bridge/protocol/doctor.ts';

const titles: Record<DoctorPart, string> = {
  node: 'Node.js',
  machine: 'Machine',
  providers: 'What models can run on',
  packs: 'Model packs',
  soundfont: 'Sounds',
  knowledge: 'Knowledge',
  disk: 'Disk',
  midi: 'MIDI',
  ports: 'Ports',
};

/** Words beside the sign, for who hears the text read out. */
const verdicts: Record<DoctorVerdict, string> = {
  ok: '✓ ok',
  lacking: '○ can be done without',
  failing: '✗ is needed',
};

/** A heading a part, a line a finding, the next step below what lacks. */
export function doctorText({ canWork, version, findings }: DoctorReport): string {
  const parts = [...new Set(findings.map(({ part }) => part))];
  const summary = canWork
    ? 'Takes can be made on this machine.'
    : 'Takes cannot be made until what is marked ✗ is mended.';
  return [
    `# Leitmotif ${version}: Doctor`,
    summary,
    ...parts.map((part) => [`## ${titles[part]}`, ...findingsOf(findings, part)].join('\n')),
  ]
    .join('\n\n')
    .concat('\n');
}

function findingsOf(findings: readonly DoctorFinding[], part: DoctorPart): string[] {
  return [
    '',
    ...findings
      .filter((finding) => finding.part === part)
      .map(({ name, verdict, found, next }) => {
        const line = `- ${verdicts[verdict]}: ${name}: ${found}`;
        return next === undefined ? line : `${line}\n  - ${next}.`;
      }),
  ];
}
