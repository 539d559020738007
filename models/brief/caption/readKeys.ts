/**
 * Reads the keys of a caption: "D minor", "F# dorian", "Bbm", "fis-Moll", "mi bemolle maggiore", "in A", and modes that
 * stand alone ("dorian", "in minor"). English articles are told from the note A by what stands around them.
 */
import { accidentalOf, germanModeWords, germanNote, modeWords, solfegeNote, spellKey } from '../keyName.ts';
import { claim, clauseEndsAt, factAt, wordAt } from './captionText.ts';
import { negatorBefore } from './negation.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, KeySaid } from './captionFacts.ts';
import type { Mode } from '../../../bridge/protocol/attributes.ts';

/** A key or a part of one with its tokens. */
interface KeySpan {
  last: number;
  note?: string;
  mode?: Mode;
  confidence: number;
}

interface NoteSpan {
  note: string;
  last: number;
  /** Mode that is part of the name: `Bbm`, `Ebmaj`. */
  mode?: Mode;
  /** Where the name comes from: decides which mode words may follow. */
  naming: 'letter' | 'german' | 'solfege';
}

/** Words between a tonic and its mode that name a form of the scale, which the engine chooses itself. */
const scaleForms = new Set(['harmonic', 'melodic', 'natural', 'harmonisch', 'melodisch']);

/** What may follow "a minor" or "a major" where a key is meant rather than a minor thing. */
const afterKey = new Set(
  [
    'and',
    'with',
    'at',
    'in',
    'on',
    'for',
    'but',
    'then',
    'over',
    'by',
    'to',
    'from',
    'played',
    'or',
    'un',
  ].concat([
    'und',
    'mit',
    'et',
    'con',
    'avec',
    'around',
    'about',
    'featuring',
    'tempo',
    'slow',
    'fast',
    'key',
  ]),
);

/** Nouns that make a mode of a bare "minor" or "major". */
const modeNouns = new Set(
  [
    'key',
    'mode',
    'scale',
    'tonality',
    'harmony',
    'harmonies',
    'chords',
    'chord',
    'feel',
    'mood',
    'sound',
  ].concat(['tonart', 'tonalite', 'modus', 'keys', 'ballad', 'waltz', 'lament', 'theme', 'melody']),
);

/** Keys, tonics and modes; claims their tokens. Keys that were respelled are told in the notes. */
export function readKeys(caption: CaptionText, notes: string[]): Fact<KeySaid>[] {
  const found: Fact<KeySaid>[] = [];
  for (let index = 0; index < caption.tokens.length; index++) {
    if (caption.claimed.has(index)) continue;
    const span = keyAt(caption, index) ?? modeAlone(caption, index) ?? tonicAlone(caption, index);
    if (span === undefined) continue;
    if (negatorBefore(caption, index, ['thing', 'quality']) === undefined) {
      found.push(keyFact(caption, index, span, notes));
    }
    claim(caption, index, span.last);
    index = span.last;
  }
  return found;
}

function keyFact(caption: CaptionText, index: number, span: KeySpan, notes: string[]): Fact<KeySaid> {
  const key = span.note === undefined ? undefined : spellKey(span.note, span.mode ?? 'major');
  const value: KeySaid = {
    ...(key && { tonic: key.tonic }),
    ...(span.mode && { mode: span.mode }),
    ...(key?.respelledFrom !== undefined && span.mode !== undefined && { respelledFrom: key.respelledFrom }),
  };
  const fact = factAt(caption, index, span.last, value, span.confidence);
  if (value.respelledFrom !== undefined && key !== undefined) {
    notes.push(`"${fact.text}" is written ${key.tonic} ${key.mode}, which sounds the same`);
  }
  return fact;
}

/** A note with a mode. */
function keyAt(caption: CaptionText, index: number): KeySpan | undefined {
  for (const read of [letterNote, germanNoteAt, solfegeNoteAt]) {
    const note = read(caption, index);
    if (note === undefined || spellKey(note.note, 'major') === undefined) continue;
    if (note.mode !== undefined) {
      if (!isShorthandKey(caption, index, note)) continue;
      return { last: note.last, note: note.note, mode: note.mode, confidence: 0.9 };
    }
    const mode = modeAfter(caption, note);
    if (mode === undefined || isArticle(caption, index, note, mode.last)) continue;
    return { ...mode, note: note.note, confidence: 1 };
  }
  return undefined;
}

/** A letter with its accidental, glued (`Bb`, `F#`, `C♯`) or in words (`E flat`). */
function letterNote(caption: CaptionText, index: number): NoteSpan | undefined {
  const token = caption.tokens[index];
  const match = /^([A-Ga-g])([b♭]?)(m|min|maj|M)?$/u.exec(token?.text ?? '');
  if (match?.[1] === undefined) return undefined;
  const letter = match[1].toUpperCase();
  const suffix = suffixMode(match[3]);
  if (match[2] !== '' || suffix !== undefined)
    return noteSpan(letter + (match[2] === '' ? '' : 'b'), index, suffix);
  const next = caption.tokens[index + 1];
  const accidental = accidentalOf(next?.word ?? '');
  if (accidental === '') return noteSpan(letter, index);
  const after = caption.tokens[index + 2];
  const glued = after?.glued === true && next?.kind === 'symbol' ? suffixMode(after.text) : undefined;
  return noteSpan(letter + accidental, index + (glued === undefined ? 1 : 2), glued);
}

