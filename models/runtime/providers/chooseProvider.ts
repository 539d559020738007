/**
 * Chooses the execution provider of a pack: each that this platform can have runs the pack's reference input in a
 * process of its own, must give the CPU's answer, and the fastest is taken. The choice is kept for this machine.
 *
 *   auto ─ cpu measured ─ cuda | dml | coreml | webgpu measured ─ same answer? ─ fastest
 *                                   └ refused, with the reason        └ refused
 */
import { createHash } from 'node:crypto';
import type { ChosenProvider, ProviderTrial } from '../../../bridge/protocol/providers.ts';
import type { RefusedProvider } from '../inferenceSession.ts';
import { loadOnnxRuntime } from '../onnxRuntime.ts';
import type { Pack } from '../packStore.ts';
import { machineName } from './machineName.ts';
import type { ProviderRun } from './measureProvider.ts';
import type { ProviderChoice, ProviderName } from './providerNames.ts';
import { platformProviders } from './providerNames.ts';
import { forgetChoices, rememberChoice, rememberedChoice } from './rememberedProviders.ts';
import type { TrialOptions } from './tryProvider.ts';
import { tryProvider } from './tryProvider.ts';

/** Least cosine between a provider's outputs and the CPU's. Single precision on both sides gives 0.9999 and more. */
export const leastCosine = 0.999;

/** How to choose. */
export interface ChoiceOptions extends TrialOptions {
  /** The folder of remembered choices; the person's cache folder unless told. */
  readonly cache?: string;
  /** Measures whatever is remembered, and forgets the choices of all packs: drivers come and go. */
  readonly anew?: boolean;
}

/**
 * Chooses a provider.
 *
 * @returns the CPU where all else was refused, with every reason
 * @throws LeitmotifError `runtime-unavailable`, `cancelled`
 */
export async function chooseProvider(
  pack: Pack,
  choice: ProviderChoice,
  options: ChoiceOptions = {},
): Promise<ChosenProvider> {
  if (choice === 'cpu') return { provider: 'cpu', trials: [], refused: [], isRemembered: false };
  const possible = platformProviders();
  const wanted = choice === 'auto' ? possible.filter((name) => name !== 'cpu') : [choice];
  const key = await choiceKey(pack, wanted);
  if (options.anew === true) await forgetChoices(options.cache);
  const remembered = await rememberedChoice(key, options.cache);
  if (remembered !== undefined) return remembered;
  const trials = await measureAll(pack, wanted, options);
  // Who names a provider wants it, fast or not; the CPU is taken only where it was refused.
  const taken =
    choice === 'auto' ? trials.measured[0] : trials.measured.find(({ provider }) => provider === choice);
  const chosen: ChosenProvider = {
    provider: taken?.provider ?? 'cpu',
    trials: trials.measured,
    refused: trials.refused,
    isRemembered: false,
  };
  // A machine that was too busy even for the CPU is asked again.
  if (trials.measured.length > 0) await rememberChoice(key, chosen, options.cache);
  return chosen;
}

/** Measurements, the fastest first, and refusals. */
interface Trials {
  readonly measured: ProviderTrial[];
  readonly refused: RefusedProvider[];
}

async function measureAll(
  pack: Pack,
  wanted: readonly ProviderName[],
  options: ChoiceOptions,
): Promise<Trials> {
  const trials: Trials = { measured: [], refused: [] };
  const cpu = await tryProvider({ pack, provider: 'cpu' }, options);
  if ('reason' in cpu) {
    // Without the CPU's answer nobody's can be judged.
    trials.refused.push({ provider: 'cpu', reason: shortReason(cpu.reason) });
    return trials;
  }
  trials.measured.push({ provider: 'cpu', ...timesOf(cpu.run), cosine: 1 });
  for (const provider of wanted) {
    const said = await tryProvider({ pack, provider }, options);
    if ('reason' in said) trials.refused.push({ provider, reason: shortReason(said.reason) });
    else judge(provider, said.run, cpu.run, trials);
  }
  trials.measured.sort((a, b) => a.runMs - b.runMs);
  return trials;
}

function judge(
  provider: ProviderName,
  run: ProviderRun,
  cpu: ProviderRun,
  { measured, refused }: Trials,
): void {
  const cosine = Math.min(...cpu.outputs.map((output, i) => cosineOf(output, run.outputs[i])));
  if (cosine >= leastCosine) measured.push({ provider, ...timesOf(run), cosine });
  else refused.push({ provider, reason: `its answer differs from the CPU's: cosine ${cosine.toFixed(4)}` });
}

function timesOf({ openMs, runMs }: ProviderRun): { openMs: number; runMs: number } {
  return { openMs, runMs };
}

/** 1 for the same direction; 0 for anything that is no vector of that length. */
export function cosineOf(a: Float32Array, b: Float32Array | undefined): number {
  if (b?.length !== a.length) return 0;
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return Number.isFinite(cosine) ? cosine : 0;
}

async function choiceKey(pack: Pack, wanted: readonly ProviderName[]): Promise<string> {
  const { env } = await loadOnnxRuntime();
  const files = pack.manifest.files.map(({ sha256 }) => sha256);
  const facts = JSON.stringify([env.versions, wanted, await machineName(), files]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 32);
}

/** The runtime's first sentence, without lines of its source and paths of this machine. */
export function shortReason(reason: string): string {
  const line = reason.split('\n').find((text) => text.trim() !== '') ?? reason;
  const told = /was false\. (.*)$/.exec(line)?.[1] ?? /opened: \w+ \((.*?)\) \(/.exec(line)?.[1] ?? line;
  return told.length <= 200 ? told : `${told.slice(0, 199)}…`;
}
