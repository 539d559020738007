import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession as NativeSession } from 'onnxruntime-node';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { TensorDescription } from '../../bridge/protocol/packManifest.ts';
import type { OnnxRuntime } from './onnxRuntime.ts';
import { loadOnnxRuntime } from './onnxRuntime.ts';
import type { Pack } from './packStore.ts';
import type { InputTensor, OutputTensor } from './tensor.ts';

/** How to open a session. */
export interface SessionOptions {
  /**
   * Execution providers in the order of preference, `['cpu']` unless told. The first that opens is used; CPU is
   * used only where it is listed.
   */
  executionProviders?: readonly string[];
  /** Threads inside one operator: 1 or more; the smaller of the cores and 4 unless told. */
  threads?: number;
  /** The model file within the pack, `model.onnx` unless told. */
  file?: string;
  signal?: AbortSignalLike | undefined;
}

/** A provider that was wanted but did not open, and what the runtime said. */
export interface RefusedProvider {
  readonly provider: string;
  readonly reason: string;
}

/** The outputs asked for, by name. */
export type NamedOutputs<Output extends string> = Record<Output, OutputTensor>;

/**
 * One model of a pack, ready to run.
 *
 * A run holds the event loop and cannot be stopped within; signals are looked at before and after it.
 */
export class InferenceSession {
  /** The execution provider in use. */
  readonly provider: string;
  /** The providers that were preferred to it and refused; empty if the first one opened. */
  readonly refused: readonly RefusedProvider[];
  readonly #runtime: OnnxRuntime;
  readonly #packId: string;
  #native: NativeSession | undefined;

  private constructor(runtime: OnnxRuntime, packId: string, opened: OpenedSession) {
    this.#runtime = runtime;
    this.#packId = packId;
    this.#native = opened.native;
    this.provider = opened.provider;
    this.refused = opened.refused;
  }

  /**
   * Opens a model of a verified pack with all graph optimizations.
   *
   * @throws LeitmotifError `runtime-unavailable` if the runtime or every listed provider is missing,
   *   `pack-corrupt` if the file is no model, `pack-incompatible` if its inputs or outputs are not those that the
   *   manifest names, `cancelled`
   */
  static async open(pack: Pack, options: SessionOptions = {}): Promise<InferenceSession> {
    const runtime = await loadOnnxRuntime();
    throwIfCancelled(options.signal);
    const opened = await openFirst(runtime, join(pack.folder, options.file ?? 'model.onnx'), options);
    const session = new InferenceSession(runtime, pack.manifest.id, opened);
    try {
      expectTensors(pack.manifest.inputs, opened.native.inputMetadata, pack);
      expectTensors(pack.manifest.outputs, opened.native.outputMetadata, pack);
      throwIfCancelled(options.signal);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  /**
   * Runs the model once.
   *
   * @param feeds a tensor for each input, by name
   * @param outputs the names of the outputs wanted
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async run<Output extends string>(
    feeds: Readonly<Record<string, InputTensor>>,
    outputs: readonly Output[],
    options: { signal?: AbortSignalLike | undefined } = {},
  ): Promise<NamedOutputs<Output>> {
    throwIfCancelled(options.signal);
    try {
      if (this.#native === undefined) throw new Error('the session is closed');
      const given = await this.#native.run(this.#nativeFeeds(feeds), outputs);
      throwIfCancelled(options.signal);
      const named = outputs.map((name) => [name, outputTensor(given[name], name)] as const);
      return Object.fromEntries(named) as NamedOutputs<Output>;
    } catch (cause) {
      if (cause instanceof LeitmotifError) throw cause;
      throw this.#failed(cause);
    }
  }

  /** Frees the model's memory. Closing twice does nothing. */
  async close(): Promise<void> {
    const native = this.#native;
    this.#native = undefined;
    await native?.release();
  }

  #nativeFeeds(feeds: Readonly<Record<string, InputTensor>>): NativeSession.FeedsType {
    const { Tensor } = this.#runtime;
    const made = Object.entries(feeds).map(([name, { type, data, shape }]) => {
      return [name, new Tensor(type, data, shape)] as const;
    });
    return Object.fromEntries(made);
  }

  #failed(cause: unknown): LeitmotifError {
    return new LeitmotifError('inference-failed', {
      what: `The model stopped with: ${reasonOf(cause)}`,
      subject: `pack ${this.#packId} on ${this.provider}`,
      next: 'Try again; if it stays, install the pack again and report it',
      cause,
    });
  }
}

interface OpenedSession {
  readonly native: NativeSession;
  readonly provider: string;
  readonly refused: readonly RefusedProvider[];
}

async function openFirst(
  runtime: OnnxRuntime,
  path: string,
  options: SessionOptions,
): Promise<OpenedSession> {
  const refused: RefusedProvider[] = [];
  for (const provider of options.executionProviders ?? ['cpu']) {
    throwIfCancelled(options.signal);
    try {
      const native = await runtime.InferenceSession.create(path, {
        // One at a time: a list with a missing provider makes the runtime fail even where CPU stands behind it.
        executionProviders: [provider],
        intraOpNumThreads: options.threads ?? Math.min(availableParallelism(), 4),
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        // Threads that spin while they wait take the cores from other sessions, the renderer and the editor.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
      return { native, provider, refused };
    } catch (cause) {
      // The CPU is always there, so what it refuses is the model.
      if (provider === 'cpu') throw notAModel(path, cause);
      refused.push({ provider, reason: reasonOf(cause) });
    }
  }
  throw noProvider(path, refused);
}

function expectTensors(
  described: readonly TensorDescription[],
  found: readonly NativeSession.ValueMetadata[],
  pack: Pack,
): void {
  const wanted = described.map(({ name, type, shape }) => `${name} ${type} [${shape.join(', ')}]`).join('; ');
  const given = found
    .map((value) => (value.isTensor ? `${value.name} ${value.type} [${value.shape.join(', ')}]` : value.name))
    .join('; ');
  if (wanted === given) return;
  throw new LeitmotifError('pack-incompatible', {
    what: `The model has ${given} where its manifest states ${wanted}`,
    subject: `pack ${pack.manifest.id}`,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
  });
}

function outputTensor(value: NativeSession.ReturnType[string] | undefined, name: string): OutputTensor {
  if (value === undefined || !(value.data instanceof Float32Array))
    throw new Error(`${name} is no fp32 tensor`);
  return { data: value.data, shape: value.dims };
}

function notAModel(subject: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('pack-corrupt', {
    what: `The runtime cannot read the model: ${reasonOf(cause)}`,
    subject,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
    cause,
  });
}

function noProvider(subject: string, refused: readonly RefusedProvider[]): LeitmotifError {
  const tried = refused.map(({ provider, reason }) => `${provider} (${reason})`).join(', ');
  return new LeitmotifError('runtime-unavailable', {
    what: `No execution provider opened: ${tried || 'none was named'}`,
    subject,
    next: 'Choose the device cpu',
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
