/** The tempo map by which a loop is rendered. */
import { tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import type { Score } from '../../../bridge/protocol/score.ts';
import type { Hertz, Ticks } from '../../../bridge/protocol/units.ts';
import type { Body } from '../../engines/score/loops/unrollLoop.ts';

const ticksPerSecondAtOne = 480e6;

/**
 * A score whose body lasts a whole number of frames: its last beat is longer or shorter by at most half a frame. Otherwise the notes of
 * one pass would lie up to a frame beside those of another. `score.mid` keeps the tempo that was asked for.
 */
export function inWholeFrames(score: Score, body: Body, beat: Ticks, sampleRate: Hertz): Score {
  const length = tickToSeconds(score.tempos, body.end) - tickToSeconds(score.tempos, body.start);
  const missing = Math.round(length * sampleRate) / sampleRate - length;
  const last = score.tempos.findLast(({ tick }) => tick < body.end);
  if (last === undefined) return score;
  const added = Math.round((missing * ticksPerSecondAtOne) / beat);
  if (added === 0) return score;
  const stretched = {
    ...last,
    tick: body.end - beat,
    microsecondsPerQuarter: last.microsecondsPerQuarter + added,
  };
  const tempos = [
    ...score.tempos.filter(({ tick }) => tick <= stretched.tick),
    stretched,
    { ...last, tick: body.end },
    ...score.tempos.filter(({ tick }) => tick > body.end),
  ];
  return { ...score, tempos };
}
