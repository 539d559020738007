/** The velocity of a window's latent, from e_f and the score, under guidance. */
import { guided, neededFields } from '../flow/guidanceScale.ts';
import { eachNumber } from '../latent/latent.ts';
import { emptyControl, windowRows } from '../score/scoreControl.ts';
import { finiteValues } from './finiteValues.ts';
import type { AbortSignalLike } from '../../../../bridge/protocol/errors.ts';
import type { InferenceSession } from '../../../runtime/inferenceSession.ts';
import type { VelocityField } from '../flow/odeSolver.ts';
import type { ScoreControl } from '../score/scoreControl.ts';
import type { MusflowShape } from './packShapes.ts';

/** What a window is made from. What is absent is replaced by the network's own null. */
export interface WindowConditions {
  /** The score in the window's 256 rows. */
  control?: ScoreControl | undefined;
  /** e_f at the window's beginning and end; the same array where it does not change. */
  embeddings?: readonly [Float32Array, Float32Array] | undefined;
}

/** Options of a field. */
export interface FieldOptions {
  signal?: AbortSignalLike | undefined;
  /** Told of each run how many latents it was for. Must return quickly and never throw. */
  onEvaluations?: (count: number) => void;
}

/** One evaluation within a run: which e_f, and what of it all is dropped. */
interface Lane {
  embedding: Float32Array | undefined;
  dropsScore: boolean;
}

/** Runs the velocity network. */
export class VelocityNetwork {
  readonly #session: InferenceSession;
  readonly #shape: Pick<MusflowShape, 'latent' | 'embedding'>;

  constructor(session: InferenceSession, shape: Pick<MusflowShape, 'latent' | 'embedding'>) {
    this.#session = session;
    this.#shape = shape;
  }

  /**
   * The field of a window. A slide is the mean of the velocities of both ends' e_f, row by row: so e_f moves within a window too.
   * Guidance exaggerates what e_f adds: a score is followed as it is, so it stays where e_f is dropped. Both velocities come from one run.
   */
  field(
    conditions: WindowConditions,
    guidance: number,
    { signal, onEvaluations }: FieldOptions = {},
  ): VelocityField {
    const { control, embeddings } = conditions;
    const [from, to] = embeddings ?? [];
    const dropsScore = control === undefined;
    // Without e_f both would be the same.
    const { conditioned, unconditioned } = neededFields(from === undefined ? 1 : guidance);
    const asked: Lane[] = [{ embedding: from, dropsScore }];
    if (to !== from) asked.push({ embedding: to, dropsScore });
    const lanes = [
      ...(conditioned ? asked : []),
      ...(unconditioned ? [{ embedding: undefined, dropsScore }] : []),
    ];
    const fixed = this.#fixedFeeds(lanes, control ?? emptyControl(windowRows));
    return async (x, t) => {
      const found = await this.#run(x, t, lanes.length, fixed, signal);
      onEvaluations?.(lanes.length);
      const [first, second] = found;
      const base = found.at(-1) as Float32Array;
      if (!conditioned) return base;
      const slid =
        asked.length > 1
          ? this.#mixed(first as Float32Array, second as Float32Array)
          : (first as Float32Array);
      return unconditioned ? guided(slid, base, guidance) : slid;
    };
  }

  #fixedFeeds(lanes: readonly Lane[], control: ScoreControl): Parameters<InferenceSession['run']>[0] {
    const { embedding: width } = this.#shape;
    const batch = lanes.length;
    const embedding = new Float32Array(batch * width);
    const drop = new Float32Array(batch * 2);
    lanes.forEach((lane, i) => {
      if (lane.embedding !== undefined) embedding.set(lane.embedding, i * width);
      drop.set([lane.embedding === undefined ? 1 : 0, lane.dropsScore ? 1 : 0], i * 2);
    });
    const { rows, tonal, drums, programs, style } = control;
    const wide = (data: Float32Array): { type: 'float32'; data: Float32Array; shape: number[] } => {
      return { type: 'float32', data: repeated(data, batch), shape: [batch, rows, data.length / rows] };
    };
    const allPrograms = BigInt64Array.from({ length: batch * programs.length }, (_, i) => {
      return programs[i % programs.length] as bigint;
    });
    return {
      embedding: { type: 'float32', data: embedding, shape: [batch, width] },
      tonal: wide(tonal),
      drums: wide(drums),
      programs: { type: 'int64', data: allPrograms, shape: [batch, programs.length] },
      style: { type: 'int64', data: new BigInt64Array(batch).fill(BigInt(style)), shape: [batch] },
      drop: { type: 'float32', data: drop, shape: [batch, 2] },
    };
  }

  async #run(
    x: Float32Array,
    t: number,
    batch: number,
    fixed: Parameters<InferenceSession['run']>[0],
    signal: AbortSignalLike | undefined,
  ): Promise<Float32Array[]> {
    const { channels, bands } = this.#shape.latent;
    const { velocity } = await this.#session.run(
      {
        ...fixed,
        x: { type: 'float32', data: repeated(x, batch), shape: [batch, channels, windowRows, bands] },
        t: { type: 'float32', data: new Float32Array(batch).fill(t), shape: [batch] },
      },
      ['velocity'],
      { signal },
    );
    const values = finiteValues(velocity.data, 'the velocity network');
    return Array.from({ length: batch }, (_, i) => values.subarray(i * x.length, (i + 1) * x.length));
  }

  #mixed(from: Float32Array, to: Float32Array): Float32Array {
    const mixed = new Float32Array(from.length);
    eachNumber({ ...this.#shape.latent, rows: windowRows }, (i, row) => {
      const share = (row + 0.5) / windowRows;
      mixed[i] = (1 - share) * (from[i] as number) + share * (to[i] as number);
    });
    return mixed;
  }
}

function repeated(values: Float32Array, times: number): Float32Array {
  if (times === 1) return values;
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return all;
}
