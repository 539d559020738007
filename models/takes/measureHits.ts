/**
 * Where the notes meet the hits: the strongest onset near each moment that was asked for. Only how it was done comes from the score's
 * own account.
 */
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import type { Hit } from '../../bridge/protocol/cue.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { MeasuredHit } from '../../bridge/protocol/take.ts';
import type { Seconds } from '../../bridge/protocol/units.ts';

/** A hit is met within this. */
export const hitTolerance: Seconds = 0.04;
/** An accent is looked for within this of the moment; where there is none, the nearest onset counts. */
const reach: Seconds = 0.1;
/** Onsets within this are one stroke. */
const together: Seconds = 0.012;

interface Stroke {
  seconds: Seconds;
  /** Sum of the velocities. */
  force: number;
}

/** Measures every hit, in the order in which they were asked for. */
export function measureHits(score: Score, hits: readonly Hit[]): MeasuredHit[] {
  const strokes = strokesOf(score);
  const told = new Map((score.hits ?? []).map((hit) => [hit.id, hit]));
  return hits.map(({ id, label, seconds }) => {
    const heard = accentNear(strokes, seconds, reachOf(seconds, hits)) ?? told.get(id)?.met ?? 0;
    const errorMs = Math.round((heard - seconds) * 10_000) / 10;
    const met = Math.abs(heard - seconds) <= hitTolerance;
    const how = told.get(id)?.how ?? 'no account of it';
    return { id, label, asked: seconds, heard: Math.round(heard * 10_000) / 10_000, errorMs, met, how };
  });
}

/** What a person is told of hits that were missed. */
export function missedHits(hits: readonly MeasuredHit[]): string[] {
  return hits
    .filter(({ met }) => !met)
    .map(({ label, id, asked, errorMs, how }) => {
      const name = label === '' ? id : label;
      return `the hit "${name}" at ${asked} s is missed by ${Math.abs(errorMs).toFixed(0)} ms (${how})`;
    });
}

function strokesOf(score: Score): Stroke[] {
  const notes = score.parts.flatMap((part) =>
    part.notes.map((note) => ({ tick: note.tick, force: note.midiVelocity })),
  );
  notes.sort((a, b) => a.tick - b.tick);
  const strokes: (Stroke & { tick: number })[] = [];
  for (const { tick, force } of notes) {
    const last = strokes.at(-1);
    if (last?.tick === tick) {
      last.force += force;
      continue;
    }
    const seconds = tickToSeconds(score.tempos, tick);
    // A chord that is rolled or played loosely is one stroke from its first note on.
    if (last !== undefined && seconds - last.seconds <= together) last.force += force;
    else strokes.push({ tick, seconds, force });
  }
  return strokes;
}

/** Half the way to the next hit at most, so that none is taken for its neighbour; two that one accent meets share it. */
function reachOf(asked: Seconds, hits: readonly Hit[]): Seconds {
  const others = hits.map(({ seconds }) => Math.abs(seconds - asked)).filter((distance) => distance > 0);
  return Math.min(reach, Math.max(hitTolerance, Math.min(...others) / 2));
}

function accentNear(strokes: readonly Stroke[], asked: Seconds, within: Seconds): Seconds | undefined {
  const near = strokes.filter(({ seconds }) => Math.abs(seconds - asked) <= within);
  const strongest = near.reduce<Stroke | undefined>(
    (best, stroke) => (best === undefined || stroke.force > best.force ? stroke : best),
    undefined,
  );
  if (strongest !== undefined) return strongest.seconds;
  return strokes.reduce<Stroke | undefined>(
    (best, stroke) =>
      best === undefined || Math.abs(stroke.seconds - asked) < Math.abs(best.seconds - asked) ? stroke : best,
    undefined,
  )?.seconds;
}
