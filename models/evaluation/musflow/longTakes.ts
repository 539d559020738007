/**
 * Takes of half a minute, as long as people's takes are: what the engine makes of more than a window, and what is heard of tempo and key
 * when there is time to hear it.
 *
 *   attributes of an asked clip → brief → the score engine's piece, from its beginning ─┬─ its render
 *                                             e_f of the clip's conditions ─────────────┴─ the engine's four windows ─► heard, compared
 */
import { z } from 'zod';
import { musicSeconds, styleEndings } from '../../../bridge/protocol/duration.ts';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { barSeconds } from '../../../bridge/protocol/meter.ts';
import { clipRate } from '../../dataset/clipShape.ts';
import { renderClip } from '../../dataset/own/renderClip.ts';
import { windowOf } from '../../dataset/own/scoreWindow.ts';
import { rowSeconds } from '../../engines/musflow/score/scoreControl.ts';
import { scoreNotes } from '../../engines/musflow/score/scoreNotes.ts';
import { composeInKey } from '../../takes/composeInKey.ts';
import { explicitBrief } from '../explicitBrief.ts';
import { melDistance } from '../metrics/audio/logMel.ts';
import { compare } from './clipListener.ts';
import { measuresSchema } from './clipMeasures.ts';
import { fusedOf } from './conditionEmbeddings.ts';
import { hasDrums } from './knownClips.ts';
import { MeasureFile } from './measureCache.ts';
import { usual } from './variants.ts';
import type { Meter, Style } from '../../../bridge/protocol/attributes.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { BeatsPerMinute, Seconds } from '../../../bridge/protocol/units.ts';
import type { ClipRenderer } from '../../dataset/own/renderClip.ts';
import type { SampleRecord } from '../../dataset/sample.ts';
import type { NoteTable } from '../metrics/audio/chroma.ts';
import type { LogMel } from '../metrics/audio/logMel.ts';
import type { ClipListener, SoundForms } from './clipListener.ts';
import type { EvaluatedClip } from './evaluateMusflow.ts';
import type { MusflowPlayer } from './player.ts';

/** Rows of 40 ms: thirty seconds, four windows. */
export const longRows = 750;
const longSeconds: Seconds = longRows * rowSeconds;
/** Drafts that the score engine chooses from: as for the clips of a set. */
const candidates = 2;
/** What is told apart of a take: its thirds. The first lies within the first window. */
export const stretches = 3;

/** What is heard in a long take. */
export const longMeasuresSchema = measuresSchema.extend({
  /** Log-mel, mean absolute difference to the render, in nat, of each third. */
  mels: z.array(z.number()).length(stretches),
  /** Whether its notes have drums. */
  hasDrums: z.boolean(),
});
/** What is heard in a long take. */
export type LongMeasures = z.infer<typeof longMeasuresSchema>;

/** Takes in the order of their clips; the same take stands at the same place in both. */
export interface LongTakes {
  /** Of which clip each is, as a place among those that were asked for. */
  clips: number[];
  renders: LongMeasures[];
  made: LongMeasures[];
}

/** What long takes are made with. */
export interface LongTakesRequest {
  cache: string;
  player: MusflowPlayer;
  listener: ClipListener;
  /** Plays the score engine's pieces. */
  renderer: ClipRenderer;
  signal?: AbortSignalLike | undefined;
  /** Told after each take. Must return quickly. */
  onTake?: ((done: number) => void) | undefined;
}

/** Makes and hears a take for each clip whose attributes are known and of whose piece something sounds. */
export async function makeLongTakes(
  asked: readonly EvaluatedClip[],
  request: LongTakesRequest,
): Promise<LongTakes> {
  const { cache, player, signal, onTake } = request;
  const renders = await MeasureFile.open(cache, 'long-render', longMeasuresSchema);
  const made = await MeasureFile.open(cache, 'long-all', longMeasuresSchema);
  const takes: LongTakes = { clips: [], renders: [], made: [] };
  for (const [i, { clip, places }] of asked.entries()) {
    throwIfCancelled(signal);
    const { id, record } = clip;
    const isKnown = renders.has(id) && made.has(id);
    const piece = isKnown ? undefined : await composePiece(record, request);
    if (!isKnown && piece === undefined) continue;
    takes.clips.push(i);
    takes.renders.push(
      await renders.of(id, () => hearTake(id, (piece as Piece).audio, piece as Piece, request)),
    );
    takes.made.push(
      await made.of(id, async () => {
        const { notes, style } = piece as Piece;
        const { steps, guidance, temperature } = usual;
        const start = performance.now();
        const samples = await player.play(
          {
            ...{ rows: longRows, embedding: fusedOf(places), notes, style, seed: record.seed },
            ...{ steps, guidance, temperature },
          },
          signal,
        );
        const seconds = (performance.now() - start) / 1000;
        return { ...(await hearTake(id, samples, piece as Piece, request)), seconds };
      }),
    );
    onTake?.(i + 1);
  }
  return takes;
}

/** A piece of which thirty seconds are asked for. */
interface Piece {
  style: Style;
  notes: NoteTable;
  /** The score engine's render: mono at the clip's rate. */
  audio: Float32Array;
  forms: SoundForms;
}

/** Undefined where the set does not tell the attributes, or nothing sounds. */
async function composePiece(
  { id, seed, attributes }: SampleRecord,
  { renderer, listener, signal }: LongTakesRequest,
): Promise<Piece | undefined> {
  const { style, tempo, meter, key } = attributes;
  if (style === undefined || tempo === undefined || meter === undefined || key === undefined)
    return undefined;
  const { score } = composeInKey({
    brief: explicitBrief(style, { ...told(attributes), ...lengthOf(style, meter, tempo) }),
    ...{ seed, candidates, title: id },
  });
  const notes = scoreNotes(score, 0, longSeconds);
  const frames = longSeconds * clipRate;
  const audio = await renderClip(windowOf(score, 0, longSeconds), style, frames, renderer);
  if (audio === undefined) return undefined;
  const { forms } = await listener.hear(id, audio, signal);
  return { style, notes, audio, forms };
}

/** What is there, without what is not. */
function told(attributes: SampleRecord['attributes']): NonNullable<Parameters<typeof explicitBrief>[1]> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** As many bars as there must be for the take to be over before the ending begins. */
function lengthOf(style: Style, meter: Meter, tempo: BeatsPerMinute): { bars: number; seconds: Seconds } {
  const { ritardando, ringOut } = styleEndings[style];
  let bars = 8;
  while (musicSeconds(bars, meter, tempo, ritardando) < longSeconds + barSeconds(meter, tempo)) bars += 4;
  return { bars, seconds: musicSeconds(bars, meter, tempo, ritardando) + ringOut[1] };
}

async function hearTake(
  id: string,
  samples: Float32Array,
  { notes, forms: render }: Piece,
  { listener, signal }: LongTakesRequest,
): Promise<LongMeasures> {
  const { heard, forms } = await listener.hear(id, samples, signal);
  return {
    ...heard,
    ...compare(forms, { notes, render }),
    mels: Array.from({ length: stretches }, (_, i) =>
      melDistance(stretchOf(render.mel, i), stretchOf(forms.mel, i)),
    ),
    hasDrums: hasDrums(notes),
  };
}

function stretchOf({ frames, bands, data }: LogMel, index: number): LogMel {
  const length = Math.floor(frames / stretches);
  return {
    frames: length,
    bands,
    data: data.subarray(index * length * bands, (index + 1) * length * bands),
  };
}
