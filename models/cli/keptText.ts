/** What a take kept of an older one, for a person; nothing of a take that is its own. */
import type { KeptPart } from '../../bridge/protocol/revision.ts';
import type { Take } from '../takes/take.ts';

/** Lines without line breaks. */
export function keptText({ recipe }: Take): string[] {
  const { revision, measured } = recipe;
  if (revision === undefined) return [];
  const parts = (measured.kept ?? []).map(partText);
  const notes = revision.notes.map((note) => `note: ${note}`);
  return [`Kept of ${revision.parents.at(-1)?.id ?? ''}:`, ...parts, ...notes, ''];
}

/** `  lead: all 48 notes`, `  bass: 12 of 30 notes, 28 now`. */
function partText({ role, before, after, kept, moved }: KeptPart): string {
  const steps = moved === undefined ? '' : `, moved by ${moved > 0 ? '+' : ''}${moved} semitones`;
  if (kept === before && after === before) return `  ${role}: all ${before} notes${steps}`;
  return `  ${role}: ${kept} of ${before} notes, ${after} now${steps}`;
}
