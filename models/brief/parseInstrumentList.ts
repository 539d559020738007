/** Reads a list of instruments: `oboe, cello:bass, piano:figure` or `lead: oboe, pad: strings`. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { instrumentIds, instruments } from '../../bridge/protocol/instruments.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { captionText } from './caption/captionText.ts';
import { instrumentTable } from './caption/instrumentNames.ts';
import { phraseAt } from './caption/phraseTable.ts';
import { foldWord } from './caption/tokenizeCaption.ts';
import { nearestNames } from './nearestNames.ts';
import { roleInstrument } from './roleInstrument.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { RoleInstrument } from '../../bridge/protocol/attributes.ts';

/**
 * The instruments of a list with their roles. An entry is a name, a title or an identifier, with its role before or
 * after a colon; without one it takes the first of its own roles that is still free.
 *
 * @throws LeitmotifError `attribute-invalid` for an unknown instrument or role and for an empty list.
 */
export function parseInstrumentList(text: string): RoleInstrument[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const named = entries.filter((entry) => entry !== '').map((entry) => readEntry(entry));
  if (named.length === 0) {
    throw invalid(text, 'No instrument is named', 'Give a list such as "oboe, cello:bass, piano:figure"');
  }
  const said = named.flatMap(({ role }) => (role === undefined ? [] : [role]));
  const double = said.find((role, i) => said.indexOf(role) !== i);
  if (double !== undefined) throw invalid(text, `Two instruments are to play the ${double}`, oneEach);
  const taken = new Set<Role>(said);
  return named.map(({ id, role }) => {
    const chosen = role ?? freeRole(id, taken);
    if (chosen === undefined) throw invalid(text, 'There are more instruments than roles', oneEach);
    taken.add(chosen);
    return roleInstrument(chosen, id);
  });
}

const oneEach = `Give each of the roles ${roles.join(', ')} to one instrument at most`;

/** The first of an instrument's own roles that is free, else any that is. */
function freeRole(id: InstrumentId, taken: ReadonlySet<Role>): Role | undefined {
  return [...instruments[id].roles, ...roles].find((role) => !taken.has(role));
}

function readEntry(entry: string): { id: InstrumentId; role?: Role } {
  const [first = '', second, ...more] = entry.split(':').map((part) => part.trim());
  if (more.length > 0)
    throw invalid(entry, 'This has more than one colon', 'Write instrument:role, such as cello:bass');
  if (second === undefined) return { id: readInstrument(first) };
  const role = roleNamed(first);
  // Where only the second is an instrument, the first was meant as a role.
  if (role === undefined && roleNamed(second) === undefined && instrumentNamed(first) === undefined) {
    if (instrumentNamed(second) !== undefined) throw unknownRole(first);
  }
  return role === undefined
    ? { id: readInstrument(first), role: readRole(second) }
    : { id: readInstrument(second), role };
}

function roleNamed(text: string): Role | undefined {
  const folded = foldWord(text);
  return roles.find((role) => role === folded) ?? (folded === 'color' ? 'colour' : undefined);
}

function readRole(text: string): Role {
  const role = roleNamed(text);
  if (role !== undefined) return role;
  throw unknownRole(text);
}

function unknownRole(text: string): LeitmotifError {
  return invalid(text, 'This role is not known', `Give one of ${roles.join(', ')}`);
}

/** An instrument by identifier, title or any name that a caption may use for it. */
function readInstrument(text: string): InstrumentId {
  const id = instrumentNamed(text);
  if (id !== undefined) return id;
  throw unknownInstrument(text);
}

function instrumentNamed(text: string): InstrumentId | undefined {
  const folded = foldWord(text);
  const exact = instrumentIds.find((id) => id === folded || foldWord(instruments[id].title) === folded);
  if (exact !== undefined) return exact;
  const { tokens } = captionText(text);
  const match = phraseAt(tokens, 0, instrumentTable);
  const id = match?.value.ids[0] ?? match?.value.refuses[0];
  return match?.last === tokens.length - 1 ? id : undefined;
}

function unknownInstrument(text: string): LeitmotifError {
  const folded = foldWord(text);
  const names = new Map(
    instrumentIds.flatMap((id) => [id, ...instruments[id].names].map((name) => [name, id])),
  );
  const near = [...new Set(nearestNames(folded, [...names.keys()], 4).map((name) => names.get(name)))].slice(
    0,
    3,
  );
  const next =
    near.length > 0
      ? `Write ${near.join(' or ')}, if you meant that`
      : `Known are, among others, ${someInstruments.join(', ')}`;
  return invalid(text, 'This instrument is not known', next);
}

const someInstruments: readonly InstrumentId[] = [
  'piano',
  'violin',
  'cello',
  'flute',
  'oboe',
  'harp',
  'choir',
  'strings',
];

function invalid(subject: string, what: string, next: string): LeitmotifError {
  return new LeitmotifError('attribute-invalid', { what, subject: `--instruments ${subject}`, next });
}
