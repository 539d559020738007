/** What `leitmotif bridge` prints for people. */
import type { BridgeStatus, DawListing } from '../../bridge/protocol/bridge.ts';
import type { LineFinding, LineReport } from '../../bridge/protocol/daw.ts';

const marks: Record<LineFinding, string> = { yes: 'works ', no: 'FAILS ', untold: 'untold' };
const verifiedBy: Record<LineReport['verified'], string> = {
  'ran-here': 'run by our tests',
  sources: 'checked against its sources only',
};

/** All DAWs, a paragraph each. */
export function dawsText(daws: readonly DawListing[]): string {
  return daws.map(dawText).join('\n');
}

function dawText({ id, title, verified, against, ports, setUp, abilities }: DawListing): string {
  const lines = [
    `${id.padEnd(9)}${title} (${verifiedBy[verified]}: ${against})`,
    ...(ports === undefined ? [] : [`         hears at UDP ${ports.hears}, answers at ${ports.answersAt}`]),
    ...setUp.map((step) => `         once: ${step}`),
    ...abilities.filter(({ works }) => !works).map(({ what, how }) => `         not: ${what}, ${how}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What of a line works. */
export function reportText({ title, answers, verified, checks }: LineReport): string {
  const head = `${title} ${answers ? 'answers' : 'does not answer'} (${verifiedBy[verified]})`;
  const lines = checks.flatMap(({ what, works, why, next }) => [
    `  ${marks[works]} ${what}: ${why}`,
    ...(next === undefined || works === 'yes' ? [] : [`           ${next}`]),
  ]);
  return `${[head, ...lines].join('\n')}\n`;
}

/** Where plain OSC is heard and told. */
export function connectionText({ connection }: BridgeStatus): string {
  if (connection === undefined) return '';
  const peers = connection.peers.map(({ host, port }) => `${host}:${port}`).join(', ');
  const warnings = connection.warnings.map((text) => `  warning: ${text}\n`).join('');
  return `Hears OSC at ${connection.address}:${connection.port}, tells ${peers}\n${warnings}`;
}
