/** One open cue: its document, its conditions and its takes as they stand, what panels show of them, and what a person does with them. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { draftView } from '../composing/draftDesk.ts';
import { faultOf } from '../faultOf.ts';
import { claimTakes } from '../takes/claimTakes.ts';
import { ownProgram } from '../ownProgram.ts';
import { CueTakes } from '../takes/cueTakes.ts';
import { requireLocal } from '../trust.ts';
import { ConditionShelf, fileOf } from './conditionShelf.ts';
import { conditionsOfFiles } from './conditionsOfFiles.ts';
import { CueComposer } from './cueComposer.ts';
import { CueFile } from './cueFile.ts';
import { cuePath } from './cuePath.ts';
import { FolderWatch } from './folderWatch.ts';
import { freeId } from './freeId.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { CueEdit } from '../../bridge/protocol/panels/cueEdit.ts';
import type { CuePanelState, JobView } from '../../bridge/protocol/panels/cuePanel.ts';
import type { PeaksView, ScoreView, TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { Draft } from '../composing/draftDesk.ts';
import type { TakeOrder } from '../composing/takeMaker.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { LivePerformance } from '../bridge/livePerformance.ts';
import type { DawEdit } from './editCue.ts';
import type { ComposeOptions, CueParts, CueSession, PanelPart } from './cueSessions.ts';

/** See the head of the file. */
export class OpenCue implements CueSession {
  readonly #parts: CueParts;
  readonly #file: CueFile;
  readonly #conditions = new ConditionShelf();
  readonly #takes: CueTakes;
  readonly #composer: CueComposer;
  readonly #watch = new FolderWatch(() => void this.refresh());
  readonly #disposables: { dispose(): unknown }[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #progressed = new vscode.EventEmitter<JobView>();
  /** Only the progress of the job changed. */
  readonly onDidProgress = this.#progressed.event;
  readonly #rested = new vscode.EventEmitter<void>();
  /** Something that needed this cue is over. */
  readonly onDidRest = this.#rested.event;
  readonly #revealed = new vscode.EventEmitter<PanelPart>();
  readonly onDidReveal = this.#revealed.event;
  readonly #moved = new vscode.EventEmitter<GivenAttributes>();
  /** Only the controls of its performance moved. */
  readonly onDidMove = this.#moved.event;
  #live: LivePerformance | undefined;
  #isDraftSelected = false;
  #panels = 0;
  #refreshes: Promise<void> = Promise.resolve();

