/** Puts an instrument into a role, with the program that plays it. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { RoleInstrument } from '../../bridge/protocol/attributes.ts';

/** The entry of a brief for an instrument in a role. */
export function roleInstrument(role: Role, instrument: InstrumentId): RoleInstrument {
  return { role, instrument, program: instruments[instrument].program };
}

/** True where the instrument is built for the role. */
export function canPlay(instrument: InstrumentId, role: Role): boolean {
  return instruments[instrument].roles.includes(role);
}
