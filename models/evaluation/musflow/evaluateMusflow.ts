/**
 * Makes and hears everything that the tables need.
 *
 *   test split ─┬─ asked clips ─ places in the space of music ─ each variant makes them ─ heard, compared with the render
 *               │             └ their attributes ─ pieces of thirty seconds (longTakes.ts)
 *               └─ the other clips: the reference that distances are measured to
 *   training split ─ a sample: straight lines, nearest clips
 *
 * What was heard is kept as it comes (measureCache.ts): the same call goes on where it was broken off.
 */
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { hashText } from '../../../bridge/protocol/seededRandom.ts';
import { emptySet } from '../../dataset/datasetError.ts';
import { logMel } from '../metrics/audio/logMel.ts';
import { nearestVector } from '../metrics/audio/nearestClip.ts';
import { clipIds, readClips } from './askedClips.ts';
import { ClipListener, compare } from './clipListener.ts';
import { measuresSchema } from './clipMeasures.ts';
import { embeddingFor, fusedOf, trainLines } from './conditionEmbeddings.ts';
import { hasDrums, hearKnownClips } from './knownClips.ts';
import { makeLongTakes } from './longTakes.ts';
import { MeasureFile } from './measureCache.ts';
import { allVariants } from './variants.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { ClipRenderer } from '../../dataset/own/renderClip.ts';
import type { PackAudioEncoder } from '../../perception/audioEncoder.ts';
import type { AskedClip } from './askedClips.ts';
import type { SoundForms } from './clipListener.ts';
import type { Measures } from './clipMeasures.ts';
import type { ClipPlaces, TrainingPair } from './conditionEmbeddings.ts';
import type { KnownClip } from './knownClips.ts';
import type { LongTakes } from './longTakes.ts';
import type { MusflowPlayer, PlayRequest } from './player.ts';
import type { Variant } from './variants.ts';

/** What to evaluate, and on what. */
export interface EvaluationOptions {
  /** Folder of shards. */
  set: string;
  /** Folder for what was measured. */
  cache: string;
  /** Clips a variant; at most half of the test split. */
  clips: number;
  /** Clips of training that lines are learned from and that nearest clips are looked for among. */
  trainingClips: number;
  player: MusflowPlayer;
  judge: PackAudioEncoder;
  /** Plays the pieces of long takes. */
  renderer: ClipRenderer;
  signal?: AbortSignalLike | undefined;
  /** Told after each clip. Must return quickly. */
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  /** Given the sounds of variant `all`, for pictures. */
  onMade?: ((clip: AskedClip, samples: Float32Array) => Promise<void>) | undefined;
}

/** How far it is. */
export interface EvaluationProgress {
  variant: string;
  done: number;
  of: number;
}

/** A clip that was asked for. */
export interface EvaluatedClip {
  clip: Pick<AskedClip, 'id' | 'record' | 'vectors'>;
  hasDrums: boolean;
  places: ClipPlaces;
}

/** Everything that the tables are made from. */
export interface Evaluation {
  asked: EvaluatedClip[];
  reference: KnownClip[];
  training: KnownClip[];
  /** In the order of `asked`; those of sweeps are the first half of them. Keys are names of variants, and of the rows beside them. */
  measures: Map<string, Measures[]>;
  variants: Variant[];
  long: LongTakes;
}

/** Fewest clips that a distance of sets can be told from. */
const fewest = 8;
/** More reference clips only cost time. */
const mostReference = 240;
/** Clips of the sheet of spectrograms. */
const pictured = 10;
/** Samples by which the render is late that shows what the measures themselves lose: 5 ms at 32 kHz, which nobody hears. */
const late = 160;

/**
 * Runs the evaluation.
 *
 * @throws LeitmotifError `dataset-empty` for a set with fewer than sixteen test clips, what reading and running throw, `cancelled`
 */
