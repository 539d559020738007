/** What is connected and performed, for the status bar. */
import type { DawStatus, PerformanceState } from '../../bridge/protocol/bridge.ts';
import type { BridgeView } from '../bridge/bridgeView.ts';
import type { Words } from '../l10n/words.ts';

/** A line each; none where nothing is. */
export function connectionLines({ process, status }: BridgeView, l10n: Words): string[] {
  if (process.state === 'failed') return [l10n.t('DAW: the bridge ended by itself again and again')];
  if (status === undefined) return [];
  const { daw, connection, midi, midiInput, performance } = status;
  return [
    ...(daw === undefined || isInboxAlone(daw) ? [] : [dawLine(daw, l10n)]),
    ...(connection === undefined ? [] : [l10n.t('OSC: {0}', `${connection.address}:${connection.port}`)]),
    ...(midi === undefined ? [] : [l10n.t('MIDI: {0}', midi.name)]),
    ...(midiInput === undefined ? [] : [l10n.t('MIDI in: {0}', midiInput.name)]),
    ...(performance === undefined ? [] : [l10n.t('Performing: {0}', sectionWords(performance, l10n))]),
  ];
}

/** What sounds and what is queued: `A', then B`. */
export function sectionWords({ section, queued }: PerformanceState, l10n: Words): string {
  const sounding = section ?? l10n.t('beginning');
  return queued === undefined ? sounding : l10n.t('{0}, then {1}', sounding, queued);
}

/** Any OSC and MIDI have a line of their own in the view; that of their inbox says nothing more. */
export function isInboxAlone({ daw }: DawStatus): boolean {
  return daw === 'osc' || daw === 'midi';
}

function dawLine({ report: { title, answers } }: DawStatus, l10n: Words): string {
  return answers ? l10n.t('DAW: {0}, answers', title) : l10n.t('DAW: {0}, does not answer', title);
}
