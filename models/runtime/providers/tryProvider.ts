import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cancelled } from '../../../bridge/protocol/errors.ts';
import type { Pack } from '../packStore.ts';
import type { TrialAnswer, TrialRequest } from './providerTrial.ts';

/** How long a provider may take for opening and seven runs, in milliseconds. */
const patience = 30_000;

/**
 * Where the trial's program is. Run from sources it is the built one in `dist/` (`npm run build` first); built, it
 * lies beside the code that asks.
 */
export function providerTrialUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../../dist/providerTrial.js' : './providerTrial.js', import.meta.url);
}

/** How to try. */
export interface TrialOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before a provider is given up; half a minute unless told. */
  readonly patienceMs?: number;
  /** The environment of the process; this one's unless told. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * Tries a provider in a process of its own. Drivers crash, hang and print: here they can.
 *
 * @returns the measurement, or why there is none
 * @throws LeitmotifError `cancelled`
 */
export function tryProvider(request: TrialRequest, options: TrialOptions = {}): Promise<TrialAnswer> {
  const patienceMs = options.patienceMs ?? patience;
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    const child = fork(fileURLToPath(providerTrialUrl()), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      env: options.environment ?? process.env,
    });
    const abort = (): void => {
      end(() => {
        reject(cancelled());
      });
    };
    const timer = setTimeout(() => {
      answer({ reason: `no answer within ${Math.round(patienceMs / 1000)} s` });
    }, patienceMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      child.kill('SIGKILL');
      settle();
    };
    const answer = (said: TrialAnswer): void => {
      end(() => {
        resolve(said);
      });
    };
    options.signal?.addEventListener('abort', abort);
    child.once('message', (said: TrialAnswer) => {
      answer(said);
    });
    child.once('error', (error) => {
      answer({ reason: error.message });
    });
    child.once('exit', (code, signal) => {
      answer({ reason: `its process ended with ${signal ?? String(code)}` });
    });
    child.send(plainRequest(request), () => undefined);
  });
}

/** Only what can cross. */
function plainRequest({ pack, provider }: TrialRequest): TrialRequest {
  return { pack: { manifest: pack.manifest, folder: pack.folder } satisfies Pack, provider };
}
