/**
 * What is made of one open cue: its brief, the drafts that are heard while it is changed, and its takes.
 *
 * ```
 * CueComposer ─► CueJobs: one at a time ─► brief
 *      ├─ DraftDesk ─► drafts              asked with `order()`: the document as it stands,
 *      └─ TakeMaker ─► takes               where takes go, what the settings say
 * ```
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { askedOf, briefView } from '../composing/briefOfCue.ts';
import { CueJobs } from '../composing/cueJobs.ts';
import { DraftDesk } from '../composing/draftDesk.ts';
import { draftOrder, isAudible } from '../composing/draftOrder.ts';
import { TakeMaker } from '../composing/takeMaker.ts';
import { setting } from '../settings.ts';
import { recipeName } from '../takes/readTake.ts';
import { requireLocal, requireTrust } from '../trust.ts';
import { conditionLabel } from './conditionLabel.ts';
import { takesFolder } from './cuePath.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { CueEdit } from '../../bridge/protocol/panels/cueEdit.ts';
import type { CuePanelState, JobView } from '../../bridge/protocol/panels/cuePanel.ts';
import type { TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { BriefOfCue } from '../composing/briefOfCue.ts';
import type { Draft, DraftOrder } from '../composing/draftDesk.ts';
import type { TakeOrder } from '../composing/takeMaker.ts';
import type { CueTakes } from '../takes/cueTakes.ts';
import type { CueFile } from './cueFile.ts';
import type { DawEdit } from './editCue.ts';
import type { ComposeOptions, CueParts } from './cueSessions.ts';
import type { CueReading } from './readCue.ts';

/** What the composer works with, and whom it tells. */
export interface CueComposerParts extends Pick<CueParts, 'context' | 'player' | 'sidecar' | 'tellTake'> {
  file: CueFile;
  takes: CueTakes;
  /** The job, its fault, the brief or the draft is another. */
  changed(): void;
  /** No job runs or waits any more. */
  rested(): void;
  /** Only the progress of the job is another. */
  progressed(view: JobView): void;
  /** Another draft is there, and what is heard is that. */
  draftBegun(): void;
  /** A take was made and stands in the cue. */
  takeMade(id: string): Promise<void>;
}

/** See the head of the file. Methods reject with LeitmotifError. */
export class CueComposer implements vscode.Disposable {
  readonly #parts: CueComposerParts;
  readonly #jobs: CueJobs;
  readonly #drafts: DraftDesk;
  readonly #maker: TakeMaker;
  #brief: BriefOfCue | undefined;
  /** The attributes of the draft that was wanted last. */
  #wanted: string | undefined;

