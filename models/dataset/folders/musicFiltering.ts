/**
 * The music filtering agent: of all clips the one that is most alike to a caption, if it is alike enough (MusFlow §3.2: CLAP
 * score over a threshold). Samples choose among the recordings of their own split only: no sound of testing or validation is
 * in training.
 */
import { decodeVector, likenessOf } from './stageRecords.ts';
import type { Split } from '../split.ts';
import type { MusicJudge } from './musicCatalogue.ts';
import type { Composition, Match, Recording, Script } from './stageRecords.ts';

interface KnownClip {
  recording: string;
  clip: number;
  vector: Float32Array;
}

/** The clips of a catalogue, by the samples that may choose them; about 2 KB of memory a clip. */
export class ClipIndex {
  readonly #clips: Readonly<Record<Split, KnownClip[]>> = { train: [], validation: [], test: [] };

  /** Adds the clips of a recording. */
  add({ key, split, clips }: Recording): void {
    const pool = this.#clips[split];
    clips.forEach(({ vector }, clip) => pool.push({ recording: key, clip, vector: decodeVector(vector) }));
  }

  /** Clips in all. */
  get size(): number {
    return Object.values(this.#clips).reduce((sum, clips) => sum + clips.length, 0);
  }

  /** The clip that is most alike to any of the vectors; undefined where the split has none. */
  best(
    split: Split,
    vectors: readonly Float32Array[],
  ): (KnownClip & { likeness: number; by: number }) | undefined {
    let best: (KnownClip & { likeness: number; by: number }) | undefined;
    for (const clip of this.#clips[split]) {
      vectors.forEach((vector, by) => {
        const likeness = likenessOf(vector, clip.vector);
        if (best === undefined || likeness > best.likeness) best = { ...clip, likeness, by };
      });
    }
    return best;
  }
}

/** Finds the music for captions. */
export async function filterMusic(
  { key, split }: Pick<Script, 'key' | 'split'>,
  { captions }: Composition,
  {
    index,
    judge,
    threshold,
    signal,
  }: {
    index: ClipIndex;
    judge: MusicJudge;
    threshold?: number | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<Match> {
  const least = threshold ?? judge.threshold;
  const best = index.best(split, await judge.read(captions, signal));
  const none = { key, recording: '', clip: 0, likeness: 0, caption: '' };
  if (best === undefined) {
    const reason = `No recording belongs to the split ${split}, which this picture’s scene belongs to`;
    return { ...none, skipped: { code: 'no-music', reason } };
  }
  const likeness = Math.round(best.likeness * 1000) / 1000;
  if (likeness < least) {
    const reason = `No clip is alike enough: the best has ${likeness.toFixed(2)} of ${least} (${judge.name})`;
    return { ...none, skipped: { code: 'music-unlike', reason } };
  }
  return { key, recording: best.recording, clip: best.clip, likeness, caption: captions[best.by] ?? '' };
}