export async function evaluateMusflow(options: EvaluationOptions): Promise<Evaluation> {
  const listener = new ClipListener(options.judge, options.player);
  const material = await gather(options, listener);
  const { clips, forms, renders, asked, reference, training } = material;
  const { player, signal } = options;
  const places = asked.map((one) => one.places);
  const run = (name: string, make: MakeClip, part = clips): Promise<Measures[]> =>
    runVariant({ name, make, clips: part, forms, listener }, options);
  const measures = new Map([['render', renders]]);
  const soundOf = await nearestTraining(places, training, options);
  const beside: Record<string, MakeClip> = {
    vocoder: ({ audio, notes }) => player.vocode(logMel(audio), notes, signal),
    later: ({ audio }) => Promise.resolve(laterSound(audio)),
    'other-render': (_clip, i) => Promise.resolve((clips[(i + 1) % clips.length] as AskedClip).audio),
    nearest: (_clip, i) => Promise.resolve(soundOf(i)),
  };
  for (const [name, make] of Object.entries(beside)) measures.set(name, await run(name, make));
  const variants = allVariants();
  for (const variant of variants) {
    const part = variant.isSweep ? clips.slice(0, Math.ceil(clips.length / 2)) : clips;
    const make: MakeClip = (_clip, i) => player.play(requestOf(variant, i, { clips, places }), signal);
    measures.set(variant.name, await run(variant.name, make, part));
  }
  const long = await makeLongTakes(asked, {
    ...options,
    listener,
    onTake: (done) => options.onProgress?.({ variant: 'long', done, of: asked.length }),
  });
  if (options.onMade !== undefined) {
    const all = variants.find(({ name }) => name === 'all') as Variant;
    for (const [i, clip] of clips.slice(0, pictured).entries())
      await options.onMade(clip, await player.play(requestOf(all, i, { clips, places }), signal));
  }
  return { asked, reference, training, measures, variants, long };
}

/** A sound a little later, of the same length; its beginning is mirrored, for a gap would click. */
export function laterSound(samples: Float32Array): Float32Array {
  return samples.map((_, i) => samples[Math.abs(i - late)] as number);
}

type MakeClip = (clip: AskedClip, index: number) => Promise<Float32Array>;

/** What there is before anything is made. */
interface Material {
  clips: AskedClip[];
  /** Of the renders of `clips`. */
  forms: SoundForms[];
  renders: Measures[];
  asked: EvaluatedClip[];
  reference: KnownClip[];
  training: KnownClip[];
}

async function gather(options: EvaluationOptions, listener: ClipListener): Promise<Material> {
  const { set, cache, signal, onProgress } = options;
  const ids = await clipIds(set, 'test', signal);
  const count = Math.min(options.clips, Math.floor(ids.length / 2));
  if (count < fewest) {
    const next = `Build a set of at least ${20 * fewest} clips, and ask for at least ${fewest}`;
    throw emptySet(`There are ${ids.length} test clips, too few to ask for ${options.clips}`, set, next);
  }
  const heldOut = ids.slice(count, count + mostReference);
  const reference = await hearKnownClips({
    ...{ set, split: 'test', ids: heldOut, cache, name: 'reference', listener, signal },
    onClip: (_clip, done) => onProgress?.({ variant: 'reference', done, of: heldOut.length }),
  });
  const trainingIds = (await clipIds(set, 'train', signal)).slice(0, options.trainingClips);
  const features: TrainingPair['vectors'][] = [];
  const training = await hearKnownClips({
    ...{ set, split: 'train', ids: trainingIds, cache, name: 'training', listener, signal },
    onClip: ({ vectors }, done) => {
      features.push(vectors);
      onProgress?.({ variant: 'training', done, of: trainingIds.length });
    },
  });
  const clips = await inMemory(set, ids.slice(0, count), signal);
  const { forms, renders } = await hearRenders(clips, listener, options);
  const lines = trainLines(
    training.map(({ heard }, i) => ({ vectors: features[i] as TrainingPair['vectors'], music: heard.music })),
  );
  const asked: EvaluatedClip[] = [];
  for (const [i, clip] of clips.entries()) {
    const places = await placesOf(clip, (renders[i] as Measures).music, lines, options);
    const { id, record, vectors } = clip;
    asked.push({ clip: { id, record, vectors }, hasDrums: hasDrums(clip.notes), places });
  }
  return { clips, forms, renders, asked, reference, training };
}

