/** What the DAW view shows: the bridge's view as lines of a tree. What the bridge says of faults and lines stands as it says it. */
import { isConnected } from '../bridge/rememberedConnection.ts';
import { isInboxAlone, sectionWords } from './connectionLines.ts';
import { lineNode, midiInputNode, midiNode, oscNode, tempoWords } from './lineNodes.ts';
import type { BridgeFault, BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { BridgeView } from '../bridge/bridgeView.ts';
import type { MappingLine } from '../bridge/mappingWords.ts';
import type { Words } from '../l10n/words.ts';
import type { DawNode } from './dawNode.ts';

/** All lines; none where nothing is connected and nothing went wrong: then VS Code shows the view's welcome. */
export function dawNodes(view: BridgeView, l10n: Words): DawNode[] {
  const { process, status, remembered, problems, mappings } = view;
  const bad = problems.map(problemNode);
  if (process.state === 'failed') return [failedNode(process.detail ?? '', l10n), ...bad];
  if (status === undefined) {
    if (process.state !== 'starting' || !isConnected(remembered)) return bad;
    return [{ id: 'starting', label: l10n.t('Connecting'), icon: 'loading~spin' }, ...bad];
  }
  const { daw, connection, midi, midiInput, oscQuery, performance } = status;
  const lines = [
    ...(daw === undefined || isInboxAlone(daw) ? [] : [lineNode(daw, l10n)]),
    ...(connection === undefined ? [] : [oscNode(status, l10n)]),
    ...(midi === undefined ? [] : [midiNode(midi, l10n)]),
    ...(midiInput === undefined ? [] : [midiInputNode(midiInput, l10n)]),
    ...(oscQuery === undefined ? [] : [oscQueryNode(oscQuery)]),
  ];
  if (lines.length === 0 && performance === undefined) return bad;
  return [
    ...lines,
    ...mappingsNode(mappings?.(l10n) ?? [], l10n),
    ...performanceNode(status, l10n),
    transportNode(status, l10n),
    ...bad,
  ];
}

function failedNode(how: string, l10n: Words): DawNode {
  return {
    id: 'failed',
    label: l10n.t('The bridge ended by itself again and again'),
    description: how,
    tooltip: l10n.t('Look into its log, then run "Leitmotif: Restart Bridge"'),
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

function oscQueryNode(url: string): DawNode {
  return { id: 'oscquery', label: 'OSCQuery', description: url, icon: 'globe', kind: 'daw-oscquery' };
}

function performanceNode({ performance }: BridgeStatus, l10n: Words): DawNode[] {
  if (performance === undefined) return [];
  const { seconds } = performance;
  const minutes = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  return [
    {
      id: 'performance',
      label: l10n.t('Performing'),
      description: `${minutes} · ${sectionWords(performance, l10n)}`,
      icon: 'play-circle',
      mood: 'good',
      kind: 'daw-performance',
    },
  ];
}

function mappingsNode(mappings: readonly MappingLine[], l10n: Words): DawNode[] {
  if (mappings.length === 0) return [];
  return [
    {
      id: 'mappings',
      label: l10n.t('Mappings'),
      description: String(mappings.length),
      tooltip: l10n.t('Parameters of the DAW or of a controller that move attributes'),
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

/** Why events may be late: who comes before the bridge on this machine. */
function schedulingWords(scheduling: BridgeStatus['scheduling'], l10n: Words): string[] {
  switch (scheduling) {
    case undefined:
      return [];
    case 'real-time':
      return [l10n.t('The system runs the bridge before all other programs')];
    case 'raised':
      return [l10n.t('The system runs the bridge before most other programs')];
    case 'ordinary':
      return [l10n.t('The bridge waits its turn among other programs: events can be late while they work')];
  }
}

function transportNode({ transport, lateness, lead, scheduling }: BridgeStatus, l10n: Words): DawNode {
  const { isRolling, bar, beat, tempo, meter } = transport;
  const { count, p50, p99 } = lateness;
  return {
    id: 'transport',
    label: l10n.t('Bar {0}, beat {1}', bar, Math.floor(beat)),
    description: [
      tempoWords(tempo, meter),
      ...(isRolling ? [] : [l10n.t('stopped')]),
      ...(lead === 'free' ? [] : [lead === 'daw' ? l10n.t('the DAW leads') : l10n.t('Leitmotif leads')]),
    ].join(' · '),
    tooltip: [
      count === 0
        ? l10n.t('No event was scheduled yet')
        : l10n.t(
            '{0} events, half of them within {1} ms, 99 of 100 within {2} ms',
            count,
            p50.toFixed(2),
            p99.toFixed(2),
          ),
      ...schedulingWords(scheduling, l10n),
    ].join('\n'),
    icon: isRolling ? 'play' : 'debug-pause',
    kind: 'daw-transport',
  };
}
