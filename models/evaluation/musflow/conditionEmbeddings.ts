/** The embedding that a variant conditions on, for each clip. */
import { ridgeProjection } from '../metrics/audio/ridgeProjection.ts';
import { modalities } from './player.ts';
import type { Projection } from '../metrics/audio/ridgeProjection.ts';
import type { Modality } from './player.ts';
import type { Conditioning } from './variants.ts';

/** What is known of a clip in the space of music, each 512 numbers. */
export interface ClipPlaces {
  /** What each adapter says. */
  each: Record<Modality, Float32Array>;
  /** Where the joint encoders place its texts. */
  texts: Record<'story' | 'caption', Float32Array>;
  /** What a straight line says of each condition. */
  lines: Record<Modality, Float32Array>;
  /** e_M of its render. */
  music: readonly number[];
}

/** A clip of training: features and where its music lies. */
export interface TrainingPair {
  vectors: Record<Modality, Float32Array>;
  music: readonly number[];
}

/** A straight line from each condition's features to e_M. */
export function trainLines(pairs: readonly TrainingPair[]): Record<Modality, Projection> {
  const music = pairs.map((pair) => pair.music);
  const line = (name: Modality): Projection =>
    ridgeProjection(
      pairs.map(({ vectors }) => vectors[name]),
      music,
    );
  return { image: line('image'), story: line('story'), caption: line('caption') };
}

/** e_f of all conditions. */
export function fusedOf({ each }: ClipPlaces, given: readonly Modality[] = modalities): Float32Array {
  return meanOf(given.map((name) => each[name]));
}

/** The embedding of clip `index`; undefined where the variant has none. */
export function embeddingFor(
  conditioning: Conditioning,
  places: readonly ClipPlaces[],
  index: number,
): Float32Array | undefined {
  const own = places[index] as ClipPlaces;
  switch (conditioning.kind) {
    case 'none':
      return undefined;
    case 'target':
      return Float32Array.from(own.music);
    case 'others':
      return fusedOf(places[(index + 1) % places.length] as ClipPlaces);
    case 'adapters':
      return fusedOf(own, conditioning.given);
    case 'line':
      return meanOf(conditioning.given.map((name) => own.lines[name]));
    case 'raw':
      return meanOf(conditioning.given.map((name) => (name === 'image' ? own.lines.image : own.texts[name])));
  }
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  return Float32Array.from(first ?? [], (_, i) =>
    vectors.reduce((sum, vector) => sum + (vector[i] as number) / vectors.length, 0),
  );
}