async function hearRenders(
  clips: readonly AskedClip[],
  listener: ClipListener,
  { signal, onProgress }: EvaluationOptions,
): Promise<Pick<Material, 'forms' | 'renders'>> {
  const forms: SoundForms[] = [];
  const renders: Measures[] = [];
  for (const { id, audio, notes } of clips) {
    const { heard, forms: render } = await listener.hear(id, audio, signal);
    forms.push(render);
    renders.push({ ...heard, ...compare(render, { notes, render }) });
    onProgress?.({ variant: 'render', done: renders.length, of: clips.length });
  }
  return { forms, renders };
}

async function placesOf(
  { vectors }: AskedClip,
  music: readonly number[],
  lines: ReturnType<typeof trainLines>,
  { player, signal }: EvaluationOptions,
): Promise<ClipPlaces> {
  return {
    each: await player.adapt(vectors, signal),
    texts: {
      story: await player.place(vectors.story, signal),
      caption: await player.place(vectors.caption, signal),
    },
    lines: {
      image: lines.image(vectors.image),
      story: lines.story(vectors.story),
      caption: lines.caption(vectors.caption),
    },
    music,
  };
}

interface VariantRun {
  name: string;
  make: MakeClip;
  clips: readonly AskedClip[];
  forms: readonly SoundForms[];
  listener: ClipListener;
}

/** Makes and hears the clips of a variant that were not heard before. */
async function runVariant(
  { name, make, clips, forms, listener }: VariantRun,
  { cache, signal, onProgress }: EvaluationOptions,
): Promise<Measures[]> {
  const file = await MeasureFile.open(cache, name, measuresSchema);
  const found: Measures[] = [];
  for (const [i, clip] of clips.entries()) {
    throwIfCancelled(signal);
    const measured = await file.of(clip.id, async () => {
      const start = performance.now();
      const samples = await make(clip, i);
      const seconds = (performance.now() - start) / 1000;
      const render = forms[i] as SoundForms;
      return {
        ...(await listener.measure(clip.id, samples, { notes: clip.notes, render }, signal)),
        seconds,
      };
    });
    found.push(measured);
    onProgress?.({ variant: name, done: found.length, of: clips.length });
  }
  return found;
}

/** What the engine is asked for in place of a clip. The seed is the clip's, so that variants differ by nothing but themselves. */
export function requestOf(
  { conditioning, score, steps, guidance, temperature }: Variant,
  index: number,
  { clips, places }: { clips: readonly AskedClip[]; places: readonly ClipPlaces[] },
): PlayRequest {
  const embedding = embeddingFor(conditioning, places, index);
  const scored = score === 'none' ? undefined : clips[score === 'own' ? index : (index + 1) % clips.length];
  const style = scored?.record.attributes.style;
  const seed = hashText((clips[index] as AskedClip).id);
  return { embedding, notes: scored?.notes, style, seed, steps, guidance, temperature };
}

/** Those clips, in the order asked for. */
async function inMemory(
  set: string,
  ids: readonly string[],
  signal: AbortSignalLike | undefined,
): Promise<AskedClip[]> {
  const found = new Map<string, AskedClip>();
  for await (const clip of readClips(set, 'test', new Set(ids), signal)) found.set(clip.id, clip);
  return ids.map((id) => found.get(id)).filter((clip) => clip !== undefined);
}

/** For each clip the sound of the training clip whose music lies nearest to its conditions: what looking things up can do. */
async function nearestTraining(
  places: readonly ClipPlaces[],
  training: readonly KnownClip[],
  { set, signal }: EvaluationOptions,
): Promise<(index: number) => Float32Array> {
  const music = training.map(({ heard }) => heard.music);
  const ids = places.map((own) => (training[nearestVector(fusedOf(own), music).index] as KnownClip).heard.id);
  const sounds = new Map<string, Float32Array>();
  for await (const clip of readClips(set, 'train', new Set(ids), signal)) sounds.set(clip.id, clip.audio);
  return (index) => sounds.get(ids[index] ?? '') as Float32Array;
}
