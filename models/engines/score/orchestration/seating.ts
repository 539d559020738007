/** Where instruments sit: MIDI pan, after the seating of an orchestra seen from the hall and a usual studio mix. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import type { InstrumentFamily, InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';

const seats: Partial<Record<InstrumentId, number>> = {
  violin: 46,
  fiddle: 50,
  viola: 76,
  cello: 82,
  contrabass: 88,
  harp: 30,
  celesta: 38,
  glockenspiel: 36,
  timpani: 54,
  flute: 56,
  piccolo: 54,
  oboe: 70,
  'english-horn': 72,
  clarinet: 58,
  bassoon: 74,
  'french-horn': 42,
  trumpet: 72,
  trombone: 82,
  tuba: 84,
  'tremolo-strings': 58,
  'pizzicato-strings': 70,
};

const familySeats: Readonly<Record<InstrumentFamily, number>> = {
  keys: 64,
  mallets: 84,
  organ: 64,
  plucked: 80,
  bass: 66,
  strings: 60,
  voices: 64,
  brass: 74,
  reeds: 70,
  woodwinds: 60,
  synth: 64,
  drums: 64,
};

/** MIDI pan 0–127 of an instrument in a role; the lead stands halfway to the middle, basses and kits in it. */
export function seatOf(instrument: InstrumentId, role: Role): number {
  const seat = seats[instrument] ?? familySeats[instruments[instrument].family];
  if (role === 'bass' || instruments[instrument].kit === true) return Math.round((seat + 64 * 3) / 4);
  return role === 'lead' ? Math.round((seat + 64) / 2) : seat;
}
