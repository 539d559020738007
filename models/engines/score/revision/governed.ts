/** What each attribute governs in a finished piece, told by what it does not: that stays. */
import { keepNames } from '../../../../bridge/protocol/revision.ts';
import type { GivenAttributes } from '../../../../bridge/protocol/attributes.ts';
import type { KeepName } from '../../../../bridge/protocol/revision.ts';

/** What stays when an attribute has another value and the piece is composed again from its seeds. */
const stays: Readonly<Record<string, readonly KeepName[]>> = {
  // Vocabulary and textures of another style are another piece in the same form, tempo and key.
  style: [],
  // How many roles play, how busy motif, figure and percussion are.
  density: ['harmony'],
  // Where lead, pad and figure lie.
  brightness: ['harmony', 'rhythm', 'percussion', 'bass'],
  register: ['harmony', 'rhythm', 'percussion', 'bass'],
  // Chords, dissonances, cadences.
  tension: ['rhythm', 'percussion'],
};
/** Another mode has other chords and other pitches. */
const ofMode: readonly KeepName[] = ['rhythm', 'percussion'];

/** True for attributes that need the piece to be composed again; the others only move its notes. */
export function isComposedAgain(name: string): boolean {
  return Object.hasOwn(stays, name);
}

/** Attributes that can be others in some bars only. */
const withinBars: readonly string[] = ['tension', 'density', 'brightness', 'dynamics', 'register'];

/** True for attributes that can be others in some bars only. */
export function isWithinBars(name: string): boolean {
  return withinBars.includes(name);
}

/** What all of the changed attributes leave alone. */
export function ungoverned(attributes: GivenAttributes, isOtherMode: boolean): KeepName[] {
  const lists = Object.keys(attributes).flatMap((name) => {
    const list = stays[name];
    return list === undefined ? [] : [list];
  });
  if (isOtherMode) lists.push(ofMode);
  return keepNames.filter((name) => lists.length > 0 && lists.every((list) => list.includes(name)));
}