function noteSpan(note: string, last: number, mode?: Mode): NoteSpan {
  return { note, last, naming: 'letter', ...(mode && { mode }) };
}

function suffixMode(suffix: string | undefined): Mode | undefined {
  if (suffix === 'm' || suffix === 'min') return 'minor';
  return suffix === 'M' || suffix === 'maj' ? 'major' : undefined;
}

function germanNoteAt(caption: CaptionText, index: number): NoteSpan | undefined {
  const note = germanNote(wordAt(caption, index));
  return note === undefined ? undefined : { note, last: index, naming: 'german' };
}

function solfegeNoteAt(caption: CaptionText, index: number): NoteSpan | undefined {
  const note = solfegeNote(wordAt(caption, index));
  if (note === undefined) return undefined;
  const accidental = accidentalOf(wordAt(caption, index + 1));
  return { note: note + accidental, last: index + (accidental === '' ? 0 : 1), naming: 'solfege' };
}

function modeAfter(caption: CaptionText, note: NoteSpan): { last: number; mode: Mode } | undefined {
  const form = scaleForms.has(wordAt(caption, note.last + 1)) ? 1 : 0;
  const last = note.last + 1 + form;
  const word = wordAt(caption, last);
  const mode = modeWords.get(word);
  if (mode === undefined || caption.claimed.has(last)) return undefined;
  // "B-Dur" is B flat and "B major" is B: a letter is read the German way exactly before a German mode.
  if (note.naming === 'letter' && germanModeWords.has(word) && note.note.length === 1) return undefined;
  if (note.naming === 'german' && !germanModeWords.has(word)) return undefined;
  return { last, mode };
}

/** True where "a minor" is an article with an adjective: "a minor setback", "a major key". */
function isArticle(caption: CaptionText, index: number, note: NoteSpan, last: number): boolean {
  const token = caption.tokens[index];
  if (note.note !== 'A' || note.naming !== 'letter' || note.last !== index) return false;
  const startsStatement = clauseEndsAt(caption, index - 1);
  if (token?.text === 'A' && !startsStatement) return false;
  const next = wordAt(caption, last + 1);
  if (token?.text === 'a' && next === 'key') return true;
  const follows =
    clauseEndsAt(caption, last + 1) || afterKey.has(next) || caption.tokens[last + 1]?.kind !== 'word';
  return !follows;
}

/** `Am` and `Em` are words, and `cm` is a unit: a shorthand counts where it is capital and leads nowhere else. */
function isShorthandKey(caption: CaptionText, index: number, note: NoteSpan): boolean {
  const text = caption.tokens[index]?.text ?? '';
  if (!/^[A-G]/u.test(text)) return false;
  if (note.note.length > 1) return true;
  const before = wordAt(caption, index - 1);
  if (['in', 'key', 'of', ':', '='].includes(before)) return true;
  return text.length > 2 || clauseEndsAt(caption, index + 1) || caption.tokens[index + 1]?.kind === 'number';
}

/** A mode without a tonic: church modes anywhere, "minor" and "major" where the words around them speak of keys. */
function modeAlone(caption: CaptionText, index: number): KeySpan | undefined {
  const word = wordAt(caption, index);
  const mode = modeWords.get(word);
  if (mode === undefined || word === 'min' || word === 'maj') return undefined;
  const next = wordAt(caption, index + 1);
  if (mode !== 'minor' && mode !== 'major') {
    // Dorian is also a man's name.
    return next === 'gray' || next === 'grey' ? undefined : { last: index, mode, confidence: 0.9 };
  }
  const before = wordAt(caption, index - 1);
  const said =
    modeNouns.has(next) || ['in', 'en', 'key', 'mode'].includes(before) || isWholeClause(caption, index);
  return said ? { last: modeNouns.has(next) ? index + 1 : index, mode, confidence: 0.8 } : undefined;
}

function isWholeClause(caption: CaptionText, index: number): boolean {
  return clauseEndsAt(caption, index - 1) && clauseEndsAt(caption, index + 1);
}

/** "in A", "key of E flat", "key: D": a tonic without its mode. */
function tonicAlone(caption: CaptionText, index: number): KeySpan | undefined {
  const note = letterNote(caption, index);
  if (note === undefined || note.mode !== undefined) return undefined;
  const text = caption.tokens[index]?.text ?? '';
  const before = wordAt(caption, index - 1);
  const keyOf = before === 'of' && wordAt(caption, index - 2) === 'key';
  const keyIs = [':', '=', 'is'].includes(before) && wordAt(caption, index - 2) === 'key';
  const inNote = before === 'in' && /^[A-G]/u.test(text) && leadsNowhere(caption, note.last + 1);
  if (!keyOf && !keyIs && !inNote && before !== 'key') return undefined;
  return { last: note.last, note: note.note, confidence: keyOf || keyIs ? 0.9 : 0.7 };
}

function leadsNowhere(caption: CaptionText, index: number): boolean {
  return clauseEndsAt(caption, index) || afterKey.has(wordAt(caption, index));
}
