/** A draft some lines of which are given: those that are locked. */
import { leadBand, roleBands } from '../orchestration/registers.ts';
import { repitch } from '../melody/repitch.ts';
import { writeMelody } from '../melody/writeMelody.ts';
import { writeBass } from '../texture/writeBass.ts';
import { voiceHarmony } from '../texture/writePad.ts';
import type { Note } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { LineNote } from '../melody/line.ts';
import type { Draft } from '../selection/features.ts';
import type { Locks } from './locks.ts';

/** The lines that locks hold, and how the melody was played. */
export interface KeptLines extends Pick<Draft, 'melody' | 'bass' | 'voiced'> {
  played: readonly Note[];
  /** The notes before and after them, where they are of the middle of a piece. */
  playedBefore?: Note | undefined;
  playedAfter?: Note | undefined;
}

/** Outer voices and voicing of a composition; what is locked is taken, all else is written to it. */
export function draftKept(composition: Composition, kept: KeptLines, locks: Locks): Draft {
  const lead = leadBand(composition.request, composition.profile.melody.span);
  const bands = roleBands(composition.request, lead);
  const melody = melodyOf();
  const bass = locks.roles.has('bass') ? kept.bass : writeBass(composition, melody, bands.bass);
  const voiced = locks.roles.has('pad') ? kept.voiced : voiceHarmony(composition, melody, bass, bands.pad);
  return { composition, melody, bass, voiced };

  function melodyOf(): readonly LineNote[] {
    if (locks.melody) return kept.melody;
    if (!locks.rhythm) return writeMelody(composition, lead).notes;
    return repitch(composition, kept.melody, lead, overlapping(kept), struckAfter(kept));
  }
}

/** Onsets of the melody at which the note before it still sounds, as it was played. */
function overlapping({ melody, played, playedBefore }: KeptLines): ReadonlySet<Ticks> {
  const ticks = melody.flatMap(({ tick }, i) => {
    const [before, note] = [i === 0 ? playedBefore : played[i - 1], played[i]];
    const isJoined = before !== undefined && note !== undefined && before.tick + before.duration >= note.tick;
    return isJoined ? [tick] : [];
  });
  return new Set(ticks);
}

/** The pitch that is struck while the last note still sounds. */
function struckAfter({ played, playedAfter }: KeptLines): MidiNote | undefined {
  const last = played.at(-1);
  if (last === undefined || playedAfter === undefined) return undefined;
  return last.tick + last.duration >= playedAfter.tick ? playedAfter.pitch : undefined;
}