  constructor(parts: CueComposerParts) {
    this.#parts = parts;
    this.#jobs = new CueJobs({
      changed: () => {
        parts.changed();
        if (this.job === undefined) parts.rested();
      },
      progressed: (view) => {
        parts.progressed(view);
      },
      status: () => parts.sidecar.status.state,
    });
    this.#drafts = this.#openDraftDesk();
    this.#maker = this.#openTakeMaker();
  }

  /** The job that runs or waits. */
  get job(): JobView | undefined {
    return this.#jobs.view;
  }

  /** A draft is being made, or about to be. */
  get isDrafting(): boolean {
    return this.#drafts.isAwaited || this.job?.kind === 'draft';
  }

  get lastFault(): CuePanelState['lastFault'] {
    return this.#jobs.lastFault;
  }

  /** The draft that is heard. */
  get draft(): Draft | undefined {
    return this.#drafts.draft;
  }

  /** The last brief as panels show it. */
  get brief(): CuePanelState['brief'] {
    return briefView(this.#brief, this.#parts.file.reading.cue);
  }

  /** Makes a take and writes it into the cue. */
  async compose(options: ComposeOptions): Promise<TakeView> {
    this.order();
    try {
      const take = this.#parts.takes.view(await this.#maker.compose(options));
      this.#drafts.clear();
      return take;
    } finally {
      this.#drafts.resume();
    }
  }

  /** Makes a take again from its recipe. */
  async remake(take: string): Promise<TakeView> {
    const { takes } = this.#parts;
    this.order();
    return takes.view(await this.#maker.remake(join(takes.folder(take), recipeName)));
  }

  async makeBrief(signal?: AbortSignal): Promise<void> {
    const { cue, folder } = this.order();
    await this.#jobs.run(
      'brief',
      async (work) => {
        const { brief, provider } = await this.#parts.sidecar.brief({ cue, folder }, work);
        this.#brief = { value: brief, provider, asked: askedOf(cue) };
      },
      signal,
    );
  }

  /** Where no brief was made yet: that of the newest take. */
  adoptBriefOfNewest(): void {
    const recipe = this.#parts.takes.newest?.take.recipe;
    if (recipe === undefined) return;
    this.#brief ??= { value: recipe.brief, provider: recipe.device.provider, asked: askedOf(recipe.cue) };
  }

  /**
   * The document is being edited: what can be heard of it is, as a draft. It begins before the document has changed, which takes as long
   * as making the sound; where the change fails it ends.
   */
  async hear(edit: CueEdit | DawEdit, change: Promise<void>): Promise<void> {
    const heard = this.draft === undefined ? this.#parts.takes.base?.recipe.brief : undefined;
    const isWanted = isAudible(edit, heard) && this.#canDraft;
    if (isWanted) this.#wantDraft();
    try {
      await change;
    } catch (error) {
      if (isWanted) this.#drafts.unwant();
      throw error;
    }
  }

  /** The document has another text: undo of what is heard is heard as well. */
  hearAgain(): void {
    const isNews = this.#wanted !== attributesOf(this.#parts.file.coming.cue);
    if (isNews && this.draft !== undefined && this.#canDraft) this.#wantDraft();
  }

  /** Ends the job, if any. */
  cancel(): void {
    this.#jobs.cancel();
  }

  dismissFault(): void {
    this.#jobs.dismissFault();
  }

  /** The sidecar is in another state. */
  noteStatus(): void {
    this.#jobs.noteStatus();
  }

  /** The cue as the sidecar is asked about it, and where takes go. @throws LeitmotifError where nothing may be composed of it */
  order({ reading }: { reading: CueReading } = this.#parts.file): TakeOrder {
    const { uri, folder = '', name } = this.#parts.file;
    requireTrust();
    requireLocal(uri);
    const [fault] = reading.faults;
    if (fault !== undefined) throw new LeitmotifError(fault.code, fault);
    const stem = name.replace(/\.leitmotif$/i, '');
    return {
      cue: reading.cue as Cue,
      folder,
      out: takesFolder(setting('takesFolder', uri), folder, stem),
      stems: setting('stems', uri),
      sampleRate: setting('sampleRate', uri),
    };
  }

  dispose(): void {
    this.#jobs.cancel();
    this.#drafts.clear();
  }

  #wantDraft(): void {
    this.#wanted = attributesOf(this.#parts.file.coming.cue);
    this.#drafts.want();
  }

  get #document(): string {
    return this.#parts.file.uri.toString();
  }

  get #title(): string {
    const { reading, name } = this.#parts.file;
    const [first] = reading.cue?.conditions ?? [];
    return reading.cue?.title ?? (first === undefined ? name : conditionLabel(first));
  }

  /** There is a take that a draft can be compared with. */
  get #canDraft(): boolean {
    const { file, takes } = this.#parts;
    const isPossible = vscode.workspace.isTrusted && file.folder !== undefined;
    return isPossible && (this.draft !== undefined || takes.newest !== undefined);
  }

  #draftOrder(): DraftOrder | undefined {
    const { base } = this.#parts.takes;
    if (base === undefined) return undefined;
    const { recipe } = base;
    return draftOrder(this.order({ reading: this.#parts.file.coming }), {
      recipe,
      seed: this.draft?.seed ?? recipe.seed,
      title: vscode.l10n.t('Draft of {0}', this.#title),
      document: this.#document,
    });
  }

  #openDraftDesk(): DraftDesk {
    const { sidecar, player } = this.#parts;
    return new DraftDesk({
      jobs: this.#jobs,
      sidecar,
      player,
      order: () => this.#draftOrder(),
      begun: () => {
        this.#parts.draftBegun();
      },
      changed: () => {
        this.#parts.changed();
      },
      briefed: (value, cue) => {
        this.#brief = { value, provider: this.#brief?.provider ?? 'cpu', asked: askedOf(cue) };
      },
    });
  }

  #openTakeMaker(): TakeMaker {
    const { sidecar, player, context, file, takes, tellTake = () => undefined } = this.#parts;
    return new TakeMaker({
      jobs: this.#jobs,
      sidecar,
      player,
      memory: context.workspaceState,
      document: () => this.#document,
      folder: () => file.folder ?? '',
      title: () => this.#title,
      tell: tellTake,
      order: () => this.order(),
      write: (edit) => file.changeAndSave(edit),
      draft: () => this.draft,
      takeIds: () => new Set(file.reading.cue?.takes.map(({ id }) => id)),
      made: async (id, brief) => {
        this.#brief = brief;
        await this.#parts.takeMade(id);
      },
      load: (id, at) => takes.load(id, at),
    });
  }
}

function attributesOf(cue: Cue | undefined): string {
  return JSON.stringify(cue?.attributes ?? {});
}
