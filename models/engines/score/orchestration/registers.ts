/**
 * Where each role lies: a band of notes around a centre, inside the instrument's comfortable range.
 * Roles are kept apart: bass under E3, pad around middle C, counter a sixth under the lead, colour an octave above.
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { MidiNote } from '../../../../bridge/protocol/units.ts';
import type { ScoreRequest } from '../request.ts';

/** A band of notes. */
export interface Band {
  low: MidiNote;
  high: MidiNote;
  centre: MidiNote;
}

const leadCentres = { low: 62, middle: 70, high: 77 } as const;

/** The band of the leading voice for a span in semitones. */
export function leadBand(request: ScoreRequest, span: number): Band {
  const chosen = request.instruments.find((entry) => entry.role === 'lead');
  const wanted = leadCentres[request.register] + Math.round((request.brightness - 0.5) * 6);
  return fitBand(chosen, wanted, span);
}

/** The bands of all roles, given the lead's. */
export function roleBands(request: ScoreRequest, lead: Band): Record<Role, Band> {
  const of = (role: Role): RoleInstrument | undefined =>
    request.instruments.find((entry) => entry.role === role);
  const lift = Math.round((request.brightness - 0.5) * 4);
  return {
    lead,
    counter: counterBand(of('counter'), lead),
    pad: fitBand(of('pad'), Math.max(52, Math.min(60 + lift, lead.centre - 9)), 20),
    figure: fitBand(of('figure'), Math.min(62 + lift, lead.centre - 6), 22),
    bass: bassBand(of('bass')),
    percussion: fitBand(of('percussion'), 45, 16),
    colour: fitBand(of('colour'), lead.centre + 12, 18),
  };
}

/** The counter-line goes as low as its instrument can, to stay under the lead. */
function counterBand(entry: RoleInstrument | undefined, lead: Band): Band {
  const [low, high] = entry === undefined ? [36, 96] : instruments[entry.instrument].range;
  const centre = Math.min(Math.max(lead.centre - 8, low + 8), high - 8);
  return { low: centre - 8, high: centre + 8, centre };
}

const deepest = 30;

/** The bass lies as deep as its instrument goes, not where a melody would sit well on it. */
function bassBand(entry: RoleInstrument | undefined): Band {
  const low = entry === undefined ? deepest : Math.max(deepest, instruments[entry.instrument].range[0]);
  return { low, high: low + 17, centre: low + 8 };
}

/** A band of `span` semitones as near to `wanted` as the instrument's sweet range allows. */
export function fitBand(entry: RoleInstrument | undefined, wanted: MidiNote, span: number): Band {
  const sweet = entry === undefined ? ([36, 96] as const) : instruments[entry.instrument].sweet;
  const half = Math.floor(Math.min(span, sweet[1] - sweet[0]) / 2);
  const centre = Math.min(Math.max(wanted, sweet[0] + half), sweet[1] - half);
  return { low: centre - half, high: centre + half, centre };
}
