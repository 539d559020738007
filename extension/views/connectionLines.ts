/** What is connected and performed, for the status bar. */
import type { DawStatus, PerformanceState } from '../../bridge/protocol/bridge.ts';
import type { BridgeView } from '../bridge/bridgeView.ts';

/** A line each; none where nothing is. */
export function connectionLines({ process, status }: BridgeView): string[] {
  if (process.state === 'failed') return ['DAW: the bridge ended by itself again and again'];
  if (status === undefined) return [];
  const { daw, connection, midi, performance } = status;
  return [
    ...(daw === undefined || isInboxAlone(daw)
      ? []
      : [`DAW: ${daw.report.title}, ${daw.report.answers ? 'answers' : 'does not answer'}`]),
    ...(connection === undefined ? [] : [`OSC: ${connection.address}:${connection.port}`]),
    ...(midi === undefined ? [] : [`MIDI: ${midi.name}`]),
    ...(performance === undefined ? [] : [`Performing: ${sectionWords(performance)}`]),
  ];
}

/** What sounds and what is queued: `A', then B`. */
export function sectionWords({ section, queued }: PerformanceState): string {
  const sounding = section ?? 'beginning';
  return queued === undefined ? sounding : `${sounding}, then ${queued}`;
}

/** Any OSC and MIDI have a line of their own in the view; that of their inbox says nothing more. */
export function isInboxAlone({ daw }: DawStatus): boolean {
  return daw === 'osc' || daw === 'midi';
}
