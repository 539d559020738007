/** MIDI volume and reverb send of each role that most styles share. */
import type { Role } from '../../../../bridge/protocol/roles.ts';

/** A level 0–127 for each role. */
export type Levels = Readonly<Record<Role, number>>;

/** Usual volumes: the lead in front, pad and figure behind it. */
export const volumes: Levels = {
  lead: 104,
  counter: 88,
  pad: 78,
  figure: 82,
  bass: 94,
  percussion: 92,
  colour: 76,
};

/** Usual reverb sends: the bass dry, the pad and the colour far. */
export const sends: Levels = {
  lead: 48,
  counter: 52,
  pad: 64,
  figure: 50,
  bass: 22,
  percussion: 40,
  colour: 70,
};

/** Sends moved nearer (negative) or farther. */
export function shiftSends(by: number): Levels {
  return Object.fromEntries(
    Object.entries(sends).map(([role, send]) => [role, Math.min(127, Math.max(0, send + by))]),
  ) as unknown as Levels;
}
