/** Other pitches on a rhythm that stays: the melody's onsets and lengths are given, and its notes are searched anew. */
import { randomFor } from '../decisions.ts';
import { chooseLine, diatonicSize } from './chooseLine.ts';
import { lift, slotOf, statedName, statementOf } from './writeMelody.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { Phrase } from '../form/form.ts';
import type { Band } from '../orchestration/registers.ts';
import type { LineSlot } from './chooseLine.ts';
import type { LineNote } from './line.ts';

/**
 * A line with the onsets and lengths of another. Phrases that return bring the new notes back, with their embellishments.
 * Notes of themes stay. `overlapping` are onsets at which the note before still sounds: there the pitch changes. `after` is the pitch that
 * is struck while the last note still sounds, where there is one.
 */
export function repitch(
  composition: Composition,
  rhythm: readonly LineNote[],
  band: Band,
  overlapping: ReadonlySet<Ticks>,
  after?: MidiNote,
): LineNote[] {
  const { bar } = composition.request.grid;
  const known = new Map<string, readonly LineNote[]>();
  const notes: LineNote[] = [];
  for (const phrase of composition.form.phrases) {
    const start = phrase.startBar * bar;
    const own = rhythm.filter(({ tick }) => tick >= start && tick < start + phrase.bars * bar);
    if (own.length === 0) continue;
    const place = `${phrase.theme}${phrase.part}/${phrase.bars}/${phrase.cadence}/${phrase.kind}${statedName(statementOf(phrase, composition))}`;
    const first = known.get(place);
    const before = notes.at(-1)?.pitch ?? composition.before?.melody;
    const line = pitched(own, phrase, composition, band, {
      first,
      before,
      overlapping,
      after: own.at(-1) === rhythm.at(-1) ? after : undefined,
    });
    if (first === undefined) known.set(place, line);
    const lifted = phrase.variation > 0 && first !== undefined ? lift(line, phrase, composition) : line;
    notes.push(...lifted.map((note) => ({ ...note, tick: note.tick + start })));
  }
  return notes;
}

interface Around {
  first: readonly LineNote[] | undefined;
  before: MidiNote | undefined;
  overlapping: ReadonlySet<Ticks>;
  after: MidiNote | undefined;
}

/** The notes of a phrase, their ticks from its start. */
function pitched(
  own: readonly LineNote[],
  phrase: Phrase,
  composition: Composition,
  band: Band,
  { first, before, overlapping, after }: Around,
): LineNote[] {
  const { request, profile, seeds } = composition;
  const start = phrase.startBar * request.grid.bar;
  const place = `rhythm/${phrase.theme}${phrase.part}/${phrase.bars}/${phrase.kind}`;
  const stated = new Map(statementOf(phrase, composition)?.notes.map(({ tick, pitch }) => [tick, pitch]));
  const slots = own.map((note, i): LineSlot => {
    const theme = stated.get(note.tick);
    const move = i === 0 ? 0 : note.pitch - (own[i - 1]?.pitch ?? note.pitch);
    const heard = first?.find(({ tick }) => tick === note.tick - start)?.pitch;
    const slot = slotOf(
      {
        offset: note.tick - start,
        duration: note.duration,
        // The contour turned over: another tune in the same rhythm, and still of one kind.
        interval: note.motif && i > 0 ? -diatonicSize(move) : undefined,
        motif: note.motif,
        goal: i === own.length - 1,
      },
      i / Math.max(1, own.length - 1),
      phrase,
      composition,
      band,
    );
    if (theme !== undefined) return { ...slot, fixed: theme };
    const avoid = i === own.length - 1 ? after : undefined;
    if (overlapping.has(note.tick)) return { ...slot, avoid, fresh: true };
    return heard === undefined || heard === avoid ? { ...slot, avoid } : { ...slot, fixed: heard };
  });
  const { leapCost, dissonanceCost } = profile.melody;
  const costs = { leap: leapCost, dissonance: dissonanceCost * (1.25 - request.tension * 0.4), motif: 1 };
  const pitches = chooseLine(slots, band, costs, randomFor(seeds, 'melody', place), before);
  return own.map((note, i) => ({
    tick: note.tick - start,
    duration: note.duration,
    pitch: pitches[i] ?? band.centre,
    motif: note.motif,
    ...(stated.has(note.tick) ? { stated: true as const } : {}),
  }));
}
