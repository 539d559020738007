/**
 * The desk where jobs are taken in, wait their turn, and are given to those who do them:
 *
 * ```
 * brief    ─► perception child ─► brief
 * compose  ─► perception child ─► brief ─► take child ─► takes, sound
 * preview  ─► perception child ─► brief ─► take child ─► sound
 * remake   ───────────────────────────────► take child ─► take
 * perform  ─► perception child ─► brief ─► perform child ─► phrases, see performDesk.ts
 * ```
 *
 * Each of the two does one thing at a time; while one job renders, the next is perceived.
 */
import { rm } from 'node:fs/promises';
import { inOwnTurn } from './ownTurn.ts';
import { PerformDesk } from './performDesk.ts';
import { ResourceQueue } from './resourceQueue.ts';
import { StreamSender } from './streamSender.ts';
import type * as results from '../../bridge/protocol/sidecar.ts';
import type { RemadeTake } from '../takes/remakeTake.ts';
import type { Take } from '../takes/take.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { Helper } from './helper.ts';
import type { Job as AnyJob, JobRegistry } from './jobRegistry.ts';
import type { Priority } from './resourceQueue.ts';
import type { Asked, JobHandlers, RequestContext } from './sidecarHandlers.ts';
import type { FrameSink } from './streamSender.ts';
import type { Perceived, PerceptionTask, TakeEvent, TakeTask } from './tasks.ts';

interface Job extends AnyJob {
  readonly priority: Priority;
}

/** How long a child may take to end before it is killed. */
const endGrace: Milliseconds = 1000;

/** Who does the jobs. */
export type JobHelpers = Record<'perception' | 'takes' | 'perform', Helper>;

/** Takes in jobs. */
export class JobDesk implements JobHandlers {
  readonly #perception: Helper;
  readonly #takes: Helper;
  readonly #sink: FrameSink;
  readonly #perceptionQueue = new ResourceQueue();
  readonly #takesQueue = new ResourceQueue();
  readonly #registry: JobRegistry;
  readonly #performances: PerformDesk;
  #openFolder: string | undefined;

