/**
 * Reads the instruments of a caption with what they do ("oboe melody", "strings underneath"), whether they are all that
 * is wanted ("only piano") and which are refused ("no drums or brass", "drumless").
 */
import { clauseEndsAt, factAt, wordAt } from './captionText.ts';
import { instrumentTable } from './instrumentNames.ts';
import { negatorBefore } from './negation.ts';
import { findPhrases, phraseAt, phraseTable } from './phraseTable.ts';
import { isRoleOfNeighbour, roleOf } from './readRoles.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, InstrumentsSaid } from './captionFacts.ts';
import type { NamedInstruments } from './instrumentNames.ts';
import type { PhraseMatch } from './phraseTable.ts';

type InstrumentMatch = PhraseMatch<NamedInstruments>;

const exclusivesBefore = phraseTable(
  [
    'only',
    'just',
    'solely',
    'exclusively',
    'nothing but',
    'unaccompanied',
    'nur',
    'seulement',
    'solo con',
  ].map((phrase) => [phrase, true] as const),
);
const ensembleWords = new Set(['duet', 'duo', 'trio', 'quartet', 'quintet', 'solo', 'lone']);

/** Words that shut instruments out by themselves. */
const refusingWords = phraseTable<string>([
  ['drumless', 'drums'],
  ['beatless', 'drums'],
  ['percussionless', 'drums'],
  ['drum free', 'drums'],
  ['instrumental', 'vocals'],
  ['vocal free', 'vocals'],
  ['wordless instrumental', 'vocals'],
]);

const joiners = new Set(['and', 'or', 'nor', '&', '+', 'und', 'oder', 'et', 'ou', 'e', 'y', 'o', 'with']);
const fillers = new Set([
  'a',
  'an',
  'the',
  'any',
  'some',
  'only',
  'soft',
  'solo',
  'of',
  'ein',
  'eine',
  'un',
  'une',
]);

/** Instruments that are asked for or refused, in the order of the text. */
export function readInstruments(caption: CaptionText): Fact<InstrumentsSaid>[] {
  const named = findPhrases(caption.tokens, instrumentTable, caption.claimed);
  const matches = named.filter(
    (match, i) => !isRate(caption, match) && !isRoleOfNeighbour(caption, match, named[i - 1], named[i + 1]),
  );
  const refused = refusals(caption, matches);
  const exclusive = exclusives(caption, matches, refused);
  const said = matches.map((match, i) => {
    const role = match.value.role ?? roleOf(caption, match, matches[i - 1], matches[i + 1]);
    return instrumentFact(caption, match, role, refused.has(i), exclusive.has(i));
  });
  return [...said, ...refusedByWord(caption)].sort((a, b) => a.start - b.start);
}

/** True where the name of an instrument begins at a token. */
export function isInstrumentAt(caption: CaptionText, index: number): boolean {
  return phraseAt(caption.tokens, index, instrumentTable) !== undefined;
}

function instrumentFact(
  caption: CaptionText,
  { first, last, value: named }: InstrumentMatch,
  role: InstrumentsSaid['role'],
  negated: boolean,
  exclusive: boolean,
): Fact<InstrumentsSaid> {
  const own = named.all === true ? named.ids : named.ids.slice(0, 1);
  // A role by itself names nobody; where nothing else may play, somebody has to.
  const wanted = exclusive && own.length === 0 ? named.refuses.slice(0, 1) : own;
  const value: InstrumentsSaid = {
    ids: negated ? named.refuses : wanted,
    ...(role && { role }),
    negated,
    exclusive,
  };
  return factAt(caption, first, last, value, named.confidence);
}

/** "90 beats per minute" is no drum. */
function isRate(caption: CaptionText, { last }: InstrumentMatch): boolean {
  return ['per', 'a', '/'].includes(wordAt(caption, last + 1)) && wordAt(caption, last).startsWith('beat');
}

/** Indices of the matches that are refused; a refusal runs on through "or", and through "and" of a direct neighbour. */
function refusals(caption: CaptionText, matches: readonly InstrumentMatch[]): Set<number> {
  const refused = new Set<number>();
  matches.forEach((match, i) => {
    const before = matches[i - 1];
    const direct = negatorBefore(caption, match.first, ['thing']) ?? notDirectly(caption, match.first);
    // A negator on the far side of another instrument belongs to that one.
    if (direct !== undefined && (before === undefined || before.last < direct)) refused.add(i);
    if (before !== undefined && refused.has(i - 1) && isListed(caption, before, match)) refused.add(i);
  });
  markCommaLists(caption, matches, refused);
  return refused;
}

/** "not drums", "not a piano": "not" refuses an instrument only where nothing but an article stands between. */
function notDirectly(caption: CaptionText, first: number): number | undefined {
  const article = fillers.has(wordAt(caption, first - 1)) ? 1 : 0;
  return negatorBefore(caption, first - article, ['quality']) === first - article - 1
    ? first - article - 1
    : undefined;
}

