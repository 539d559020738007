/** Sections as markers of a project that is open, where a DAW takes a marker at its playhead alone: there and back again. */
import { setTimeout as pause } from 'node:timers/promises';
import { ticksPerQuarter } from '../protocol/units.ts';
import type { DawMarker, DawState } from '../protocol/daw.ts';
import type { Milliseconds, Quarters } from '../protocol/units.ts';

/** The DAW as far as its markers go. */
export interface MarkedDaw {
  readonly title: string;
  /** False where it has no word for a marker, or for a place. */
  readonly canMark: boolean;
  readonly told: Pick<Partial<DawState>, 'isRolling' | 'tempo' | 'position'>;
  locate(quarters: Quarters): void;
  addMarker(name: string): void;
}

/** A place is awaited so long. */
const patience: Milliseconds = 1500;
const lookEvery: Milliseconds = 20;
/** DAWs stand on samples: a tick at 48 kHz and 120 BPM has 50 of them. */
const near: Quarters = 2 / ticksPerQuarter;

/** Sets them. @returns what was done, or why it was not, as sentences */
export async function setMarkers(daw: MarkedDaw, markers: readonly DawMarker[]): Promise<string[]> {
  if (markers.length === 0) return ['The take tells no sections.'];
  if (!daw.canMark) return [`${daw.title} takes no markers at a place; set the sections by hand.`];
  if (daw.told.isRolling === true)
    return [
      `${daw.title} plays, and takes markers at its playhead only: stop it, then send the sections again.`,
    ];
  const stood = quartersOf(daw);
  let set = 0;
  for (const { name, quarters = 0 } of markers) {
    if (!(await reach(daw, quarters))) break;
    daw.addMarker(name);
    set += 1;
    // The marker lies where the playhead is when the DAW comes to it.
    await pause(lookEvery * 2);
  }
  if (stood !== undefined) daw.locate(stood);
  if (set === markers.length) return [`${set} sections are markers of the project.`];
  return [
    `${daw.title} took ${set} of ${markers.length} sections as markers, and then did not go to the next.`,
  ];
}

async function reach(daw: MarkedDaw, quarters: Quarters): Promise<boolean> {
  daw.locate(quarters);
  for (let waited = 0; waited < patience; waited += lookEvery) {
    if (Math.abs((quartersOf(daw) ?? Infinity) - quarters) < near) return true;
    await pause(lookEvery);
  }
  return false;
}

function quartersOf({ told: { position, tempo } }: MarkedDaw): Quarters | undefined {
  if (position?.quarters !== undefined) return position.quarters;
  return position?.seconds === undefined || tempo === undefined ? undefined : (position.seconds * tempo) / 60;
}
