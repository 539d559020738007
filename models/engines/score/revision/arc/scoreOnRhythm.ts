/**
 * The melody of an arc on the rhythm that it was played in: every onset and length stays, and has the pitch that the line has now.
 *
 * The lines say which note a player played: the nearest of its pitch. What an accent struck again has the pitch of the note that it cut;
 * what an accent added is a note of the chord that sounds now.
 */
import { instruments } from '../../../../../bridge/protocol/instruments.ts';
import { ticksPerQuarter } from '../../../../../bridge/protocol/units.ts';
import { intoRange } from '../../orchestration/arrange.ts';
import { mod, nearestPitch } from '../../theory/scale.ts';
import type { ChordChange, Note, Part, Score } from '../../../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../../../bridge/protocol/units.ts';
import type { ArcPiece } from '../../arc/composeArc.ts';
import type { DraftedPassage } from '../../arc/composePassages.ts';
import type { LineNote } from '../../melody/line.ts';

/** How far a player may be from the notated onset: a swung eighth, late. */
const mostOff: Ticks = ticksPerQuarter / 3;

/** The melody of all passages, in ticks of the piece. */
function lineOf(passages: readonly DraftedPassage[]): LineNote[] {
  return passages.flatMap(({ passage, draft }) =>
    draft.melody.map((note) => ({ ...note, tick: note.tick + passage.tick })),
  );
}

/** Of notes near in time and of the same pitch, octaves aside, the nearest. */
function nearest<N extends Pick<Note, 'tick' | 'pitch'>>(
  notes: readonly N[],
  { tick, pitch }: Pick<Note, 'tick' | 'pitch'>,
): N | undefined {
  const off = (note: N): Ticks => Math.abs(note.tick - tick);
  const [first, ...others] = notes.filter(
    (note) => off(note) <= mostOff && mod(note.pitch - pitch, 12) === 0,
  );
  return first && others.reduce((best, one) => (off(one) < off(best) ? one : best), first);
}

/** The note of a line that was played as this one, or that an accent struck again with it. */
function written(note: Note, line: readonly LineNote[]): LineNote | undefined {
  const near = nearest(line, note);
  if (near !== undefined) return near;
  const held = line.findLast(({ tick, duration }) => tick < note.tick && tick + duration > note.tick);
  return held !== undefined && mod(held.pitch - note.pitch, 12) === 0 ? held : undefined;
}

/** How the notes of a passage's melody were played, one for one, in the passage's ticks; as written where nobody did. */
export function playedMelody({ parts }: Pick<Score, 'parts'>, { passage, draft }: DraftedPassage): Note[] {
  const notes = parts
    .filter(({ role }) => role === 'lead')
    .flatMap((part) => part.notes)
    .map((note) => ({ ...note, tick: note.tick - passage.tick }));
  return draft.melody.map(
    ({ tick, duration, pitch }) =>
      nearest(notes, { tick, pitch }) ?? { tick, duration, pitch, midiVelocity: 64 },
  );
}

/**
 * A fresh score with the melody on its old rhythm; `now` are its passages.
 *
 * @throws RangeError where the lines have another rhythm, or where in some sections another instrument leads than did
 */
export function scoreOnRhythm(
  { draft, score: old }: Pick<ArcPiece, 'draft' | 'score'>,
  now: readonly DraftedPassage[],
  fresh: Score,
): Score {
  const [was, is] = [lineOf(draft.passages), lineOf(now)];
  if (was.length !== is.length || was.some(({ tick }, i) => tick !== is[i]?.tick))
    throw new RangeError('scoreOnRhythm: the melody has another rhythm');
  const pitches = new Map(is.map(({ tick, pitch }) => [tick, pitch]));
  const [leads, arranged] = [old, fresh].map(({ parts }) => parts.filter(({ role }) => role === 'lead'));
  const lead = (leads ?? []).map((part): Part => {
    const player = playerOf(part, leads ?? [], arranged ?? []);
    const [low, high] = instruments[player.instrument].range;
    const notes: Note[] = [];
    for (const note of part.notes) {
      const from = written(note, was);
      const pitch = from && pitches.get(from.tick);
      const wanted = intoRange(pitch ?? chordPitch(note, fresh.chords), low, high);
      notes.push({ ...note, pitch: unheld(wanted, note, notes, fresh.chords) });
    }
    const settings = player.instrument === part.instrument ? part : player;
    return { ...settings, notes, controllers: part.controllers, bends: [] };
  });
  return { ...fresh, parts: [...lead, ...fresh.parts.filter(({ role }) => role !== 'lead')] };
}

/** Who plays a part now: the same instrument, or the only one that leads. */
function playerOf(part: Part, old: readonly Part[], fresh: readonly Part[]): Part {
  const same = fresh.find(({ instrument }) => instrument === part.instrument);
  if (same !== undefined) return same;
  const [only] = fresh;
  if (only !== undefined && fresh.length === 1 && old.length === 1) return only;
  throw new RangeError('revise: the rhythm cannot be kept where another instrument leads in some sections');
}

/** The note of the sounding chord that is nearest. */
function chordPitch({ tick, pitch }: Note, chords: readonly ChordChange[]): MidiNote {
  const tones = chords.findLast((chord) => chord.tick <= tick)?.tones ?? [];
  const near = tones.map((tone) => nearestPitch(tone, pitch));
  return near.reduce(
    (best, one) => (Math.abs(one - pitch) < Math.abs(best - pitch) ? one : best),
    near[0] ?? pitch,
  );
}

/** Another note of the chord where the same pitch is still held: MIDI would cut that one. */
function unheld(
  pitch: MidiNote,
  { tick }: Note,
  before: readonly Note[],
  chords: readonly ChordChange[],
): MidiNote {
  const held = before.filter((note) => note.tick <= tick && note.tick + note.duration > tick);
  if (held.every((note) => note.pitch !== pitch)) return pitch;
  const tones = chords.findLast((chord) => chord.tick <= tick)?.tones ?? [];
  const others = tones
    .map((tone) => nearestPitch(tone, pitch))
    .filter((one) => held.every((note) => note.pitch !== one))
    .sort((a, b) => Math.abs(a - pitch) - Math.abs(b - pitch));
  return others[0] ?? pitch + 12;
}
