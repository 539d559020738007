/**
 * Hears tempi as it learned them from renders whose tempi are known. Perception's estimate goes by what people usually tap, and half of its
 * errors are octaves; what a beat of our own music is can be learned from our own music.
 *
 *   candidates (tempoCandidates.ts) → pulses and their squares, onsets a beat, tempo → conditional logit → the likeliest
 */
import { conditionalLogit } from '../classifier/conditionalLogit.ts';
import { beatMultiples } from '../metrics/audio/tempoCandidates.ts';
import type { BeatsPerMinute, Hertz } from '../../../bridge/protocol/units.ts';
import type { TempoCandidate } from '../metrics/audio/tempoCandidates.ts';

/** What of a clip tells its tempo. */
export interface TempoHints {
  /** Rows of one tempo and its pulses, one after the other; see {@link hintsOf}. */
  candidates: readonly number[];
  onsetRate: Hertz;
}

/** A render whose tempo is known. */
export interface KnownTempo {
  hints: TempoHints;
  tempo: BeatsPerMinute;
}

/** A candidate this near to the tempo is the right one, as a share of it. */
const tolerance = 0.04;
const usual: BeatsPerMinute = 95;
/** Fewer onsets in a second count as so many. */
const fewest: Hertz = 0.2;
const width = 1 + beatMultiples.length;

/** Candidates as they are kept. */
export function hintsOf(candidates: readonly TempoCandidate[]): number[] {
  return candidates.flatMap(({ tempo, pulses }) => [tempo, ...pulses]);
}

/** Learns from renders; returns what hears a tempo. None is heard where there is no candidate, nor where nothing was learned. */
export function tempoJudge(known: readonly KnownTempo[]): (hints: TempoHints) => BeatsPerMinute | undefined {
  const choices = known.flatMap(({ hints, tempo }) => {
    const alternatives = candidatesOf(hints);
    const away = alternatives.map((candidate) => Math.abs(candidate.tempo / tempo - 1));
    const right = away.indexOf(Math.min(...away));
    if (!((away[right] ?? 1) <= tolerance)) return [];
    return [{ alternatives: alternatives.map((candidate) => featuresOf(candidate, hints)), right }];
  });
  if (choices.length < 2) return () => undefined;
  const fit = conditionalLogit(choices);
  return (hints) => {
    const fits = candidatesOf(hints).map((candidate) => ({
      tempo: candidate.tempo,
      fit: fit(featuresOf(candidate, hints)),
    }));
    return fits.sort((a, b) => b.fit - a.fit)[0]?.tempo;
  };
}

function candidatesOf({ candidates }: TempoHints): TempoCandidate[] {
  return Array.from({ length: Math.floor(candidates.length / width) }, (_, i) => {
    const [tempo = 0, ...pulses] = candidates.slice(i * width, (i + 1) * width);
    return { tempo, pulses };
  });
}

/** Squares let a tempo be the likelier for a pulse of just so much. */
function featuresOf({ tempo, pulses }: TempoCandidate, { onsetRate }: TempoHints): number[] {
  const onsets = Math.log2((Math.max(fewest, onsetRate) * 60) / tempo);
  const octaves = Math.log2(tempo / usual);
  return [...pulses, ...pulses.map((pulse) => pulse ** 2), onsets, onsets ** 2, octaves, octaves ** 2];
}
