import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { ChosenProvider } from '../../../bridge/protocol/providers.ts';
import { loadOnnxRuntime } from '../onnxRuntime.ts';
import type { Pack } from '../packStore.ts';
import { PackStore } from '../packStore.ts';
import type { HubPack } from '../packs/installedPacks.ts';
import { installedPackIds, openInstalledPack } from '../packs/installedPacks.ts';
import { findPackDirectory } from '../packs/packDirectory.ts';
import { chooseFor, chooseProvider } from '../providers/chooseProvider.ts';
import { graphicsCards } from '../providers/machineName.ts';
import { hubSubject } from '../providers/tryProvider.ts';
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

/** The networks that each kind of hub pack has, by their names in `perception/hubNetworks.ts`. */
const networks: Readonly<Record<HubPack['manifest']['kind'], readonly string[]>> = {
  clip: ['clip-image', 'clip-text'],
  clap: ['clap-audio', 'clap-text'],
  captioner: ['captioner'],
};

/**
 * The runtime, and each provider that this platform can have: tried on the image encoder, and on every network of every hub
 * pack that is installed.
 */
export async function examineProviders(options: DoctorOptions): Promise<DoctorFinding[]> {
  try {
    const { env } = await loadOnnxRuntime();
    const cards = await graphicsCards();
    const found = `ONNX runtime ${env.versions.node ?? env.versions.common}; graphics cards: ${cards.join(', ') || 'none found'}`;
    const runtime: DoctorFinding = { part: 'providers', name: 'runtime', verdict: 'ok', found };
    const pack = await smallestPack(options);
    const own = pack === undefined ? [] : await tried(pack, options);
    return [runtime, ...own, ...(await triedHubPacks(options))];
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

/** After {@link tried}, which forgot what was measured before. */
async function triedHubPacks({ places, signal }: DoctorOptions): Promise<DoctorFinding[]> {
  const { path } = await findPackDirectory(places.dir, places.environment);
  const findings: DoctorFinding[] = [];
  for (const id of await installedPackIds(path)) {
    // What is broken is told among the packs.
    const pack = await openInstalledPack(path, id, signal).catch((error: unknown) => {
      if (error instanceof LeitmotifError && error.code !== 'cancelled') return undefined;
      throw error;
    });
    if (pack === undefined) continue;
    for (const network of networks[pack.manifest.kind]) {
      const chosen = await chooseFor(hubSubject(pack, network), 'auto', { signal });
      findings.push(networkFinding(`${id}, ${network}`, chosen));
    }
  }
  return findings;
}

/** Which provider a network runs on, how fast each one was, and who was refused. */
function networkFinding(name: string, { provider, trials, refused }: ChosenProvider): DoctorFinding {
  const runMs = trials.find((trial) => trial.provider === provider)?.runMs;
  const said = [
    `runs on ${provider}`,
    ...trials.map((trial) => `${trial.provider} ${trial.runMs.toFixed(1)} ms a run`),
    ...refused.map((one) => `${one.provider} refused: ${one.reason}`),
  ].join('; ');
  const part = { part: 'providers', name, found: said } as const;
  if (runMs !== undefined) return { ...part, verdict: 'ok', numbers: { runMs } };
  return { ...part, verdict: 'lacking', next: 'Run leitmotif doctor again when this machine is less busy' };
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
