/**
 * A melody that is given gets everything around it:
 *
 * ```
 * MIDI ─► melody, tempo, meter, key, bars ─┬─► cue ─► brief ─► a piece of its own ─► its lead replaced by the melody ─┐
 *                                          └──────────────────────────────────────────────────────────────────────────┤
 *                          take ◄── composeTake ◄── all but the melody composed anew, chords found under it ◄──────────┘
 * ```
 * The recipe has both steps, as a revision's, and the melody lies beside it: so the take is made again, revised and exported like any other.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { LeitmotifError, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { instruments } from '../../../bridge/protocol/instruments.ts';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { roleInstrument } from '../../brief/roleInstrument.ts';
import { composePiece } from '../../engines/score/revision/piece.ts';
import { scoreToMidi } from '../../rendering/midiFile.ts';
import { mostTries } from '../composeInKey.ts';
import { composeTake } from '../composeTake.ts';
import { measureKey } from '../measureTake.ts';
import { prepareBrief } from '../prepareBrief.ts';
import { editedScore } from '../revision/editedScore.ts';
import { reviseOrSay } from '../revision/replay.ts';
import { openTakeFolder } from '../takeFolder.ts';
import { takeName } from '../takeName.ts';
import { melodyOfMidi } from './melodyOfMidi.ts';
import type { RoleInstrument } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Change } from '../../../bridge/protocol/revision.ts';
import type { InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { RevisedPiece } from '../../engines/score/revision/revise.ts';
import type { ComposeRequest } from '../composeTakes.ts';
import type { PreparedRevision } from '../revision/preparedRevision.ts';
import type { Stack } from '../stack.ts';
import type { Take } from '../take.ts';
import type { GivenMelody, MelodyAttribute } from './melodyOfMidi.ts';

/** What to make of a melody. */
export interface AccompanyRequest extends Omit<ComposeRequest, 'count'> {
  /** The MIDI file. */
  melody: string;
  /** Its track, by name or number; the one that looks most like a melody unless told. */
  track?: string | undefined;
  /** Chords and their bass alone, in place of the style's whole ensemble. */
  chordsOnly?: boolean | undefined;
}

/**
 * Makes a take around a melody. Notes of the melody are in it as they were: onset, length, pitch and velocity.
 *
 * @throws LeitmotifError those of {@link melodyOfMidi} and of `composeTakes`; `brief-impossible` for a cue that changes over time, meets hits or
 *   states themes, and for a melody that no instrument reaches; `take-unsuitable`
 */
