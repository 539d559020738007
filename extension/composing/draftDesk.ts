/**
 * Drafts: what is heard while attributes are changed. A stream without files, with the seed of the take that is compared with.
 *
 * ```
 * change ─ pause ─► preview from the bar that is heard ─► begin ─► player goes on there ─► the rest of the piece
 *    └ the next change cancels the one before
 * ```
 */
import { barPlace, samePlace } from '../../bridge/protocol/panels/samePlace.ts';
import { faultOf } from '../faultOf.ts';
import { DraftSamples } from './draftSamples.ts';
import { draftFrom } from './draftFrom.ts';
import type { AttributeName, Meter } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { CuePanelState } from '../../bridge/protocol/panels/cuePanel.ts';
import type { PlaybackState } from '../../bridge/protocol/panels/playback.ts';
import type { BeatsPerMinute, Frames, Milliseconds, Seconds } from '../../bridge/protocol/units.ts';
import type { SampleSource } from '../player/sampleSource.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { CueJobs } from './cueJobs.ts';

/** A change that comes alone is heard soon; in a run of changes, as of a slider that is dragged, those faster than `amid` are one. */
const pause: { alone: Milliseconds; amid: Milliseconds } = { alone: 0, amid: 90 };
/** Nothing was changed for so long: a run is over. */
const runEnd: Milliseconds = 250;
/** Most that is kept of a draft after the place that is heard, and before it: 120 s are 42 MB. */
const longestDraft: Seconds = 120;
/** How often it is said that more of a draft has come. */
const growth: Milliseconds = 250;

/** What a draft is made from. */
export interface DraftOrder {
  cue: Cue;
  /** Absolute; the cue's folder. */
  folder: string;
  seed: number;
  sampleRate: 44_100 | 48_000;
  /** Attributes that differ from the take that is compared with. */
  attributes: AttributeName[];
  title: string;
  /** URI of the cue. */
  document: string;
  /** The tempo that the cue asks for, or had. */
  tempo: BeatsPerMinute;
  meter: Meter;
}

/** The part of the player that drafts are played by. */
export interface DraftPlayer {
  readonly state: PlaybackState;
  load(source: SampleSource, options: { frame: Frames; play: boolean; keepTracks?: boolean }): Promise<void>;
}

/** What the desk works with. */
export interface DraftDeskParts {
  jobs: CueJobs;
  sidecar: Pick<Sidecar, 'preview'>;
  player: DraftPlayer;
  /** What to make, as the cue stands now; undefined where there is nothing to make. @throws LeitmotifError */
  order(): DraftOrder | undefined;
  /** Another draft is there. */
  begun(): void;
  /** The draft is gone, or more of it has come. */
  changed(): void;
  briefed(brief: Brief, cue: Cue): void;
}

/** The draft that is heard. */
export interface Draft {
  samples: DraftSamples;
  seed: number;
  attributes: AttributeName[];
}

/** As the panel shows it. */
export function draftView({ samples, seed, attributes }: Draft): NonNullable<CuePanelState['draft']> {
  return {
    source: samples.source.id,
    seed,
    attributes,
    notes: samples.noteCount,
    frames: samples.frameCount,
  };
}

