/** Whether tempo or meter of a take and of a project differ. Leitmotif counts dotted quarters in 6/8, 9/8 and 12/8, DAWs quarters. */
import type { DawState } from '../../bridge/protocol/daw.ts';

/** Closer than this is the same: DAWs show two decimals. */
const sameWithin = 0.01;

/** Both in words; undefined where they are the same, or the DAW does not tell its tempo and so nothing can be compared. */
export function tempoOffer(
  take: { tempo: number; meter: string } | undefined,
  project: Pick<DawState, 'tempo' | 'meter'> | undefined,
): { clip: string; project: string } | undefined {
  if (take === undefined || project?.tempo === undefined) return undefined;
  const isCompound = /^(6|9|12)\/8$/.test(take.meter);
  const quarters = isCompound ? take.tempo * 1.5 : take.tempo;
  const sameTempo = Math.abs(quarters - project.tempo) <= sameWithin;
  const sameMeter = project.meter === undefined || project.meter === take.meter;
  if (sameTempo && sameMeter) return undefined;
  return { clip: said(quarters, take.meter), project: said(project.tempo, project.meter) };
}

function said(tempo: number, meter: string | undefined): string {
  const beats = `${Math.round(tempo * 100) / 100} BPM`;
  return meter === undefined ? beats : `${beats}, ${meter}`;
}