export async function accompanyMelody(stack: Stack, request: AccompanyRequest): Promise<Take> {
  refuse(request);
  const { seed, melody: path, signal, progress, sampleRate, stems } = request;
  const began = performance.now();
  const melody = await melodyOfMidi(path, { track: request.track, given: request.cue.attributes }, signal);
  const title = request.cue.title ?? basename(path).replace(/\.midi?$/iu, '');
  const folder = openTakeFolder(request.out, takeName(title, seed));
  try {
    const cue = withMelody(request, melody, title);
    const prepared = await prepareBrief(stack, { ...request, cue });
    throwIfCancelled(signal);
    const brief = withLead(prepared.brief, melody, request);
    const revision = around(melody, { brief, seed, title, path });
    stack.warmUp(sampleRate);
    return await composeTake(stack, {
      ...{ seed, title, folder, sampleRate, stems, begun: began, revision },
      prepared: { ...prepared, brief },
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
  } finally {
    folder.discard();
  }
}

/** A melody has its own moments; music that is laid for others would move under it. */
function refuse({ cue, melody }: AccompanyRequest): void {
  if (cue.attributes.bars !== undefined || cue.attributes.seconds !== undefined)
    throw new LeitmotifError('setting-invalid', {
      what: 'The music is as long as its melody',
      subject: cue.attributes.bars === undefined ? '--seconds' : '--bars',
      next: 'Leave it out; leitmotif revise --extend goes on after the melody',
    });
  const isChanging = Object.keys(cue.keyframes).length + cue.sections.length > 0 || cue.unfold !== undefined;
  if (!isChanging && cue.hits.length + cue.themes.length + cue.locks.length === 0) return;
  throw new LeitmotifError('brief-impossible', {
    what: 'A given melody has its own course: the music around it has no scenes, keyframes, hits, themes or locks',
    subject: melody,
    next: 'Leave them out, or compose a take',
  });
}

/** Attributes are those of the melody where none are given; without a condition the melody is what tells its feeling. */
function withMelody(
  { cue, melody }: AccompanyRequest,
  { attributes }: GivenMelody,
  title: string,
): ComposeRequest['cue'] {
  const own = { id: 'melody', kind: 'reference-midi', path: melody, weight: 1 } as const;
  return cueSchema.parse({
    ...cue,
    ...{ leitmotif: cueVersion, title, engine: 'score', attributes: { ...cue.attributes, ...attributes } },
    conditions: cue.conditions.length === 0 ? [own] : cue.conditions,
  });
}

/** With a lead that reaches every note, and with chords alone where these are asked for. */
function withLead(
  brief: Brief,
  melody: GivenMelody,
  { cue, chordsOnly, melody: path }: AccompanyRequest,
): Brief {
  const { value: players, ...asked } = brief.attributes.instruments;
  const lead = leadOf(players, melody, path);
  const others = players.filter(({ role }) => role !== 'lead');
  const chords = others.filter(({ role }) => role === 'pad' || role === 'bass');
  const isChosen = cue.attributes.instruments !== undefined;
  const around = chordsOnly === true && !isChosen ? withPad(chords) : others;
  const value = [roleInstrument('lead', lead), ...around];
  return {
    ...brief,
    attributes: { ...withReasons(brief, melody, cue), instruments: { ...asked, value } },
    notes: [...brief.notes, ...melody.told],
  };
}

/** What the melody said, told as such: it was given to the brief as if a person had said it. */
function withReasons(
  { attributes }: Brief,
  melody: GivenMelody,
  cue: ComposeRequest['cue'],
): Brief['attributes'] {
  const reasons = Object.entries(melody.reasons).filter(
    ([name]) => cue.attributes[name as MelodyAttribute] === undefined,
  );
  const told = reasons.map(([name, grounds]) => [
    name,
    { ...attributes[name as MelodyAttribute], ...grounds },
  ]);
  // Attributes are built by name, which types cannot follow.
  return { ...attributes, ...(Object.fromEntries(told) as Partial<Brief['attributes']>) };
}

function withPad(chords: readonly RoleInstrument[]): RoleInstrument[] {
  return chords.some(({ role }) => role === 'pad')
    ? [...chords]
    : [roleInstrument('pad', 'piano'), ...chords];
}

/** The brief's own lead, else who plays it in the file, else a piano: the first that reaches all notes. */
function leadOf(
  players: readonly RoleInstrument[],
  { notes, instrument }: GivenMelody,
  path: string,
): InstrumentId {
  const pitches = notes.map(({ pitch }) => pitch);
  const reaches = (id: InstrumentId): boolean => {
    const [low, high] = instruments[id].range;
    return pitches.every((pitch) => pitch >= low && pitch <= high);
  };
  const wanted = players.find(({ role }) => role === 'lead')?.instrument;
  const found = [wanted, instrument, 'piano' as const].find((id) => id !== undefined && reaches(id));
  if (found !== undefined) return found;
  throw new LeitmotifError('brief-impossible', {
    what: `The melody goes from MIDI note ${Math.min(...pitches)} to ${Math.max(...pitches)}: no instrument has them all`,
    subject: path,
    next: 'Move it by octaves into the range of a piano, 21 to 108',
  });
}

interface Around {
  brief: Brief;
  seed: number;
  title: string;
  path: string;
}

/** The two steps, ready to be rendered; in another key than was asked for, again with other seeds, as `composeInKey` does. */
function around(melody: GivenMelody, { brief, seed, title, path }: Around): PreparedRevision {
  const own = composePiece({ brief, seed, title, candidates: 1 });
  const { score } = own.piece;
  const [pattern] = score.parts.filter(({ role }) => role === 'lead');
  if (pattern === undefined) throw new RangeError('accompanyMelody: the piece has no lead');
  const lead = { ...pattern, notes: melody.notes, controllers: [], bends: [] };
  const bytes = scoreToMidi({ ...score, parts: [lead] });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `melody-${sha256.slice(0, 12)}.mid`;
  const given: Change = { keep: [], reroll: false, score: { file, sha256 }, attributes: {} };
  const { parts } = editedScore(bytes, path, score);
  const stated = reviseOrSay({
    before: own.piece,
    own: own.seeds,
    brief,
    change: given,
    seed,
    edited: parts,
  });
  const change: Change = { keep: ['melody'], reroll: true, melody: 'given', attributes: {} };
  const made = (master: number): RevisedPiece =>
    reviseOrSay({ before: stated.piece, own: stated.seeds, brief, change, seed: master });
  const { revised, tries } = inKey(made, seed, brief);
  const step = { id: basename(path), seed, brief: { ...brief, embedding: [] } };
  return {
    parents: [
      { ...step, seeds: own.seeds },
      { ...step, seeds: stated.seeds, change: given },
    ],
    change,
    composed: { score: revised.piece.score, seeds: revised.seeds, candidates: revised.candidates, tries },
    kept: revised.kept.filter(({ role }) => role === 'lead'),
    notes: [...melody.told, ...revised.notes],
    files: [{ name: file, bytes }],
  };
}

function inKey(
  made: (seed: number) => RevisedPiece,
  seed: number,
  brief: Brief,
): { revised: RevisedPiece; tries: number } {
  const first = made(seed);
  for (let tries = 1; tries <= mostTries; tries++) {
    const revised = tries === 1 ? first : made(decisionSeed(seed, `key/${tries}`));
    if (measureKey(revised.piece.score, brief).agrees) return { revised, tries };
  }
  return { revised: first, tries: mostTries };
}
