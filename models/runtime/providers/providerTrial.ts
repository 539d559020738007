/** The process in which a provider is tried: its crash, its hang and its chatter stay here. Started by tryProvider.ts. */
import type { Pack } from '../packStore.ts';
import { measureProvider } from './measureProvider.ts';
import type { TrialAnswer } from './trialProgram.ts';
import { answerOnce } from './trialProgram.ts';

/** What is asked of this process. */
interface TrialRequest {
  readonly pack: Pack;
  readonly provider: string;
}

answerOnce(async ({ pack, provider }: TrialRequest): Promise<TrialAnswer> => ({
  run: await measureProvider(pack, provider),
}));
