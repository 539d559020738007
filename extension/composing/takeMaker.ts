/**
 * Takes of one cue: asked of the sidecar, heard while they are made, written into the cue when they are done.
 *
 * ```
 * cue ─► compose ─┬─ stream ─► player, while nothing else plays
 *                 └─ files ──► the cue's takes ─► player: the same place in the files
 * ```
 *
 * The document is opened for the result if it was closed meanwhile, and found where it went if it was renamed.
 */
import { randomInt } from 'node:crypto';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { faultOf } from '../faultOf.ts';
import { cuePath } from '../cue/cuePath.ts';
import { freeId } from '../cue/freeId.ts';
import { DraftSamples } from './draftSamples.ts';
import { askedOf } from './briefOfCue.ts';
import { expectTake, forgetExpected } from './unclaimedTakes.ts';
import { samePlace } from '../../bridge/protocol/panels/samePlace.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { ComposeResult, RemakeResult, TakeResult } from '../../bridge/protocol/sidecar.ts';
import type { HostEdit } from '../cue/editCue.ts';
import type { ComposeOptions } from '../cue/cueSessions.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { BriefOfCue } from './briefOfCue.ts';
import type { CueJobs, Work } from './cueJobs.ts';
import type { Draft, DraftPlayer } from './draftDesk.ts';
import type { Memory } from './unclaimedTakes.ts';

/** What a take is made from and where it goes. */
export interface TakeOrder {
  cue: Cue;
  /** Absolute; the cue's folder. */
  folder: string;
  /** Absolute; the folder of the take folders. */
  out: string;
  stems: boolean;
  sampleRate: 44_100 | 48_000;
}

/** What the maker works with. */
export interface TakeMakerParts {
  jobs: CueJobs;
  sidecar: Pick<Sidecar, 'compose' | 'remake'>;
  player: DraftPlayer;
  memory: Memory;
  /** URI of the document, wherever it is by now. */
  document(): string;
  title(): string;
  /** Hears what becomes of a take: begun and failed by the title of the cue, made by its own name. */
  tell(event: 'begun' | 'made' | 'failed', name: string): void;
  /** The cue as it stands now. @throws LeitmotifError where nothing may be composed of it */
  order(): TakeOrder;
  /** Writes into the document and saves it. */
  write(edit: HostEdit): Promise<void>;
  draft(): Draft | undefined;
  /** The cue's folder now. */
  folder(): string;
  takeIds(): ReadonlySet<string>;
  /** A take is in the cue and on the shelf; its brief is the cue's. */
  made(id: string, brief: BriefOfCue): Promise<void>;
  /** Loads a take into the player at a frame. */
  load(id: string, at: { frame: number; play: boolean }): Promise<void>;
}

/** See the head of the file. */
export class TakeMaker {
  readonly #parts: TakeMakerParts;
  #composing: Promise<string> | undefined;

  constructor(parts: TakeMakerParts) {
    this.#parts = parts;
  }

