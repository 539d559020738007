/** The adapters (MusFlow §3.1.1): each given modality becomes a place in the space of music, and e_f is their mean by weight. */
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { modalities } from '../conditions.ts';
import { finiteValues } from './finiteValues.ts';
import type { AbortSignalLike } from '../../../../bridge/protocol/errors.ts';
import type { InferenceSession } from '../../../runtime/inferenceSession.ts';
import type { ConditionVectors, Modality } from '../conditions.ts';
import type { MusflowShape } from './packShapes.ts';

/** What the adapters say. */
export interface AdaptedConditions {
  /** e_f, 512 numbers. */
  fused: Float32Array;
  /** What each adapter says, of those that were given. */
  each: Partial<Record<Modality, Float32Array>>;
}

/** Runs the adapters. */
export class ConditioningAdapter {
  readonly #session: InferenceSession;
  readonly #shape: Pick<MusflowShape, 'image' | 'text' | 'embedding'>;

  constructor(session: InferenceSession, shape: Pick<MusflowShape, 'image' | 'text' | 'embedding'>) {
    this.#session = session;
    this.#shape = shape;
  }

  /**
   * e_f of what is given; undefined where nothing is. With equal weights it is the pack's own `fused`.
   *
   * @throws LeitmotifError `pack-incompatible` for vectors of another width, `inference-failed`, `cancelled`
   */
  async adapt(vectors: ConditionVectors, signal?: AbortSignalLike): Promise<AdaptedConditions | undefined> {
    const given = modalities.filter((name) => (vectors[name]?.weight ?? 0) > 0);
    if (given.length === 0) return undefined;
    const { embedding: width } = this.#shape;
    const feeds = Object.fromEntries(modalities.map((name) => [name, this.#vector(name, vectors)]));
    const mask = Float32Array.from(modalities, (name) => (given.includes(name) ? 1 : 0));
    const { each } = await this.#session.run(
      { ...feeds, given: { type: 'float32', data: mask, shape: [1, mask.length] } },
      ['each'],
      { signal },
    );
    const values = finiteValues(each.data, 'the adapters');
    const said = given.map((name) => {
      const at = modalities.indexOf(name) * width;
      return [name, values.slice(at, at + width)] as const;
    });
    const total = given.reduce((sum, name) => sum + (vectors[name]?.weight ?? 0), 0);
    const fused = new Float32Array(width);
    for (const [name, vector] of said) {
      const share = (vectors[name]?.weight ?? 0) / total;
      vector.forEach((value, i) => (fused[i] = (fused[i] as number) + share * value));
    }
    return { fused, each: Object.fromEntries(said) };
  }

  #vector(
    name: Modality,
    vectors: ConditionVectors,
  ): { type: 'float32'; data: Float32Array; shape: [number, number] } {
    const width = name === 'image' ? this.#shape.image : this.#shape.text;
    const { vector } = vectors[name] ?? {};
    if (vector !== undefined && vector.length !== width) throw otherWidth(name, vector.length, width);
    const data = vector === undefined ? new Float32Array(width) : Float32Array.from(vector);
    return { type: 'float32', data, shape: [1, width] };
  }
}

function otherWidth(name: Modality, found: number, wanted: number): LeitmotifError {
  return new LeitmotifError('pack-incompatible', {
    what: `The adapter of the ${name} takes ${wanted} numbers, and its encoder gives ${found}`,
    subject: 'pack musflow-adapters',
    next: 'Install the musflow packs that came with this version of Leitmotif',
  });
}
