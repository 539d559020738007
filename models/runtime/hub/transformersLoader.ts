/**
 * Loads the library that runs hub packs, once and only when one is installed, and shuts its every way to the network.
 */
import type * as transformersLibrary from '@huggingface/transformers';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';

/** The library's module, typed. */
export type Transformers = typeof transformersLibrary;

let loading: Promise<Transformers> | undefined;

/**
 * Loads the library.
 *
 * @throws LeitmotifError `runtime-unavailable`
 */
export function loadTransformers(): Promise<Transformers> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Transformers> {
  try {
    const transformers = await import('@huggingface/transformers');
    const { env, LogLevel } = transformers;
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    // A second copy of what lies in the pack would be neither verified nor removed with it.
    env.useFSCache = false;
    env.useBrowserCache = false;
    env.useWasmCache = false;
    env.fetch = refuseNetwork;
    // Whatever fails is thrown and told once, by us.
    env.logLevel = LogLevel.NONE;
    return transformers;
  } catch (cause) {
    throw new LeitmotifError('runtime-unavailable', {
      what: 'The library that runs hub packs cannot be loaded',
      subject: `${process.platform}-${process.arch}, Node ${process.versions.node}`,
      next: 'Install the build of Leitmotif for this platform',
      cause,
    });
  }
}

/** Whatever asks here would be a network call that nobody agreed to. */
function refuseNetwork(input: unknown): Promise<never> {
  return Promise.reject(
    new LeitmotifError('internal', {
      what: 'A hub pack asked for something that is not on this machine',
      subject: String(input),
      next: 'Report it; leitmotif packs verify shows whether the pack is whole',
    }),
  );
}