  /** Makes a take; returns its id in the cue. While one is made, that one is answered. @throws LeitmotifError */
  compose(options: ComposeOptions): Promise<string> {
    this.#composing ??= this.#compose(options).finally(() => {
      this.#composing = undefined;
    });
    return this.#composing;
  }

  /** Makes a take again; the new one stands beside the old one. @throws LeitmotifError */
  async remake(recipe: string): Promise<string> {
    const { jobs, sidecar } = this.#parts;
    const { out } = this.#parts.order();
    const make = this.#told(async (work) => {
      const result: RemakeResult = await sidecar.remake({ path: recipe, out }, work);
      return this.#keep(result.take);
    });
    return jobs.run('remake', make);
  }

  async #compose({ priority = 'compose', signal, keepDraft, newSeed }: ComposeOptions): Promise<string> {
    const { jobs, memory } = this.#parts;
    const draft = keepDraft === true ? this.#parts.draft() : undefined;
    const heard = new HeardStream(this.#parts);
    const id = await jobs.run(
      'compose',
      this.#told(async (work) => {
        const order = this.#parts.order();
        const seed = draft?.seed ?? seedOf(order.cue, newSeed === true);
        const document = this.#parts.document();
        await expectTake(memory, document, { out: order.out, seed, asked: new Date().toISOString() });
        const result = await this.#ask(order, { seed, priority, work, heard }).catch(
          async (error: unknown) => {
            await forgetExpected(memory, document);
            throw error;
          },
        );
        const kept = await this.#keep(result.takes[0] as TakeResult);
        await forgetExpected(memory, document);
        return kept;
      }),
      signal,
    );
    const isListened = priority === 'compose';
    if (isListened) await heard.handOver(id, draft);
    return id;
  }

  /** Work whose beginning and end are told; one that was cancelled has failed. */
  #told(make: (work: Work) => Promise<string>): (work: Work) => Promise<string> {
    return async (work) => {
      this.#parts.tell('begun', this.#parts.title());
      try {
        const id = await make(work);
        this.#parts.tell('made', id);
        return id;
      } catch (error) {
        this.#parts.tell('failed', this.#parts.title());
        throw error;
      }
    };
  }

  async #ask(
    { cue, folder, out, stems, sampleRate }: TakeOrder,
    {
      seed,
      priority,
      work,
      heard,
    }: { seed: number; priority: 'compose' | 'batch'; work: Work; heard: HeardStream },
  ): Promise<ComposeResult> {
    const params = { cue, folder, out, seed, stems, sampleRate, count: 1, priority };
    const { sidecar } = this.#parts;
    if (priority === 'batch') return sidecar.compose({ ...params, stream: false }, work);
    try {
      const result = await sidecar.compose(
        { ...params, stream: true },
        { ...work, stream: heard.samples.listener() },
      );
      heard.samples.finish();
      return result;
    } catch (error) {
      heard.samples.finish(error);
      throw error;
    }
  }

  /** The take is there: it belongs into the cue, whatever became of its panel. */
  async #keep({ folder, recipe }: TakeResult): Promise<string> {
    const id = freeId(recipe.id, this.#parts.takeIds());
    const take = { id, folder: cuePath(folder, this.#parts.folder()) };
    try {
      await this.#parts.write({ kind: 'add-take', take });
    } catch (error) {
      throw untold(folder, error);
    }
    const { brief, cue, device } = recipe;
    await this.#parts.made(id, { value: brief, provider: device.provider, asked: askedOf(cue) });
    return id;
  }
}

/** A take that can be listened to while it is made. It takes the player only where nothing else plays. */
class HeardStream {
  readonly samples: DraftSamples;
  readonly #parts: TakeMakerParts;
  #isLoaded = false;

  constructor(parts: TakeMakerParts) {
    this.#parts = parts;
    this.samples = new DraftSamples({ cue: parts.document(), title: parts.title() });
    this.samples.onDidBegin(() => {
      this.#begin();
    });
  }

  #begin(): void {
    const { player } = this.#parts;
    if (this.#isLoaded || isMoving(player)) return;
    this.#isLoaded = true;
    void player.load(this.samples, { frame: 0, play: false });
  }

  /** The files are there: who listens goes on with them at the same place. */
  async handOver(id: string, draft: Draft | undefined): Promise<void> {
    const { player } = this.#parts;
    const { source, frame } = player.state;
    const isHeard =
      source !== undefined && [this.samples, draft?.samples].some((one) => one?.source.id === source.id);
    if (!isHeard) {
      if (!isMoving(player)) await this.#parts.load(id, { frame: 0, play: false });
      return;
    }
    const place =
      source.id === this.samples.source.id ? frame : samePlace(source, this.samples.source, frame);
    await this.#parts.load(id, { frame: place, play: isMoving(player) });
  }
}

function isMoving({ state: { activity } }: DraftPlayer): boolean {
  return activity === 'playing' || activity === 'waiting';
}

/** The files are whole, and the cue does not know of them. */
function untold(folder: string, cause: unknown): LeitmotifError {
  const { code, what } = faultOf(cause);
  return new LeitmotifError(code, {
    what: `The take was made, and the cue could not be told of it: ${what}`,
    subject: folder,
    next: 'Its files are whole; look whether the cue was moved, deleted or locked',
    cause,
  });
}

function seedOf(cue: Cue, isNew: boolean): number {
  return (isNew ? undefined : cue.seed) ?? randomInt(2 ** 32);
}
