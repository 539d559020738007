/** What is connected and performed, for the status bar. */
import { isInboxAlone } from './dawNodes.ts';
import type { BridgeView } from '../bridge/bridge.ts';

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
    ...(performance === undefined ? [] : ['Performing']),
  ];
}
