/** A planned clip becomes notes and sound: drawn, composed in its key, cut, rendered. */
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { barSeconds } from '../../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import { composeInKey } from '../../takes/composeInKey.ts';
import { clipFrames, clipSeconds } from '../clipShape.ts';
import { drawMusic } from './drawMusic.ts';
import { renderClip } from './renderClip.ts';
import { scoreNotes } from '../../engines/musflow/score/scoreNotes.ts';
import { windowOf } from './scoreWindow.ts';
import type { Score } from '../../../bridge/protocol/score.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { BriefValues } from '../../brief/describeBrief.ts';
import type { Matrix } from '../../runtime/npyFile.ts';
import type { DrawnMusic } from './drawMusic.ts';
import type { PlannedClip } from './planClips.ts';
import type { ClipRenderer } from './renderClip.ts';

/** A clip with all that is known of it. */
export interface ComposedClip {
  audio: Float32Array;
  notes: Matrix;
  /** True of the clip: the key that it is in, the players that are heard in it. */
  values: BriefValues;
  drawn: DrawnMusic;
  /** Where in its piece it begins. */
  from: Seconds;
  /** The seed of the piece. */
  seed: number;
}

/** Drafts to choose from: a set needs many pieces more than it needs the best of eight. */
const candidates = 2;
/** Pieces that are tried where nothing sounds in the clip. */
const mostTries = 4;

/** Makes the music of a clip; undefined where every try was silent. A function of the clip and the set's seed. */
export async function composeClip(
  clip: PlannedClip,
  setSeed: number,
  renderer: ClipRenderer,
): Promise<ComposedClip | undefined> {
  const drawn = drawMusic(clip, setSeed);
  for (let attempt = 0; attempt < mostTries; attempt++) {
    // The lowest two bits are the split's, whatever the attempt.
    const seed =
      attempt === 0 ? clip.seed : ((decisionSeed(clip.seed, `try/${attempt}`) & ~3) | (clip.seed & 3)) >>> 0;
    const { score } = composeInKey({ brief: drawn.brief, seed, candidates, title: clip.id });
    const from = beginning(score, drawn);
    const notes = scoreNotes(score, from, clipSeconds);
    const window =
      drawn.place === 'whole' ? { score, leadIn: 0, from: 0 } : windowOf(score, from, clipSeconds);
    const audio = await renderClip(window, drawn.values.style, clipFrames, renderer);
    if (audio !== undefined && notes.rows > 0) {
      return { audio, notes, values: trueValues(score, drawn.values, from), drawn, from, seed };
    }
  }
  return undefined;
}

/** In seconds: the start for an opening, anywhere after the first bars and before the ending for what lies inside. */
function beginning(score: Score, { place, along }: DrawnMusic): Seconds {
  if (place !== 'inside') return 0;
  const end = tickToSeconds(score.tempos, score.endTick);
  const latest = Math.max(0, end - clipSeconds);
  const earliest = Math.min(4, latest);
  return earliest + along * (latest - earliest);
}

/** What the clip is like, where that differs from what the piece was asked to be. */
function trueValues(score: Score, asked: BriefValues, from: Seconds): BriefValues {
  const until = from + clipSeconds;
  const sounding = score.parts
    .filter((part) =>
      part.notes.some(({ tick, duration }) => {
        const onset = tickToSeconds(score.tempos, tick);
        return onset < until && tickToSeconds(score.tempos, tick + duration) > from;
      }),
    )
    .map(({ role, instrument, program }) => ({ role, instrument, program }));
  return {
    ...asked,
    key: longestKey(score, from, until) ?? asked.key,
    instruments: sounding,
    seconds: clipSeconds,
    bars: Math.max(1, Math.round(clipSeconds / barSeconds(asked.meter, asked.tempo))),
  };
}

/** The key that most of a span is in: pieces may modulate. */
function longestKey({ keys, tempos }: Score, from: Seconds, until: Seconds): string | undefined {
  const spans = keys.map(({ tick, tonic, mode }, i) => {
    const begin = Math.max(from, tickToSeconds(tempos, tick));
    const next = keys[i + 1];
    const end = next === undefined ? until : Math.min(until, tickToSeconds(tempos, next.tick));
    return { key: `${tonic} ${mode}`, seconds: end - begin };
  });
  return spans.sort((a, b) => b.seconds - a.seconds)[0]?.key;
}
