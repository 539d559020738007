/** What the DAW view shows: the bridge's view as lines of a tree. */
import { isConnected } from '../bridge/rememberedConnection.ts';
import { isInboxAlone, sectionWords } from './connectionLines.ts';
import type { BridgeFault, BridgeStatus, DawStatus } from '../../bridge/protocol/bridge.ts';
import type { LineCheck } from '../../bridge/protocol/daw.ts';
import type { BridgeView } from '../bridge/bridgeView.ts';
import type { MappingLine } from '../bridge/mappingWords.ts';

/** One line. */
export interface DawNode {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A codicon. */
  readonly icon: string;
  /** Of the icon; none where nothing is to be said. */
  readonly mood?: 'good' | 'bad' | 'unsure';
  /** What menus ask for. */
  readonly kind?:
    | 'daw-line'
    | 'daw-osc'
    | 'daw-midi'
    | 'daw-performance'
    | 'daw-oscquery'
    | 'daw-mapping'
    | 'daw-transport'
    | 'daw-problem';
  /** Id of the mapping that it is. */
  readonly mapping?: string;
  readonly children?: readonly DawNode[];
}

/** All lines; none where nothing is connected and nothing went wrong: then VS Code shows the view's welcome. */
export function dawNodes({ process, status, remembered, problems, mappings = [] }: BridgeView): DawNode[] {
  const bad = problems.map(problemNode);
  if (process.state === 'failed') return [failedNode(process.detail ?? ''), ...bad];
  if (status === undefined) {
    if (process.state !== 'starting' || !isConnected(remembered)) return bad;
    return [{ id: 'starting', label: 'Connecting', icon: 'loading~spin' }, ...bad];
  }
  const lines = [
    ...(status.daw === undefined || isInboxAlone(status.daw) ? [] : [lineNode(status.daw)]),
    ...(status.connection === undefined ? [] : [oscNode(status)]),
    ...(status.midi === undefined
      ? []
      : [
          {
            id: 'midi',
            label: 'MIDI',
            description: `${status.midi.name} (${status.midi.kind})`,
            ...(status.midi.reason === '' ? {} : { tooltip: status.midi.reason }),
            icon: 'symbol-event',
            kind: 'daw-midi' as const,
          },
        ]),
    ...(status.oscQuery === undefined
      ? []
      : [
          {
            id: 'oscquery',
            label: 'OSCQuery',
            description: status.oscQuery,
            icon: 'globe',
            kind: 'daw-oscquery' as const,
          },
        ]),
  ];
  if (lines.length === 0 && status.performance === undefined) return bad;
  return [...lines, ...mappingsNode(mappings), ...performanceNode(status), transportNode(status), ...bad];
}

function failedNode(how: string): DawNode {
  return {
    id: 'failed',
    label: 'The bridge ended by itself again and again',
    description: how,
    tooltip: 'Look into its log, then run "Leitmotif: Restart Bridge"',
    icon: 'error',
    mood: 'bad',
    kind: 'daw-problem',
  };
}

function problemNode({ code, what, subject, next }: BridgeFault, index: number): DawNode {
  return {
    id: `problem-${index}`,
    label: what,
    description: subject,
    tooltip: `${what} (${subject}). ${next}.`,
    icon: 'warning',
    mood: 'bad',
    kind: 'daw-problem',
    children: [{ id: `problem-${index}-next`, label: next, description: code, icon: 'arrow-right' }],
  };
}

function lineNode({ report, host, hears, answersAt, state }: DawStatus): DawNode {
  const { tempo, meter, markers, loop, tracks, scale } = state;
  const ports = hears === undefined ? '' : `${host}:${hears}, answers at ${answersAt ?? '?'}`;
  const facts: [string, string | undefined][] = [
    [
      'Tempo',
      tempo === undefined ? undefined : `${rounded(tempo)} BPM${meter === undefined ? '' : ` · ${meter}`}`,
    ],
    ['Key', scale],
    ['Markers', markers.length === 0 ? undefined : markers.map(({ name }) => name).join(', ')],
    ['Loop', loop?.isOn === undefined ? undefined : loop.isOn ? 'on' : 'off'],
    ['Tracks', tracks.length === 0 ? undefined : String(tracks.length)],
  ];
  return {
    id: 'daw',
    label: report.title,
    description: report.answers ? 'answers' : 'does not answer',
    tooltip: [
      report.verified === 'ran-here' ? 'Run by our tests' : 'Checked against its sources only',
      ...(ports === '' ? [] : [ports]),
    ].join('\n'),
    icon: 'plug',
    mood: report.answers ? 'good' : 'bad',
    kind: 'daw-line',
    children: [
      ...facts.flatMap(([label, description]) =>
        description === undefined ? [] : [{ id: `daw-${label}`, label, description, icon: 'info' }],
      ),
      ...report.checks.map((check, i) => checkNode(check, i)),
    ],
  };
}

