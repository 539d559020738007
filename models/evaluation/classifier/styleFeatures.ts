/**
 * What a score is told by, without instruments, tempo or loudness: rhythm, motion, harmony and how the roles share the
 * time. A classifier on these can only know a style by how it is composed.
 */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import { roles } from '../../../bridge/protocol/roles.ts';
import { durationHistogram, intervalHistogram } from '../metrics/histograms.ts';
import { grooveSimilarity } from '../metrics/grooveSimilarity.ts';
import { melodicMotion } from '../metrics/melodicMotion.ts';
import { noteDensity, polyphony } from '../metrics/noteDensity.ts';
import { pitchClassEntropy, windowEntropy } from '../metrics/pitchClassEntropy.ts';
import { beatSonorities, dissonantBeats } from '../metrics/sonorities.ts';
import { melodyOf, pieceOfScore, pitchedNotes } from '../piece.ts';
import type { Part, Score } from '../../../bridge/protocol/score.ts';

/** The features of a score, always in the same order. */
export function styleFeatures(score: Score): number[] {
  const piece = pieceOfScore(score, '');
  const melody = melodyOf(piece);
  const notes = pitchedNotes(piece);
  const intervals = intervalHistogram(melody);
  const durations = durationHistogram(melody);
  const motion = melodicMotion(melody);
  return [
    noteDensity(notes, piece),
    noteDensity(melody, piece),
    polyphony(notes),
    pitchClassEntropy(notes),
    windowEntropy(piece, 1),
    grooveSimilarity(piece),
    dissonantBeats(beatSonorities(piece)),
    ...[motion.steps, motion.repeats, motion.leaps, motion.range],
    score.chords.length / score.bars,
    ...['0.25', '0.50', '0.75', '1.00', '2.00', '3.00'].map((value) => durations[value] ?? 0),
    ...['-3', '-1', '0', '1', '3', '7'].map((value) => intervals[value] ?? 0),
    ...roles.flatMap((role) =>
      roleFeatures(
        score,
        score.parts.find((part) => part.role === role),
      ),
    ),
  ];
}

/** Notes a quarter, their mean length in quarters, and the share of onsets off the beat; zeros for an absent role. */
function roleFeatures(score: Score, part: Part | undefined): number[] {
  if (part === undefined || part.notes.length === 0) return [0, 0, 0];
  const length = part.notes.reduce((sum, note) => sum + note.duration, 0) / part.notes.length;
  const offBeat = part.notes.filter((note) => Math.round(note.tick / 60) % (ticksPerQuarter / 60) !== 0);
  return [
    part.notes.length / (score.endTick / ticksPerQuarter),
    length / ticksPerQuarter,
    offBeat.length / part.notes.length,
  ];
}
