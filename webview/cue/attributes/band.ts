/** The instruments of a piece, one a role. */
import { instruments } from '../../../bridge/protocol/instruments.ts';
import { roles } from '../../../bridge/protocol/roles.ts';
import type { RoleInstrument } from '../../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

/** The band with another instrument in a role, or with nobody in it; in the order of roles. */
export function withInstrument(
  band: readonly RoleInstrument[],
  role: Role,
  instrument: InstrumentId | undefined,
): RoleInstrument[] {
  const others = band.filter((entry) => entry.role !== role);
  const entry = instrument && { role, instrument, program: instruments[instrument].program };
  return [...others, ...(entry === undefined ? [] : [entry])].sort(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role),
  );
}