  private constructor(file: CueFile, parts: CueParts) {
    this.#parts = parts;
    this.#file = file;
    const { player, context, logs } = parts;
    this.#takes = new CueTakes({
      ...{ file, player, memory: context.workspaceState },
      commandLine: () =>
        ownProgram(context, logs.sidecar, { file: 'leitmotif.js', arguments: [], environment: {} }),
    });
    this.#composer = this.#openComposer();
    this.#disposables.push(
      this.#composer,
      this.#changed,
      this.#progressed,
      this.#rested,
      this.#revealed,
      this.#moved,
    );
    this.#disposables.push(this.#watch);
    this.#listen();
  }

  /** Opens a cue. @throws LeitmotifError `file-missing` */
  static async open(uri: vscode.Uri, parts: CueParts): Promise<OpenCue> {
    const cue = new OpenCue(await CueFile.open(uri), parts);
    await cue.refresh();
    await claimTakes(cue.#file, parts.context.workspaceState);
    return cue;
  }

  get uri(): vscode.Uri {
    return this.#file.uri;
  }

  /** A panel, a job or the player needs it. */
  get isNeeded(): boolean {
    const isPlayed = this.#parts.player.state.source?.cue === this.uri.toString();
    return this.#panels > 0 || this.#composer.job !== undefined || isPlayed;
  }

  /** A draft is being made: what is heard is more urgent than what is shown. */
  get isDrafting(): boolean {
    return this.#composer.isDrafting;
  }

  get state(): CuePanelState {
    const { cue, faults } = this.#file.reading;
    const { brief, job, lastFault, draft } = this.#composer;
    const selected = this.#selection();
    return {
      document: this.uri.toString(),
      fileName: this.#file.name,
      ...(cue === undefined ? {} : { cue }),
      faults,
      isReadOnly: this.#file.isReadOnly,
      isTrusted: vscode.workspace.isTrusted,
      isLocal: this.#file.folder !== undefined,
      conditions: this.#conditions.views(cue?.conditions ?? [], this.#file.folder),
      ...(this.#live === undefined ? {} : { live: this.#live.attributes }),
      ...(brief === undefined ? {} : { brief }),
      ...(job === undefined ? {} : { job }),
      ...(lastFault === undefined ? {} : { lastFault }),
      takes: this.#takes.views,
      ...(draft === undefined ? {} : { draft: draftView(draft) }),
      ...(selected === undefined ? {} : { selected }),
    };
  }

  /** A panel shows it; dispose what is returned when it does not any more. */
  addPanel(): vscode.Disposable {
    this.#panels++;
    void this.refresh();
    return new vscode.Disposable(() => {
      this.#panels--;
      if (this.#panels === 0) this.#watch.watch(new Set());
      this.#rested.fire();
    });
  }

  follow(performance: LivePerformance | undefined): void {
    this.#live = performance;
    performance?.onDidChange(() => {
      if (this.#live === performance) this.#moved.fire(performance.attributes);
    });
    this.#changed.fire();
  }

  async apply(edit: CueEdit | DawEdit): Promise<void> {
    if (this.#live !== undefined) {
      if (edit.kind !== 'take-from-daw' && (await this.#live.steer(edit))) return;
      await this.#file.change(edit);
      return;
    }
    await this.#composer.hear(edit, this.#file.change(edit));
  }

  compose(options: ComposeOptions = {}): Promise<TakeView> {
    return this.#composer.compose(options);
  }

  makeBrief(signal?: AbortSignal): Promise<void> {
    return this.#composer.makeBrief(signal);
  }

  cancel(): void {
    this.#composer.cancel();
  }

  dismissFault(): void {
    this.#composer.dismissFault();
  }

  remake(take: string): Promise<TakeView> {
    return this.#composer.remake(take);
  }

  select(take: string | null): void {
    if (take !== null) this.#takes.chosen = take;
    this.#isDraftSelected = take === null;
    this.#changed.fire();
  }

  reveal(part: PanelPart): void {
    this.#revealed.fire(part);
  }

  async play({ take, frame }: { take?: string | null; frame?: Frames } = {}): Promise<void> {
    const isDraft = take === null || (take === undefined && this.#isDraftSelected);
    const { draft } = this.#composer;
    if (isDraft && draft !== undefined) await this.#playDraft(draft, frame);
    else await this.#takes.play(take ?? undefined, frame);
    if (take !== undefined) this.select(take);
  }

  /** Makes a take the other side of A/B, or lets it go. */
  compare(take: string | null): Promise<void> {
    return this.#takes.compare(take);
  }

  deleteTake(take: string): Promise<void> {
    return this.#takes.delete(take);
  }

  async exportTake(take: string): Promise<void> {
    await this.#takes.export(take);
  }

  async revealTake(take: string): Promise<void> {
    await this.#takes.reveal(take);
  }

  copyTakePath(take: string): Promise<void> {
    return this.#takes.copyPath(take);
  }

  async openRecipe(take: string): Promise<void> {
    await this.#takes.openRecipe(take);
  }

  async addFiles(uris: readonly vscode.Uri[]): Promise<void> {
    const { folder } = this.#file;
    if (folder === undefined) requireLocal(this.uri);
    const there = this.#file.reading.cue?.conditions ?? [];
    const paths = uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    const { conditions, refused } = conditionsOfFiles(paths, folder ?? '', there);
    if (conditions.length > 0) await this.apply({ kind: 'add-conditions', conditions });
    if (refused.length === 0) return;
    throw new LeitmotifError('image-unsupported', {
      what: vscode.l10n.t('Music cannot be made from this'),
      subject: refused.map((path) => path.split(/[\\/]/).at(-1)).join(', '),
      next: vscode.l10n.t('Give pictures, texts, recordings or MIDI files'),
    });
  }

  /** Where a condition's file is, if it has one. */
  conditionFile(id: string): string | undefined {
    const condition = this.#file.reading.cue?.conditions.find((each) => each.id === id);
    return condition === undefined ? undefined : fileOf(condition, this.#file.folder);
  }

  /** The file of a condition lies elsewhere now. */
  async relocate(condition: string, { fsPath }: vscode.Uri): Promise<void> {
    await this.#file.change({ kind: 'set-path', condition, path: cuePath(fsPath, this.#file.folder ?? '') });
  }

  async peaks(take: string | null, columns: number): Promise<PeaksView | null> {
    if (take === null) return this.#composer.draft?.samples.peaks(columns) ?? null;
    return this.#orNull(() => this.#takes.peaks(take, columns));
  }

  async score(take: string | null): Promise<ScoreView | null> {
    if (take === null) return this.#composer.draft?.samples.score() ?? null;
    return this.#orNull(() => this.#takes.score(take));
  }

  /** Looks at all files again. */
  refresh(): Promise<void> {
    return this.#look(true);
  }

  takeFolder(take: string): string {
    return this.#takes.folder(take);
  }

  order(): TakeOrder {
    return this.#composer.order();
  }

  async addTake(folder: string): Promise<void> {
    const ids = new Set(this.#file.reading.cue?.takes.map(({ id }) => id));
    const id = freeId(basename(folder), ids);
    const take = { id, folder: cuePath(folder, this.#file.folder ?? '') };
    await this.#file.changeAndSave({ kind: 'add-take', take });
    await this.refresh();
    this.select(id);
  }

  /** The document was renamed, or a folder above it. */
  moveTo(uri: vscode.Uri): void {
    const before = this.uri.toString();
    this.#file.uri = uri;
    this.#composer.draft?.samples.belongTo(uri.toString());
    this.#parts.player.moveCue(before, uri.toString());
    void this.#takes.moveTo(uri).then(() => this.refresh());
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    void this.#takes.settle();
  }

  #listen(): void {
    const { player, sidecar } = this.#parts;
    this.#disposables.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.uri.toString()) this.#read(document);
      }),
      // A document that comes back may have another text: it was reverted, or changed by another program.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.toString() === this.uri.toString()) this.#read(document);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#changed.fire();
      }),
      sidecar.onDidChangeStatus(() => {
        this.#composer.noteStatus();
      }),
      player.onDidChange(({ source }) => {
        if (source?.cue !== this.uri.toString()) this.#rested.fire();
      }),
    );
  }

  #read(document: vscode.TextDocument): void {
    const before = this.#file.reading.cue;
    if (!this.#file.read(document)) return;
    this.#changed.fire();
    if (this.#live === undefined) this.#composer.hearAgain();
    if (filesOf(before) !== filesOf(this.#file.reading.cue)) void this.#look(false);
  }

  #look(again: boolean): Promise<void> {
    const look = this.#refreshes.then(async () => {
      const { reading, folder } = this.#file;
      const conditions = reading.cue?.conditions ?? [];
      if (again) await this.#file.lookWhetherReadOnly();
      await this.#conditions.look(conditions, folder, again);
      await this.#takes.look();
      const files = conditions.flatMap((condition) => fileOf(condition, folder) ?? []);
      // A thousand scenes are open at a time, and few of them are seen.
      const seen = this.#panels > 0 ? [...this.#takes.folders, ...files] : [];
      this.#watch.watch(new Set(seen.map((path) => dirname(path))));
      this.#composer.adoptBriefOfNewest();
      this.#changed.fire();
    });
    this.#refreshes = look.catch((error: unknown) => {
      this.#parts.logs.host.error(`${this.uri.toString(true)}: ${faultOf(error).subject}`);
    });
    return this.#refreshes;
  }

  #openComposer(): CueComposer {
    return new CueComposer({
      ...this.#parts,
      file: this.#file,
      takes: this.#takes,
      changed: () => {
        this.#changed.fire();
      },
      rested: () => {
        this.#rested.fire();
      },
      progressed: (view) => {
        this.#progressed.fire(view);
      },
      draftBegun: () => {
        this.#isDraftSelected = true;
        this.#changed.fire();
      },
      takeMade: async (id) => {
        this.#takes.chosen = id;
        this.#isDraftSelected = false;
        await this.refresh();
      },
    });
  }

  async #playDraft({ samples }: Draft, frame: Frames | undefined): Promise<void> {
    const { player } = this.#parts;
    const { source } = player.state;
    if (source?.id !== samples.source.id) {
      const keepTracks = source?.cue === this.uri.toString();
      await player.load(samples, { frame: frame ?? 0, play: true, keepTracks });
      return;
    }
    if (frame !== undefined) player.seek(frame);
    player.play();
  }

  #selection(): CuePanelState['selected'] {
    const { draft } = this.#composer;
    if (this.#isDraftSelected && draft !== undefined) return { draft: draft.samples.source.id };
    const take = this.#takes.selected;
    return take === undefined ? undefined : { take };
  }

  async #orNull<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      const { what, subject } = faultOf(error);
      this.#parts.logs.host.warn(`${what} (${subject})`);
      return null;
    }
  }
}

/** What files a cue names, as text to compare. */
function filesOf(cue: Cue | undefined): string {
  const conditions = cue?.conditions.map((condition) => [
    'path' in condition ? condition.path : '',
    condition.kind,
  ]);
  return JSON.stringify([conditions, cue?.takes]);
}
