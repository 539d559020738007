/**
 * An edited `score.mid` becomes parts of its take: tracks are told by their names, else by their channels, else by their sounds.
 *
 * Form, tempo, meter, instruments and chords are the take's; notes, controllers and the mix of the tracks are the file's. Nothing that
 * the file says is dropped without a word.
 */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { endOverlaps } from '../../rendering/endOverlaps.ts';
import { readMidi } from '../../rendering/readMidi.ts';
import type { Part, Score } from '../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../bridge/protocol/units.ts';
import type { MidiPart, MidiView } from '../../rendering/readMidi.ts';

/** Parts that were edited, and what a person should know of them. */
export interface EditedScore {
  parts: Part[];
  /** The beginning of the last note. */
  lastOnset: Ticks;
  notes: string[];
}

/** A dense piece of an hour has as many. */
export const mostNotes = 40_000;

/**
 * Reads an edited score. `path` is named in errors.
 *
 * @throws LeitmotifError `midi-undecodable` (no MIDI file, too many notes), `midi-empty`, `take-unsuitable` (a track that belongs to no
 *   part of the take)
 */
export function editedScore(bytes: Uint8Array, path: string, score: Score): EditedScore {
  const view = viewOf(bytes, path);
  const count = view.parts.reduce((sum, { notes }) => sum + notes.length, 0);
  if (count > mostNotes) {
    throw new LeitmotifError('midi-undecodable', {
      what: `The edited score has ${count} notes, more than the ${mostNotes} that a take may have`,
      subject: path,
      next: 'Give back the score.mid of this take with its notes edited',
    });
  }
  const given = matched(view, score.parts, path);
  const parts: Part[] = [];
  const told: string[] = [];
  for (const part of score.parts) {
    const tracks = given.get(part.role);
    if (tracks !== undefined) {
      const { part: edited, notes } = editedPart(part, tracks);
      parts.push(edited);
      told.push(...notes);
    } else if (view.tracks.some((name) => isNameOf(name, part))) {
      told.push(`the ${part.role} has a track without notes: it is silent`);
    } else {
      parts.push(part);
      told.push(`the ${part.role} has no track in the edited score: it is as it was in the take`);
    }
  }
  if (parts.length === 0) throw empty(path);
  const all = parts.flatMap(({ notes }) => notes);
  return {
    parts,
    lastOnset: all.reduce((last, { tick }) => Math.max(last, tick), 0),
    notes: [...told, ...unused(view, score)],
  };
}

function viewOf(bytes: Uint8Array, path: string): MidiView {
  let view: MidiView;
  try {
    view = readMidi(bytes, path);
  } catch (cause) {
    throw new LeitmotifError('midi-undecodable', {
      what: 'This is not a MIDI file, or it is damaged',
      subject: path,
      next: 'Give back the score.mid of the take, a Standard MIDI File of type 0 or 1',
      cause,
    });
  }
  if (view.parts.length === 0) throw empty(path);
  return view;
}

function empty(path: string): LeitmotifError {
  return new LeitmotifError('midi-empty', {
    what: 'There are no notes in the edited score',
    subject: path,
    next: 'Give back a score with notes in it; a part is silenced by leaving its track empty',
  });
}

function isNameOf(name: string, { role, name: own }: Part): boolean {
  const told = name.trim().toLowerCase();
  return told === own.toLowerCase() || told === role || told.startsWith(`${role}:`);
}

/** The tracks of each role. */
function matched(view: MidiView, parts: readonly Part[], path: string): Map<Part['role'], MidiPart[]> {
  const found = new Map<Part['role'], MidiPart[]>();
  const open: MidiPart[] = [];
  const take = (part: Part, track: MidiPart): void => {
    found.set(part.role, [...(found.get(part.role) ?? []), track]);
  };
  for (const track of view.parts) {
    const named = parts.find((part) => isNameOf(track.name, part));
    if (named === undefined) open.push(track);
    else take(named, track);
  }
  const free = parts.filter(({ role }) => !found.has(role));
  const unknown: MidiPart[] = [];
  for (const track of open) {
    const byChannel = free.find(({ channel }) => channel === track.channel);
    const alike = free.filter(({ program, role }) => program === track.program && !found.has(role));
    const part = byChannel ?? (alike.length === 1 ? alike[0] : undefined);
    if (part === undefined) unknown.push(track);
    else take(part, track);
  }
  if (unknown.length > 0) throw foreign(unknown, parts, path);
  return found;
}

function foreign(tracks: readonly MidiPart[], parts: readonly Part[], path: string): LeitmotifError {
  const names = tracks.map(({ name, channel }) => (name === '' ? `channel ${channel + 1}` : `"${name}"`));
  return new LeitmotifError('take-unsuitable', {
    what: `The edited score has notes that belong to no part of the take: ${names.join(', ')}`,
    subject: path,
    next: `Name each track as in score.mid: ${parts.map(({ name }) => name).join(', ')}`,
  });
}

function editedPart(part: Part, tracks: readonly MidiPart[]): { part: Part; notes: string[] } {
  const told: string[] = [];
  const [first] = tracks;
  const all = tracks.flatMap(({ notes }) => notes);
  const notes = endOverlaps(all);
  const asGiven = new Set(all.map(noteText));
  const ended = all.length - notes.length + notes.filter((note) => !asGiven.has(noteText(note))).length;
  if (ended > 0) told.push(`${ended} notes of the ${part.role} ended where their pitch was struck again`);
  if (first !== undefined && first.program !== part.program)
    told.push(`the ${part.role} keeps its instrument: choose another with --instruments`);
  const byTick = (a: { tick: Ticks }, b: { tick: Ticks }): number => a.tick - b.tick;
  const settings = first ?? part;
  return {
    part: {
      ...part,
      ...{ volume: settings.volume, pan: settings.pan, reverb: settings.reverb, chorus: settings.chorus },
      notes,
      controllers: tracks.flatMap(({ controllers }) => controllers).sort(byTick),
      bends: tracks.flatMap(({ bends }) => bends).sort(byTick),
    },
    notes: told,
  };
}

function noteText({ tick, pitch, duration }: Part['notes'][number]): string {
  return `${tick}:${pitch}:${duration}`;
}

/** What the file says of tempo and meter and the take does not follow. */
function unused(view: MidiView, score: Score): string[] {
  const [tempo, own] = [view.tempos, score.tempos].map((list) => list[0]?.microsecondsPerQuarter ?? 500_000);
  const isOther = tempo !== undefined && own !== undefined && Math.abs(tempo / own - 1) > 0.001;
  const bpm = Math.round(600_000_000 / (tempo ?? 500_000)) / 10;
  const meter = view.meters[0];
  const meters = meter === undefined ? undefined : `${meter.numerator}/${meter.denominator}`;
  const isOtherMeter = meters !== undefined && meters !== score.meters[0]?.meter;
  return [
    ...(isOther
      ? [`the edited score says ${bpm} quarters a minute; the take keeps its tempo: change it with --tempo`]
      : []),
    ...(isOtherMeter ? [`the edited score says ${meters}; the take keeps its meter`] : []),
  ];
}