/** "no drums, brass or piano": commas belong to the refusal where the list ends in "or" or "nor". */
function markCommaLists(
  caption: CaptionText,
  matches: readonly InstrumentMatch[],
  refused: Set<number>,
): void {
  for (let i = 0; i < matches.length; i++) {
    if (!refused.has(i)) continue;
    let end = i;
    while (end + 1 < matches.length && isListed(caption, matches[end], matches[end + 1], true)) end++;
    const beforeLast = wordAt(caption, (matches[end]?.first ?? 0) - 1);
    if (beforeLast === 'or' || beforeLast === 'nor') for (let k = i; k <= end; k++) refused.add(k);
    i = end;
  }
}

/** True where only joiners and fillers stand between two matches, with or without commas. */
function isListed(
  caption: CaptionText,
  before: InstrumentMatch | undefined,
  after: InstrumentMatch | undefined,
  commas = false,
): boolean {
  if (before === undefined || after === undefined || after.first - before.last > 4) return false;
  for (let at = before.last + 1; at < after.first; at++) {
    const word = wordAt(caption, at);
    const isJoiner = joiners.has(word) && word !== 'with';
    if (!isJoiner && !fillers.has(word) && !(commas && word === ',')) return false;
  }
  return true;
}

/** Indices of the matches that are all that is wanted. */
function exclusives(
  caption: CaptionText,
  matches: readonly InstrumentMatch[],
  refused: ReadonlySet<number>,
): Set<number> {
  const found = new Set<number>();
  const wanted = matches.map((_, i) => i).filter((i) => !refused.has(i));
  const weak = hasEnsembleWord(caption) && wanted.length <= 4;
  for (const i of wanted) {
    const match = matches[i];
    if (match === undefined || (match.value.ids.length === 0 && wanted.length > 1)) continue;
    const ensemble = ensembleBefore(caption, match);
    const isEnsemble = weak && ensemble !== 'with' && (wanted.length === 1 || ensemble === 'of');
    if (saysOnly(caption, match) || isEnsemble) {
      addList(caption, matches, i, found, refused);
    }
  }
  if (saysNothingElse(caption)) wanted.forEach((i) => found.add(i));
  return found;
}

/** The match with those that are listed after and before it: "only piano, cello and harp". */
function addList(
  caption: CaptionText,
  matches: readonly InstrumentMatch[],
  index: number,
  found: Set<number>,
  refused: ReadonlySet<number>,
): void {
  found.add(index);
  for (let i = index; isListed(caption, matches[i], matches[i + 1], true) && !refused.has(i + 1); i++) {
    found.add(i + 1);
  }
  const saidAfter = isOnlyAfter(caption, matches[index]);
  for (
    let i = index;
    saidAfter && isListed(caption, matches[i - 1], matches[i], true) && !refused.has(i - 1);
    i--
  ) {
    found.add(i - 1);
  }
}

function saysOnly(caption: CaptionText, match: InstrumentMatch): boolean {
  if (isOnlyAfter(caption, match)) return true;
  for (let at = match.first - 1; at >= Math.max(0, match.first - 4); at--) {
    if (clauseEndsAt(caption, at)) return false;
    if (phraseAt(caption.tokens, at, exclusivesBefore)) return !isNot(wordAt(caption, at - 1));
    if (at < match.first - 1 && isInstrumentAt(caption, at)) return false;
  }
  return false;
}

function isNot(word: string): boolean {
  return word === 'not' || word === "isn't" || word === 'nicht' || word === 'pas';
}

/** "piano only", "harp alone", "piano solo" at the end of its clause. */
function isOnlyAfter(caption: CaptionText, match: InstrumentMatch | undefined): boolean {
  if (match === undefined) return false;
  const after = wordAt(caption, match.last + 1);
  return after === 'only' || after === 'alone' || after === 'unaccompanied';
}

function hasEnsembleWord(caption: CaptionText): boolean {
  return caption.tokens.some(({ word }) => ensembleWords.has(word));
}

/** "duet for flute and harp", "a trio of clarinets"; in "a trio with trumpet" others play too. */
function ensembleBefore(caption: CaptionText, match: InstrumentMatch): 'of' | 'with' | undefined {
  let joined: 'of' | 'with' = 'of';
  for (let at = match.first - 1; at >= match.first - 4 && !clauseEndsAt(caption, at); at--) {
    if (wordAt(caption, at) === 'with') joined = 'with';
    if (ensembleWords.has(wordAt(caption, at)))
      return ['solo', 'lone'].includes(wordAt(caption, at)) ? undefined : joined;
  }
  return undefined;
}

function saysNothingElse(caption: CaptionText): boolean {
  return caption.tokens.some(
    ({ word }, i) => word === 'else' && ['nothing', 'anything'].includes(wordAt(caption, i - 1)),
  );
}

function refusedByWord(caption: CaptionText): Fact<InstrumentsSaid>[] {
  return findPhrases(caption.tokens, refusingWords, caption.claimed).map(({ first, last, value }) => {
    const named = instrumentTable.get(value)?.[0]?.value;
    const ids = named?.refuses ?? [];
    return factAt(
      caption,
      first,
      last,
      { ids, negated: true, exclusive: false },
      value === 'vocals' ? 0.7 : 1,
    );
  });
}
