import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { ChosenProvider } from '../../../bridge/protocol/providers.ts';
import { loadOnnxRuntime } from '../onnxRuntime.ts';
import type { Pack } from '../packStore.ts';
import { PackStore } from '../packStore.ts';
import { chooseProvider } from '../providers/chooseProvider.ts';
import { graphicsCards } from '../providers/machineName.ts';
import type { DoctorOptions } from './runDoctor.ts';

/** A refusal's next step, where there is one for the provider. */
const nextSteps: Readonly<Record<string, string>> = {
  cuda: 'With an NVIDIA card: run leitmotif gpu install, and have CUDA 12 and cuDNN 9 on the library path',
  webgpu:
    'Install a Vulkan driver for your card (on Debian 12 from the backports); the CPU does all work meanwhile',
  dml: 'Update the driver of your graphics card; the CPU does all work meanwhile',
  coreml: 'Update macOS; the CPU does all work meanwhile',
  cpu: 'Install Leitmotif again; if it stays, report it',
};

/** The runtime, and each provider that this platform can have, tried on the image encoder. */
export async function examineProviders(options: DoctorOptions): Promise<DoctorFinding[]> {
  try {
    const { env } = await loadOnnxRuntime();
    const cards = await graphicsCards();
    const found = `ONNX runtime ${env.versions.node ?? env.versions.common}; graphics cards: ${cards.join(', ') || 'none found'}`;
    const runtime: DoctorFinding = { part: 'providers', name: 'runtime', verdict: 'ok', found };
    const pack = await smallestPack(options);
    return [runtime, ...(pack === undefined ? [] : await tried(pack, options))];
  } catch (error) {
    if (!(error instanceof LeitmotifError) || error.code === 'cancelled') throw error;
    const { what, subject, next } = error;
    return [{ part: 'providers', name: 'runtime', verdict: 'failing', found: `${what} (${subject})`, next }];
  }
}

async function tried(pack: Pack, { signal }: DoctorOptions): Promise<DoctorFinding[]> {
  // Who followed our advice wants to see what came of it.
  const chosen = await chooseProvider(pack, 'auto', { signal, anew: true });
  return [
    ...chosen.trials.map((trial) => measuredFinding(trial, chosen)),
    ...chosen.refused.map(refusedFinding),
  ];
}

function measuredFinding(
  { provider, runMs, openMs, cosine }: ChosenProvider['trials'][number],
  chosen: ChosenProvider,
): DoctorFinding {
  const fastest = provider === chosen.provider ? ', the fastest' : '';
  return {
    part: 'providers',
    name: provider,
    verdict: 'ok',
    found: `works: ${runMs.toFixed(1)} ms a run, cosine ${cosine.toFixed(5)} with the CPU${fastest}`,
    numbers: { runMs, openMs, cosine },
  };
}

function refusedFinding({ provider, reason }: ChosenProvider['refused'][number]): DoctorFinding {
  const next = nextSteps[provider];
  return {
    part: 'providers',
    name: provider,
    verdict: provider === 'cpu' ? 'failing' : 'lacking',
    found: `refused: ${reason}`,
    ...(next === undefined ? {} : { next }),
  };
}

/** A pack to try with; broken ones are told elsewhere. */
async function smallestPack({ places, signal }: DoctorOptions): Promise<Pack | undefined> {
  const store = new PackStore(places.bundled);
  return store.open('efficientnet-lite0', { signal }).catch((error: unknown) => {
    if (error instanceof LeitmotifError && error.code !== 'cancelled') return undefined;
    throw error;
  });
}
