/**
 * Performances: one job, one child that composes, one client on the pipe that plays.
 *
 * ```
 * perform ─► brief, where none is given ─► perform child ◄── orders, from the pipe
 *                                              └─ phrases ──► to the client that asked last
 *                               keep ─► take child ─► take
 * ```
 */
import { performanceOrderSchema } from '../../bridge/protocol/performance.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { encodeStreamFrame } from '../../bridge/protocol/streamFrame.ts';
import { decodeJson, encodeJson } from '../../bridge/protocol/streamPayload.ts';
import { cueTitle } from '../takes/takeName.ts';
import { toCatalogued } from './helperFault.ts';
import type { PerformanceOrder, PerformanceReport } from '../../bridge/protocol/performance.ts';
import type { PerformResult } from '../../bridge/protocol/sidecar.ts';
import type { StreamFrame } from '../../bridge/protocol/streamFrame.ts';
import type { PreparedBrief } from '../takes/prepareBrief.ts';
import type { Take } from '../takes/take.ts';
import type { Helper } from './helper.ts';
import type { Job } from './jobRegistry.ts';
import type { Asked } from './sidecarHandlers.ts';
import type { PerformedTask, PerformTask } from './tasks.ts';

/** Frames that wait for a job that is not known yet. */
const mostEarly = 32;

/** Sends a frame to one client. */
export type SendFrame = (bytes: Uint8Array) => void;

/** Makes a take of a span. */
export type KeepSpan = (task: PerformedTask, job: Job) => Promise<Take>;

/** One performance that goes on. */
interface Performance {
  job: Job;
  asked: Asked<'perform'>;
  prepared: PreparedBrief;
  sequence: number;
  /** Whoever asked last. */
  send: SendFrame;
}

/** Takes care of performances; one at a time. */
export class PerformDesk {
  readonly #performer: Helper;
  readonly #keep: KeepSpan;
  #performance: Performance | undefined;
  /** Asked before the child was there. */
  #early: { frame: StreamFrame; send: SendFrame }[] = [];
  #openJob: number | undefined;

  constructor(performer: Helper, keep: KeepSpan) {
    this.#performer = performer;
    this.#keep = keep;
  }

  /** Performs until it is over. `prepare` makes the brief where none is given. */
  async perform(
    asked: Asked<'perform'>,
    job: Job,
    prepare: () => Promise<PreparedBrief>,
  ): Promise<PerformResult> {
    if (this.#openJob !== undefined) throw taken();
    this.#openJob = job.id;
    try {
      this.#performer.start();
      const given = asked.prepared;
      const prepared =
        given === undefined ? await prepare() : ({ ...given, cue: asked.cue, timings: {} } as PreparedBrief);
      this.#performance = { job, asked, prepared, sequence: 0, send: () => undefined };
      await this.#compose(this.#performance);
      return { brief: prepared.brief };
    } finally {
      this.#performance = undefined;
      this.#openJob = undefined;
    }
  }

  /** A client of the pipe asks something of a job. */
  readonly ask = (frame: StreamFrame, send: SendFrame): void => {
    if (this.#performance?.job.id === frame.job) this.#obey(this.#performance, frame, send);
    // The pipe may be faster than the request that it is about.
    else this.#early = [...this.#early, { frame, send }].slice(-mostEarly);
  };

  /** A child that was lost is replaced, as long as its budget lasts, and the player told: it has all that is needed to go on. */
  async #compose(performance: Performance): Promise<void> {
    const { job, asked, prepared } = performance;
    const task: PerformTask = { brief: prepared.brief, seed: asked.seed, title: cueTitle(asked.cue) };
    job.helper = this.#performer;
    try {
      for (;;) {
        const onEvent = (event: unknown): void => {
          this.#report(performance, event as PerformanceReport);
        };
        const done = this.#performer.run(task, { signal: job.signal, onEvent });
        for (const { frame, send } of this.#early.splice(0))
          if (frame.job === job.id) this.#obey(performance, frame, send);
        const isLost = await done.then(
          () => false,
          (error: unknown) => {
            if (toCatalogued(error).code === 'child-crashed' || toCatalogued(error).code === 'child-hung')
              return true;
            throw error;
          },
        );
        if (!isLost) return;
        this.#report(performance, { kind: 'lost' });
      }
    } finally {
      delete job.helper;
    }
  }

  #obey(performance: Performance, frame: StreamFrame, send: SendFrame): void {
    performance.send = send;
    const order = orderIn(frame);
    if (order === undefined) this.#refuse(performance, notAnOrder());
    else if (order.kind === 'keep') void this.#keepSpan(performance, order);
    else this.#performer.tell(order);
  }

  async #keepSpan(
    performance: Performance,
    order: Extract<PerformanceOrder, { kind: 'keep' }>,
  ): Promise<void> {
    const { job, asked, prepared } = performance;
    const { id, span, out, stems } = order;
    try {
      const task = {
        kind: 'performed',
        prepared,
        seed: asked.seed,
        span,
        out,
        stems,
        sampleRate: asked.sampleRate,
      } as const;
      const { folder } = await this.#keep(task, job);
      this.#report(performance, { kind: 'kept', id, folder });
    } catch (error) {
      this.#refuse(performance, toCatalogued(error), id);
    }
  }

  #refuse(performance: Performance, error: LeitmotifError, id?: number): void {
    const fault = error.toJSON();
    this.#report(performance, { kind: 'refused', fault, ...(id === undefined ? {} : { id }) });
  }

  #report(performance: Performance, report: PerformanceReport): void {
    const { job, send } = performance;
    const frame = { type: 'perform', job: job.id, sequence: performance.sequence++, time: 0 } as const;
    send(encodeStreamFrame({ ...frame, payload: encodeJson(report) }));
  }
}

function orderIn({ payload }: StreamFrame): PerformanceOrder | undefined {
  try {
    return performanceOrderSchema.parse(decodeJson(payload));
  } catch {
    return undefined;
  }
}

function notAnOrder(): LeitmotifError {
  return new LeitmotifError('request-invalid', {
    what: 'This is not an order',
    subject: 'pipe',
    next: 'Report this with the log; bridge and sidecar disagree',
  });
}

function taken(): LeitmotifError {
  return new LeitmotifError('request-invalid', {
    what: 'A performance is going on',
    subject: 'perform',
    next: 'Stop it first',
  });
}
