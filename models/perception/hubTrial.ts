/** The process in which a provider is tried on a network of a hub pack: crash, hang and chatter stay here. See tryProvider.ts. */
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import { measureRuns } from '../runtime/providers/measureProvider.ts';
import type { ProviderName } from '../runtime/providers/providerNames.ts';
import type { TrialAnswer } from '../runtime/providers/trialProgram.ts';
import { answerOnce } from '../runtime/providers/trialProgram.ts';
import { openNetwork } from './hubNetworks.ts';

/** What is asked of this process. */
interface HubTrialRequest {
  readonly pack: HubPack;
  readonly network: string;
  readonly provider: ProviderName;
}

answerOnce(async ({ pack, network, provider }: HubTrialRequest): Promise<TrialAnswer> => {
  const open = () => openNetwork(pack, network, { providers: [provider] });
  return { run: await measureRuns(open, { warmUps: 1, measured: 3 }) };
});
