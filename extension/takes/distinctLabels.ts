/** Names of parts that a person can tell apart: four pianos are told by their roles. */
import type { Role } from '../../bridge/protocol/roles.ts';

/** The same parts; where several have one label, each says its role as well: `Piano (bass)`. */
export function distinctLabels<T extends { role: Role; label: string }>(parts: readonly T[]): T[] {
  return parts.map((part) => {
    const isAlone = parts.filter(({ label }) => label === part.label).length === 1;
    return isAlone ? part : { ...part, label: `${part.label} (${part.role})` };
  });
}
