import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cancelled } from '../../../bridge/protocol/errors.ts';
import type { Pack } from '../packStore.ts';
import type { HubPack } from '../packs/installedPacks.ts';
import type { TrialAnswer } from './trialProgram.ts';

/** How long a provider may take for opening and its runs, in milliseconds: packs of ours, and those of the hub. */
const patience = { own: 30_000, hub: 120_000 } as const;

/** What is tried: something that a program of its own opens, runs and times. */
export interface TrialSubject {
  /** The session within the pack, for packs that have several. */
  readonly session: string;
  /** The hashes of the pack's files: another file is another trial. */
  readonly hashes: readonly string[];
  readonly program: URL;
  /** What the program is told beside the provider; plain data. */
  readonly request: object;
  readonly patienceMs: number;
}

/** A pack of ours. */
export function packSubject({ manifest, folder }: Pack): TrialSubject {
  const pack: Pack = { manifest, folder };
  return {
    session: 'model',
    hashes: manifest.files.map(({ sha256 }) => sha256),
    program: trialUrl('providerTrial'),
    request: { pack },
    patienceMs: patience.own,
  };
}

/** One network of a hub pack, by the name that `perception/hubNetworks.ts` gives it. */
export function hubSubject({ manifest, record, folder }: HubPack, network: string): TrialSubject {
  const pack: HubPack = { manifest, record, folder };
  return {
    session: `${manifest.precision} ${network}`,
    hashes: record.files.map(({ sha256 }) => sha256),
    program: trialUrl('hubTrial'),
    request: { pack, network },
    patienceMs: patience.hub,
  };
}

/**
 * Where a trial's program is. Run from sources it is the built one in `dist/` (`npm run build` first); built, it
 * lies beside the code that asks.
 */
export function trialUrl(program: 'providerTrial' | 'hubTrial'): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? `../../../dist/${program}.js` : `./${program}.js`, import.meta.url);
}

/** How to try. */
export interface TrialOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before a provider is given up; as the subject says unless told. */
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
export function tryProvider(
  subject: TrialSubject,
  provider: string,
  options: TrialOptions = {},
): Promise<TrialAnswer> {
  const request = { ...subject.request, provider };
  return askProgram(subject.program, request, { patienceMs: subject.patienceMs, ...options });
}

/**
 * Asks a program one thing in a process of its own, which is gone afterwards.
 *
 * @returns its answer, or why there is none
 * @throws LeitmotifError `cancelled`
 */
export function askProgram<Answer>(
  program: URL,
  request: object,
  options: TrialOptions & { patienceMs: number },
): Promise<Answer | { readonly reason: string }> {
  const { patienceMs } = options;
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    const child = fork(fileURLToPath(program), [], {
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
    const answer = (said: Answer | { readonly reason: string }): void => {
      end(() => {
        resolve(said);
      });
    };
    options.signal?.addEventListener('abort', abort);
    child.once('message', (said: Answer) => {
      answer(said);
    });
    child.once('error', (error) => {
      answer({ reason: error.message });
    });
    child.once('exit', (code, signal) => {
      answer({ reason: `its process ended with ${signal ?? String(code)}` });
    });
    child.send(request, () => undefined);
  });
}
