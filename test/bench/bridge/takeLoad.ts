/** The work beside every row of the bridge: a sidecar that composes and renders one take after the other, without a pause. */
import { rmSync } from 'node:fs';
import { Conversation } from '../../integration/sidecar/conversations.ts';
import { startSidecar } from '../../integration/sidecar/sidecarProcess.ts';
import { sampleRequest } from '../sampleRequest.ts';
import type { RunningSidecar } from '../../integration/sidecar/sidecarProcess.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** Music in a take. */
const seconds: Seconds = 30;

/** How the load is said in a row's detail. */
export const loadDetail = `beside another sidecar that reads a picture and a story and composes, renders and writes takes of ${seconds} s, one after the other without a pause`;

/** One sidecar that works. */
export class TakeLoad {
  /** Takes that were made. */
  made = 0;
  readonly #folder: string;
  readonly #isWanted: boolean;
  #isStopped = false;
  #sidecar: RunningSidecar | undefined;
  #working: Promise<void> = Promise.resolve();

  /** `folder` is where takes go; they are removed as soon as they are made. */
  constructor(folder: string, isWanted: boolean) {
    this.#folder = folder;
    this.#isWanted = isWanted;
  }

  /** Begins. */
  start(): void {
    if (this.#isWanted) this.#working = this.#work();
  }

  /** Ends; a take that is being made is not waited for. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#sidecar?.process.kill('SIGKILL');
    await this.#working.catch(() => undefined);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async #work(): Promise<void> {
    this.#sidecar = await startSidecar();
    const ask = new Conversation(this.#sidecar, this.#folder);
    const { cue, folder } = sampleRequest(seconds);
    for (let seed = 1; !this.#isStopped; seed++) {
      await ask.compose(cue, { seed, stream: false, folder });
      this.made += 1;
      rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  }
}

/** Measures beside one. */
export async function besideTakes<T>(folder: string, measure: () => Promise<T>): Promise<T> {
  const load = new TakeLoad(folder, true);
  load.start();
  try {
    return await measure();
  } finally {
    await load.stop();
  }
}
