/** One network of a hub pack, ready to run: named tensors in, named tensors out. */
import { availableParallelism } from 'node:os';
import type { PretrainedModelOptions } from '@huggingface/transformers';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import { LeitmotifError, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { RefusedProvider } from '../inferenceSession.ts';
import type { HubPack } from '../packs/installedPacks.ts';
import type { ChoiceOptions } from '../providers/chooseProvider.ts';
import { chooseFor } from '../providers/chooseProvider.ts';
import type { ProviderChoice, ProviderName } from '../providers/providerNames.ts';
import { providerNames } from '../providers/providerNames.ts';
import { hubSubject } from '../providers/tryProvider.ts';
import type { Transformers } from './transformersLoader.ts';
import { loadTransformers } from './transformersLoader.ts';

/** A tensor of the library. */
export interface HubTensor {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}

/** How to open a network. */
export interface HubModelOptions {
  /**
   * What it shall run on, the CPU unless told: the fastest of a measured trial (`auto`), or a provider by name where the
   * trial finds that it gives the CPU's answer; else the CPU.
   */
  readonly provider?: ProviderChoice;
  /** How a trial is made and where its outcome is kept. */
  readonly trial?: ChoiceOptions;
  /** No trial: these providers in the order of preference; CPU is used only where it is listed. */
  readonly providers?: readonly ProviderName[];
  /** Threads inside one operator; the smaller of the cores and 4 unless told. */
  readonly threads?: number;
  readonly signal?: AbortSignalLike | undefined;
}

/** What is loaded from a pack, with the provider that runs it. */
export interface OpenedHubModel<T> {
  readonly loaded: T;
  readonly provider: ProviderName;
  /** Providers that were preferred to it and refused. */
  readonly refused: readonly RefusedProvider[];
}

/** Loads something of the library from a folder with the options it is given. */
type Load<T> = (library: Transformers, folder: string, options: PretrainedModelOptions) => Promise<T>;

/**
 * Opens a network of an installed pack on the first provider that takes it.
 *
 * @param network its name in `perception/hubNetworks.ts`, by which it is tried
 * @throws LeitmotifError `pack-corrupt` if the CPU refuses the files, `runtime-unavailable`, `cancelled`
 */
export async function openHubModel<T>(
  pack: HubPack,
  network: string,
  load: Load<T>,
  options: HubModelOptions = {},
): Promise<OpenedHubModel<T>> {
  const { providers, ...chosen } = await preferredProviders(pack, network, options);
  const library = await loadTransformers();
  const refused: RefusedProvider[] = [...chosen.refused];
  for (const provider of providers) {
    throwIfCancelled(options.signal);
    try {
      const loaded = await load(library, pack.folder, loadOptions(pack, provider, options.threads));
      throwIfCancelled(options.signal);
      return { loaded, provider, refused };
    } catch (cause) {
      if (cause instanceof LeitmotifError) throw cause;
      // The CPU is always there, so what it refuses is the pack.
      if (provider === 'cpu') throw unreadable(pack, cause);
      refused.push({ provider, reason: reasonOf(cause) });
    }
  }
  throw new LeitmotifError('runtime-unavailable', {
    what: `No execution provider opened: ${refused.map(({ provider, reason }) => `${provider} (${reason})`).join(', ')}`,
    subject: `pack ${pack.manifest.id}`,
    next: 'Choose the provider cpu',
  });
}

async function preferredProviders(
  pack: HubPack,
  network: string,
  { providers, provider = 'cpu', trial }: HubModelOptions,
): Promise<{ providers: readonly ProviderName[]; refused: readonly RefusedProvider[] }> {
  if (providers !== undefined) return { providers, refused: [] };
  const chosen = await chooseFor(hubSubject(pack, network), provider, trial);
  const fastest = providerNames.find((name) => name === chosen.provider) ?? 'cpu';
  return { providers: fastest === 'cpu' ? ['cpu'] : [fastest, 'cpu'], refused: chosen.refused };
}

/** The error of a network that stopped while it ran. */
export function hubInferenceFailed(pack: HubPack, cause: unknown): LeitmotifError {
  if (cause instanceof LeitmotifError) return cause;
  return new LeitmotifError('inference-failed', {
    what: `The model stopped with: ${reasonOf(cause)}`,
    subject: `pack ${pack.manifest.id}`,
    next: 'Try again; if it stays, choose the provider cpu and report it',
    cause,
  });
}

/**
 * The rows of a tensor [rows, columns] as vectors of unit length.
 *
 * @throws LeitmotifError `pack-incompatible` for a tensor of another width, `inference-failed` for values that are
 *   no numbers
 */
export function unitRows(tensor: HubTensor, columns: number, pack: HubPack): Float32Array[] {
  const [rows = 0, width] = tensor.dims;
  if (width !== columns || tensor.dims.length !== 2) {
    throw new LeitmotifError('pack-incompatible', {
      what: `The model gives vectors of ${tensor.dims.join(' × ')} where ${columns} are wanted`,
      subject: `pack ${pack.manifest.id}`,
      next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
    });
  }
  return Array.from({ length: rows }, (_unused, row) => {
    const vector = Float32Array.from({ length: columns }, (_, i) => Number(tensor.data[row * columns + i]));
    const length = Math.hypot(...vector);
    if (!Number.isFinite(length) || length === 0)
      throw hubInferenceFailed(pack, new Error('no numbers came out'));
    return vector.map((value) => value / length);
  });
}

function loadOptions(
  pack: HubPack,
  provider: ProviderName,
  threads: number | undefined,
): PretrainedModelOptions {
  return {
    dtype: pack.manifest.precision,
    device: provider,
    local_files_only: true,
    session_options: {
      intraOpNumThreads: threads ?? Math.min(availableParallelism(), 4),
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // As in InferenceSession: threads that spin while they wait take the cores from everyone else.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  };
}

function unreadable({ manifest }: HubPack, cause: unknown): LeitmotifError {
  return new LeitmotifError('pack-corrupt', {
    what: `The pack cannot be loaded: ${reasonOf(cause)}`,
    subject: `pack ${manifest.id}`,
    next: `Run leitmotif packs verify ${manifest.id}; if it is whole, report it`,
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