const moods = { yes: 'good', no: 'bad', untold: 'unsure' } as const;
const icons = { yes: 'pass', no: 'error', untold: 'question' } as const;

function checkNode({ what, works, why, next }: LineCheck, index: number): DawNode {
  return {
    id: `daw-check-${index}`,
    label: what,
    description: next === undefined || works === 'yes' ? why : `${why}. ${next}`,
    tooltip: [why, ...(next === undefined ? [] : [next])].join('. '),
    icon: icons[works],
    mood: moods[works],
  };
}

function oscNode({ connection, osc }: BridgeStatus): DawNode {
  const { port = 0, address = '', peers = [], warnings = [] } = connection ?? {};
  const losses = (['malformed', 'foreign', 'limited', 'refused', 'late', 'dropped', 'failed'] as const)
    .filter((name) => osc[name] > 0)
    .map((name) => `${osc[name]} ${name}`);
  return {
    id: 'osc',
    label: 'OSC',
    description: `${address}:${port}`,
    icon: 'broadcast',
    mood: losses.length > 0 || warnings.length > 0 ? 'unsure' : 'good',
    kind: 'daw-osc',
    children: [
      ...peers.map((peer) => ({
        id: `osc-${peer.host}:${peer.port}`,
        label: 'Peer',
        description: `${peer.host}:${peer.port}`,
        icon: 'device-desktop',
      })),
      {
        id: 'osc-counts',
        label: 'Packets',
        description: [`${osc.received} in`, `${osc.sent} out`, ...losses].join(', '),
        icon: 'pulse',
      },
      ...warnings.map((text, i) => ({
        id: `osc-warning-${i}`,
        label: text,
        icon: 'warning',
        mood: 'unsure' as const,
      })),
    ],
  };
}

function performanceNode({ performance }: BridgeStatus): DawNode[] {
  if (performance === undefined) return [];
  const { seconds } = performance;
  const minutes = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  return [
    {
      id: 'performance',
      label: 'Performing',
      description: `${minutes} · ${sectionWords(performance)}`,
      icon: 'play-circle',
      mood: 'good',
      kind: 'daw-performance',
    },
  ];
}

function mappingsNode(mappings: readonly MappingLine[]): DawNode[] {
  if (mappings.length === 0) return [];
  return [
    {
      id: 'mappings',
      label: 'Mappings',
      description: String(mappings.length),
      tooltip: 'Parameters of the DAW that move attributes',
      icon: 'link',
      children: mappings.map(({ id, parameter, attribute, sentence, isBothWays }) => ({
        id: `mapping-${id}`,
        label: attribute,
        description: parameter,
        tooltip: sentence,
        icon: isBothWays ? 'arrow-swap' : 'arrow-left',
        kind: 'daw-mapping',
        mapping: id,
      })),
    },
  ];
}

function transportNode({ transport, lateness, lead }: BridgeStatus): DawNode {
  const { isRolling, bar, beat, tempo, meter } = transport;
  return {
    id: 'transport',
    label: `Bar ${bar}, beat ${Math.floor(beat)}`,
    description: [
      `${rounded(tempo)} BPM`,
      meter,
      ...(isRolling ? [] : ['stopped']),
      ...(lead === 'free' ? [] : [lead === 'daw' ? 'the DAW leads' : 'Leitmotif leads']),
    ].join(' · '),
    tooltip:
      lateness.count === 0
        ? 'No event was scheduled yet'
        : `${lateness.count} events, half of them within ${lateness.p50.toFixed(2)} ms, 99 of 100 within ${lateness.p99.toFixed(2)} ms`,
    icon: isRolling ? 'play' : 'debug-pause',
    kind: 'daw-transport',
  };
}

function rounded(tempo: number): string {
  return String(Math.round(tempo * 100) / 100);
}