/** See the head of the file. */
export class DraftDesk {
  readonly #parts: DraftDeskParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wantedAt = -Infinity;
  #draft: Draft | undefined;
  #isWanted = false;
  #growing: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: DraftDeskParts) {
    this.#parts = parts;
  }

  get draft(): Draft | undefined {
    return this.#draft;
  }

  /** A draft is about to be made. */
  get isAwaited(): boolean {
    return this.#timer !== undefined;
  }

  /** A draft is to be made after a short pause; the one that is being made is of no use any more. */
  want(): void {
    const { jobs } = this.#parts;
    if (jobs.isComposing) {
      // Files come first; then what was changed meanwhile.
      this.#isWanted = true;
      return;
    }
    jobs.cancelDraft();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = performance.now();
    const isAmid = now - this.#wantedAt < runEnd;
    this.#wantedAt = now;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#make();
      },
      isAmid ? pause.amid : pause.alone,
    );
  }

  /** Files are no longer being made: what was changed meanwhile is heard now. */
  resume(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.want();
  }

  /** What was wanted did not come to be. */
  unwant(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWanted = false;
    this.#parts.jobs.cancelDraft();
  }

  /** Lets the draft go. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearTimeout(this.#growing);
    this.#growing = undefined;
    this.#parts.jobs.cancelDraft();
    if (this.#draft === undefined) return;
    this.#draft = undefined;
    this.#parts.changed();
  }

  async #make(): Promise<void> {
    try {
      const order = this.#parts.order();
      if (order === undefined) return;
      await this.#stream(order);
    } catch (error) {
      // The job has shown it already, unless it never began.
      if (faultOf(error).code !== 'cancelled') this.#parts.jobs.showFault(error);
    }
  }

  async #stream(order: DraftOrder): Promise<void> {
    const { jobs, sidecar } = this.#parts;
    const { document: cue, title, folder, seed, sampleRate } = order;
    const samples = new DraftSamples({ cue, title });
    const from = this.#from(order);
    samples.onDidBegin(() => {
      this.#begin(samples, order, from);
    });
    samples.onDidGrow(() => {
      this.#grow(samples);
    });
    const request = { cue: order.cue, folder, seed, sampleRate };
    await jobs.run('draft', async ({ signal, onProgress }) => {
      const stream = samples.listener();
      try {
        const { brief } = await sidecar.preview(
          { ...request, from, seconds: longestDraft },
          { signal, onProgress, stream },
        );
        this.#parts.briefed(brief, order.cue);
      } catch (error) {
        samples.finish(error);
        throw error;
      }
      this.#parts.changed();
      if (from > 0) await this.#fill(samples, request, from, signal);
      samples.finish();
    });
    this.#parts.changed();
  }

  /** Says now and then that more has come. */
  #grow(samples: DraftSamples): void {
    this.#growing ??= setTimeout(() => {
      this.#growing = undefined;
      if (this.#draft?.samples === samples) this.#parts.changed();
    }, growth);
  }

  /** What comes before the place at which the draft began, for who goes back. */
  async #fill(
    samples: DraftSamples,
    request: { cue: Cue; folder: string; seed: number; sampleRate: 44_100 | 48_000 },
    until: Seconds,
    signal: AbortSignal,
  ): Promise<void> {
    const stream = samples.listener(true);
    const from = Math.max(0, until - longestDraft);
    try {
      await this.#parts.sidecar.preview({ ...request, from, seconds: until - from }, { signal, stream });
    } finally {
      samples.finish();
    }
  }

  #from({ document, tempo, meter }: DraftOrder): Seconds {
    const { source, frame } = this.#parts.player.state;
    return source?.cue === document ? draftFrom(barPlace(source, frame), meter, tempo) : 0;
  }

  /** The particulars are known: the player goes on with it, unless it plays another cue. */
  #begin(samples: DraftSamples, { document, seed, attributes }: DraftOrder, from: Seconds): void {
    this.#draft = { samples, seed, attributes };
    this.#play(samples, document, from);
    // After the player: what is heard is more urgent than what is shown.
    this.#parts.begun();
  }

  #play(samples: DraftSamples, document: string, from: Seconds): void {
    const { player } = this.#parts;
    const { source, activity, frame } = player.state;
    const isMoving = activity === 'playing' || activity === 'waiting' || activity === 'blocked';
    if (source !== undefined && source.cue !== document && isMoving) return;
    const isSame = source?.cue === document;
    const draft = samples.source;
    const earliest = Math.round(from * draft.sampleRate);
    const start = isSame ? Math.max(samePlace(source, draft, frame), earliest) : 0;
    void player.load(samples, { frame: start, play: isSame && isMoving, keepTracks: isSame });
  }
}
