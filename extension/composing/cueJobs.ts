/**
 * The jobs of one cue, one at a time.
 *
 * ```
 *            brief, draft                     compose, remake
 *  idle ──────────────────► working ◄──── takes its place ──┐
 *   ▲  ▲                      │  another brief or draft ────┘
 *   │  └──── done, failed, cancelled, crashed ───┘               while composing, all else is refused
 * ```
 *
 * Every way out of a job ends its view: that is what a spinner is drawn from.
 */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { errorOf } from '../faultOf.ts';
import type { JobView } from '../../bridge/protocol/panels/cuePanel.ts';
import type { SidecarFault } from '../../bridge/protocol/sidecar.ts';
import type { JobOptions, SidecarStatus } from '../sidecar/sidecar.ts';

/** What a job is given to work with. */
export interface Work {
  signal: AbortSignal;
  onProgress: NonNullable<JobOptions['onProgress']>;
}

/** Who is told. */
export interface CueJobsListener {
  /** A job began or ended, or a fault came or went. */
  changed(): void;
  /** Only the progress changed. */
  progressed(view: JobView): void;
  status(): SidecarStatus['state'];
}

interface Job {
  view: JobView;
  abort: AbortController;
}

/** See the head of the file. */
export class CueJobs {
  readonly #listener: CueJobsListener;
  #job: Job | undefined;
  #lastFault: SidecarFault | undefined;

  constructor(listener: CueJobsListener) {
    this.#listener = listener;
  }

  /** What is being done; undefined where nothing is. */
  get view(): JobView | undefined {
    return this.#job?.view;
  }

  /** What last went wrong, until dismissed or something else begins. */
  get lastFault(): SidecarFault | undefined {
    return this.#lastFault;
  }

  /** Files are being made: drafts and briefs have to wait. */
  get isComposing(): boolean {
    const kind = this.#job?.view.kind;
    return kind === 'compose' || kind === 'remake';
  }

  /**
   * Runs a job. A brief or a draft that runs is cancelled for it.
   *
   * @throws LeitmotifError what the work threw; `not-available` while the cue is composed
   */
  async run<T>(kind: JobView['kind'], work: (options: Work) => Promise<T>, outer?: AbortSignal): Promise<T> {
    if (this.isComposing) throw busy();
    this.#job?.abort.abort();
    const job: Job = { view: { kind, isStarting: this.#isStarting() }, abort: new AbortController() };
    const stop = (): void => {
      job.abort.abort();
    };
    outer?.addEventListener('abort', stop, { once: true });
    if (outer?.aborted === true) stop();
    this.#job = job;
    this.#lastFault = undefined;
    this.#listener.changed();
    const onProgress: Work['onProgress'] = (progress) => {
      if (this.#job === job) this.#show(job, { kind, progress, isStarting: false });
    };
    try {
      return await work({ signal: job.abort.signal, onProgress });
    } catch (thrown) {
      const error = errorOf(thrown);
      if (error.code !== 'cancelled' && this.#job === job) this.#lastFault = error.toJSON();
      throw error;
    } finally {
      outer?.removeEventListener('abort', stop);
      if (this.#job === job) {
        this.#job = undefined;
        this.#listener.changed();
      }
    }
  }

  /** Ends the job, if any. */
  cancel(): void {
    this.#job?.abort.abort();
  }

  /** Ends a draft, if that is what runs. */
  cancelDraft(): void {
    if (this.#job?.view.kind === 'draft') this.#job.abort.abort();
  }

  /** Shows a fault of something that was no job. */
  showFault(error: unknown): void {
    const fault = errorOf(error);
    if (fault.code === 'cancelled') return;
    this.#lastFault = fault.toJSON();
    this.#listener.changed();
  }

  dismissFault(): void {
    if (this.#lastFault === undefined) return;
    this.#lastFault = undefined;
    this.#listener.changed();
  }

  /** The sidecar's status has changed. */
  noteStatus(): void {
    const job = this.#job;
    if (job === undefined || job.view.progress !== undefined) return;
    const isStarting = this.#isStarting();
    if (isStarting !== job.view.isStarting) this.#show(job, { ...job.view, isStarting });
  }

  #show(job: Job, view: JobView): void {
    job.view = view;
    this.#listener.progressed(view);
  }

  #isStarting(): boolean {
    const state = this.#listener.status();
    return state !== 'ready' && state !== 'busy';
  }
}

function busy(): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'This cue is being composed',
    subject: 'one job at a time a cue',
    next: 'Wait until it is done, or cancel it',
  });
}