  constructor({ perception, takes, perform }: JobHelpers, sink: FrameSink, registry: JobRegistry) {
    this.#registry = registry;
    this.#perception = perception;
    this.#takes = takes;
    this.#sink = sink;
    this.#performances = new PerformDesk(perform, async (task, { id, signal, progress, cancel }) => {
      const job = { id, signal, progress, cancel, priority: 'compose' } as const;
      return (await this.#make(job, task, new StreamSender(id, sink))) as Take;
    });
  }

  get count(): number {
    return this.#registry.count;
  }

  /** The folder that is being written right now; to be removed if the process ends at once. */
  get openFolder(): string | undefined {
    return this.#openFolder;
  }

  brief(
    { job, cue, folder, provider }: Asked<'brief'>,
    context: RequestContext,
  ): Promise<results.BriefResult> {
    return this.#do(job, 'brief', context, async (one) => {
      const { prepared, refused } = await this.#perceive(one, { cue, folder, provider });
      const { brief, inputs, packs, timings } = prepared;
      return { brief, inputs, packs, provider: prepared.provider, timings, ...refused };
    });
  }

  compose(asked: Asked<'compose'>, context: RequestContext): Promise<results.ComposeResult> {
    const { job, cue, folder, out, provider, seed, count, stems, sampleRate, priority } = asked;
    return this.#do(job, priority, context, async (one) => {
      this.#startTakes();
      const { prepared, refused } = await this.#perceive(one, { cue, folder, provider, out });
      const sender = new StreamSender(job, this.#sink);
      const stream = asked.stream && this.#sink.hasClients;
      const takes = { kind: 'compose', job, prepared, out, seed, count, stems, sampleRate, stream } as const;
      const made = (await this.#make(one, takes, sender)) as Take[];
      return { takes: made, streams: sender.ends, ...refused };
    });
  }

  preview(asked: Asked<'preview'>, context: RequestContext): Promise<results.PreviewResult> {
    const { job, cue, folder, provider, seed, from, seconds, sampleRate } = asked;
    return this.#do(job, 'preview', context, async (one) => {
      this.#startTakes();
      const { prepared, refused } = await this.#perceive(one, { cue, folder, provider });
      const sender = new StreamSender(job, this.#sink);
      const task = { kind: 'preview', job, prepared, seed, from, seconds, sampleRate } as const;
      const played = (await this.#make(one, task, sender)) as { seconds: number };
      const [stream = { reason: 'nobody', predictedGain: 0 } as const] = sender.ends;
      return { seconds: played.seconds, stream, brief: prepared.brief, ...refused };
    });
  }

  remake({ job, path, out }: Asked<'remake'>, context: RequestContext): Promise<results.RemakeResult> {
    return this.#do(job, 'compose', context, async (one) => {
      const placed = out === undefined ? {} : { out };
      const sender = new StreamSender(job, this.#sink);
      const remade = (await this.#make(one, { kind: 'remake', path, ...placed }, sender)) as RemadeTake;
      const { take, sameScore, sameMix, differences } = remade;
      return {
        take,
        differences,
        ...(sameScore === undefined ? {} : { sameScore }),
        ...(sameMix === undefined ? {} : { sameMix }),
      };
    });
  }

  perform(asked: Asked<'perform'>, context: RequestContext): Promise<results.PerformResult> {
    const { job, cue, folder, provider } = asked;
    return this.#do(job, 'preview', context, async (one) => {
      let refused: results.ProvidersRefused = {};
      const result = await this.#performances.perform(asked, one, async () => {
        const perceived = await this.#perceive(one, { cue, folder, provider });
        refused = perceived.refused;
        return perceived.prepared;
      });
      return { ...result, ...refused };
    });
  }

  /** What a client of the pipe asks. */
  get ask(): PerformDesk['ask'] {
    return this.#performances.ask;
  }

  cancel(id: number, hard: boolean): Promise<boolean> {
    return this.#registry.cancel(id, hard);
  }

  /** Ends the perception child after the job it has: the next one opens the packs that are there by then. */
  renewPerception(): void {
    const { signal } = new AbortController();
    void this.#perceptionQueue.run('preview', signal, () => this.#perception.end(endGrace));
  }

  /** Ahead of its task, and in a turn of its own: each start holds the loop for some milliseconds. */
  #startTakes(): void {
    inOwnTurn(() => {
      this.#takes.start();
    });
  }

  #do<T>(
    id: number,
    priority: Priority,
    context: RequestContext,
    work: (job: Job) => Promise<T>,
  ): Promise<T> {
    return this.#registry.do(id, context, (job) => work(Object.assign(job, { priority })));
  }

  #perceive(job: Job, task: PerceptionTask): Promise<Perceived> {
    return this.#perceptionQueue.run(job.priority, job.signal, async () => {
      const { signal, progress } = job;
      job.helper = this.#perception;
      try {
        return (await this.#perception.run(task, { signal, progress })) as Perceived;
      } finally {
        delete job.helper;
      }
    });
  }

  #make(job: Job, task: TakeTask, sender: StreamSender): Promise<unknown> {
    return this.#takesQueue.run(job.priority, job.signal, async () => {
      const { signal, progress } = job;
      job.helper = this.#takes;
      const onEvent = (event: unknown): void => {
        this.#hear(event as TakeEvent, sender);
      };
      try {
        return await this.#takes.run(task, { signal, progress, onEvent });
      } finally {
        delete job.helper;
        await this.#clean();
      }
    });
  }

  #hear(event: TakeEvent, sender: StreamSender): void {
    switch (event.kind) {
      case 'frame':
        sender.send(event.bytes);
        return;
      case 'heard':
        sender.end(event.end);
        return;
      case 'folder':
        this.#openFolder = event.path;
    }
  }

  /** What a child that was killed left half-written. A finished take has another name by now. */
  async #clean(): Promise<void> {
    const folder = this.#openFolder;
    this.#openFolder = undefined;
    if (folder === undefined) return;
    // The dying process may still be writing its last block into it.
    await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 }).catch(() => undefined);
  }
}
