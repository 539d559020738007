/** The peer of the bench as the bench sees it: `dist/bridgePeer.js`, asked and answered in order. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { TimelyThreads } from '../../../bridge/transport/timelyThreads.ts';
import { root } from '../../integration/sidecar/sidecarProcess.ts';
import type { ChildProcess } from 'node:child_process';
import type { SchedulingClass } from '../../../bridge/protocol/bridge.ts';
import type { PeerOrder, PeerReply } from './peerMessages.ts';

/** One peer. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #threads: TimelyThreads;
  readonly #answers: ((reply: PeerReply) => void)[] = [];

  constructor() {
    this.#child = fork(join(root, 'dist/bridgePeer.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#threads = new TimelyThreads(this.#child.pid ?? 0);
    this.#child.on('message', (reply: PeerReply) => {
      this.#answers.shift()?.(reply);
    });
    this.#child.on('exit', () => {
      for (const answer of this.#answers.splice(0)) answer({ kind: 'failed', message: 'The peer ended' });
    });
  }

  /** How the system runs it, see {@link hurry}. */
  get scheduling(): SchedulingClass {
    return this.#threads.class;
  }

  /** Whoever measures must not be late himself. */
  hurry(): Promise<void> {
    return this.#threads.ask();
  }

  /** Asks and waits until it has done it. @returns figures, where the order asks for some */
  async ask(order: PeerOrder): Promise<number[]> {
    const reply = await new Promise<PeerReply>((resolve) => {
      this.#answers.push(resolve);
      this.#child.send(order, (error) => {
        if (error !== null) resolve({ kind: 'failed', message: error.message });
      });
    });
    if (reply.kind === 'failed') throw new Error(`Peer, ${order.kind}: ${reply.message}`);
    return reply.values ?? [];
  }

  /** Writes what it knows and ends it. */
  async end(): Promise<void> {
    await this.ask({ kind: 'close' }).catch(() => undefined);
  }
}
