/** Lines of the DAW view for what is connected: the DAW, OSC, MIDI both ways. */
import type { BridgeStatus, DawStatus, MidiInputState, MidiState } from '../../bridge/protocol/bridge.ts';
import type { LineCheck } from '../../bridge/protocol/daw.ts';
import type { Words } from '../l10n/words.ts';
import type { DawNode } from './dawNode.ts';

/** The line to a DAW: what it told of its project, and what of the line works. */
export function lineNode({ report, host, hears, answersAt, state }: DawStatus, l10n: Words): DawNode {
  const { tempo, meter, markers, loop, tracks, scale } = state;
  const ports =
    hears === undefined ? [] : [l10n.t('{0}, answers at {1}', `${host}:${hears}`, answersAt ?? '?')];
  const facts: [id: string, label: string, value: string | undefined][] = [
    ['tempo', l10n.t('Tempo'), tempo === undefined ? undefined : tempoWords(tempo, meter)],
    ['key', l10n.t('Key'), scale],
    ['markers', l10n.t('Markers'), markers.map(({ name }) => name).join(', ') || undefined],
    ['loop', l10n.t('Loop'), loop?.isOn === undefined ? undefined : loop.isOn ? l10n.t('on') : l10n.t('off')],
    ['tracks', l10n.t('Tracks'), tracks.length === 0 ? undefined : String(tracks.length)],
  ];
  const verified =
    report.verified === 'ran-here' ? l10n.t('Run by our tests') : l10n.t('Checked against its sources only');
  return {
    id: 'daw',
    label: report.title,
    description: report.answers ? l10n.t('answers') : l10n.t('does not answer'),
    tooltip: [verified, ...ports].join('\n'),
    icon: 'plug',
    mood: report.answers ? 'good' : 'bad',
    kind: 'daw-line',
    children: [
      ...facts.flatMap(([id, label, description]) =>
        description === undefined ? [] : [{ id: `daw-${id}`, label, description, icon: 'info' }],
      ),
      ...report.checks.map((check, i) => checkNode(check, i)),
    ],
  };
}

/** Our own addresses: peers, packets, warnings. */
export function oscNode({ connection, osc }: BridgeStatus, l10n: Words): DawNode {
  const { port = 0, address = '', peers = [], warnings = [] } = connection ?? {};
  const losses = lossWords(osc, l10n);
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
        label: l10n.t('Peer'),
        description: `${peer.host}:${peer.port}`,
        icon: 'device-desktop',
      })),
      {
        id: 'osc-counts',
        label: l10n.t('Packets'),
        description: [l10n.t('{0} in', osc.received), l10n.t('{0} out', osc.sent), ...losses].join(', '),
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

/** Where MIDI goes. */
export function midiNode({ name, kind, reason }: MidiState, l10n: Words): DawNode {
  return {
    id: 'midi',
    label: 'MIDI',
    description: `${name} (${kindWords(kind, l10n)})`,
    ...(reason === '' ? {} : { tooltip: reason }),
    icon: 'symbol-event',
    kind: 'daw-midi',
  };
}

/** Where MIDI comes from. */
export function midiInputNode(input: MidiInputState, l10n: Words): DawNode {
  const { name, kind, reason, follow, received, malformed } = input;
  const counts = [
    l10n.t('{0} in', received),
    ...(malformed === 0 ? [] : [l10n.t('{0} malformed', malformed)]),
    ...(follow ? [l10n.t('its clock leads')] : []),
  ];
  return {
    id: 'midi-input',
    label: l10n.t('MIDI in'),
    description: `${name} (${kindWords(kind, l10n)}) · ${counts.join(', ')}`,
    ...(reason === '' ? {} : { tooltip: reason }),
    icon: 'record-keys',
    ...(malformed === 0 ? {} : { mood: 'unsure' }),
    kind: 'daw-midi-input',
  };
}

/** Tempo to two decimals, with the meter where it is told: `96 BPM · 4/4`. */
export function tempoWords(tempo: number, meter: string | undefined): string {
  return [`${Math.round(tempo * 100) / 100} BPM`, ...(meter === undefined ? [] : [meter])].join(' · ');
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

function lossWords(osc: BridgeStatus['osc'], l10n: Words): string[] {
  const counts: [number, string][] = [
    [osc.malformed, l10n.t('{0} malformed', osc.malformed)],
    [osc.foreign, l10n.t('{0} foreign', osc.foreign)],
    [osc.limited, l10n.t('{0} limited', osc.limited)],
    [osc.refused, l10n.t('{0} refused', osc.refused)],
    [osc.late, l10n.t('{0} late', osc.late)],
    [osc.dropped, l10n.t('{0} dropped', osc.dropped)],
    [osc.failed, l10n.t('{0} failed', osc.failed)],
  ];
  return counts.filter(([count]) => count > 0).map(([, words]) => words);
}

function kindWords(kind: MidiState['kind'], l10n: Words): string {
  const words = { virtual: l10n.t('a port of our own'), port: l10n.t('port'), network: l10n.t('network') };
  return words[kind];
}
