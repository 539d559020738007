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
import type { RefusedProvider } from '../runtime/inferenceSession.ts';
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
      const { made } = await this.#make(job, task, new StreamSender(id, sink));
      return made as Take;
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
      const order = { job, prepared, provider, out, seed, count, stems, sampleRate, stream } as const;
      const { made, refused: also } = await this.#make(one, { kind: 'compose', ...order }, sender);
      return { takes: made as Take[], streams: sender.ends, ...joinRefused(refused, also) };
    });
  }

  preview(asked: Asked<'preview'>, context: RequestContext): Promise<results.PreviewResult> {
    const { job, cue, folder, provider, seed, from, seconds, sampleRate } = asked;
    return this.#do(job, 'preview', context, async (one) => {
      this.#startTakes();
      const { prepared, refused } = await this.#perceive(one, { cue, folder, provider });
      const sender = new StreamSender(job, this.#sink);
      const task = { kind: 'preview', job, prepared, seed, from, seconds, sampleRate } as const;
      const { made } = await this.#make(one, task, sender);
      const [stream = { reason: 'nobody', predictedGain: 0 } as const] = sender.ends;
      return { seconds: (made as { seconds: number }).seconds, stream, brief: prepared.brief, ...refused };
    });
  }

  remake(
    { job, path, out, provider }: Asked<'remake'>,
    context: RequestContext,
  ): Promise<results.RemakeResult> {
    return this.#do(job, 'compose', context, async (one) => {
      const placed = out === undefined ? {} : { out };
      const sender = new StreamSender(job, this.#sink);
      const order = { kind: 'remake', path, provider, ...placed } as const;
      const { made, refused } = await this.#make(one, order, sender);
      const { take, sameScore, sameMix, differences } = made as RemadeTake;
      return {
        take,
        differences,
        ...(sameScore === undefined ? {} : { sameScore }),
        ...(sameMix === undefined ? {} : { sameMix }),
        ...joinRefused({}, refused),
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

  #make(job: Job, task: TakeTask, sender: StreamSender): Promise<Made> {
    return this.#takesQueue.run(job.priority, job.signal, async () => {
      const { signal, progress } = job;
      job.helper = this.#takes;
      let refused: readonly RefusedProvider[] = [];
      const onEvent = (event: unknown): void => {
        const told = event as TakeEvent;
        if (told.kind === 'refused') refused = told.refused;
        else this.#hear(told, sender);
      };
      try {
        return { made: await this.#takes.run(task, { signal, progress, onEvent }), refused };
      } finally {
        delete job.helper;
        await this.#clean();
      }
    });
  }

  #hear(event: Exclude<TakeEvent, { kind: 'refused' }>, sender: StreamSender): void {
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

/** What the take child answers, and which providers its networks were refused. */
interface Made {
  made: unknown;
  refused: readonly RefusedProvider[];
}

/** Each provider once, with the first reason. */
function joinRefused(
  { refused = [] }: results.ProvidersRefused,
  also: readonly RefusedProvider[],
): results.ProvidersRefused {
  const isNew = ({ provider }: RefusedProvider): boolean =>
    refused.every((known) => known.provider !== provider);
  const all = [...refused, ...also.filter(isNew)];
  return all.length === 0 ? {} : { refused: all };
}
