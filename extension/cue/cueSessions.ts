/**
 * The cues that are open: one session a document, however many panels show it, kept while a panel, a job or the player needs it.
 *
 * ```
 * panels, commands, scenes ─► CueSessions.open(uri) ─► CueSession ─► document, sidecar, takes, player
 * ```
 */
import * as vscode from 'vscode';
import type { OpenCue } from './openCue.ts';
import type { CueEdit } from '../../bridge/protocol/panels/cueEdit.ts';
import type { CuePanelState, ToCuePanel } from '../../bridge/protocol/panels/cuePanel.ts';
import type { PeaksView, ScoreView, TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { LivePerformance } from '../bridge/livePerformance.ts';
import type { DawEdit } from './editCue.ts';
import type { TakeOrder } from '../composing/takeMaker.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { Logs } from '../logs.ts';
import type { Player } from '../player/player.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';

/** A part of the cue panel that can be shown. */
export type PanelPart = Extract<ToCuePanel, { type: 'reveal' }>['part'];

/** What sessions work with. */
export interface CueParts {
  context: vscode.ExtensionContext;
  sidecar: Sidecar;
  player: Player;
  logs: Logs;
  /** Hears what becomes of takes. */
  tellTake?: (event: 'begun' | 'made' | 'failed', name: string) => void;
}

/** How a take is made. */
export interface ComposeOptions {
  /** A batch gives way to all else, and is not heard while it is made. */
  priority?: 'compose' | 'batch';
  signal?: AbortSignal;
  /** Makes a take of the draft that is heard: its seed. */
  keepDraft?: boolean;
  /** A seed of chance, also where the cue names one. */
  newSeed?: boolean;
}

/** One cue with all that can be done with it. Methods reject with LeitmotifError. */
export interface CueSession {
  readonly uri: vscode.Uri;
  /** What panels show. */
  readonly state: CuePanelState;
  readonly onDidChange: vscode.Event<void>;
  /**
   * The cue is performed, until it is followed with `undefined`: panels show what its controls say, their attributes steer it, and no
   * act makes a draft. Nothing of that is written into the document.
   */
  follow(performance: LivePerformance | undefined): void;
  /** Changes the document; a changed attribute also makes a draft, where there is something to compare with. */
  apply(edit: CueEdit | DawEdit): Promise<void>;
  /** Makes a take and writes it into the cue. While one is made, the same one is answered. */
  compose(options?: ComposeOptions): Promise<TakeView>;
  makeBrief(signal?: AbortSignal): Promise<void>;
  /** Ends the job of this cue, if any. */
  cancel(): void;
  /** Makes a take again from its recipe. */
  remake(take: string): Promise<TakeView>;
  /** `null` for the draft. */
  select(take: string | null): void;
  /** Plays a take, or with `null` the draft; without one, what is selected. `frame` of it, else where it stands. */
  play(options?: { take?: string | null; frame?: Frames }): Promise<void>;
  /** Undo of the document, or the message's button, brings it back. */
  deleteTake(take: string): Promise<void>;
  exportTake(take: string): Promise<void>;
  revealTake(take: string): Promise<void>;
  copyTakePath(take: string): Promise<void>;
  openRecipe(take: string): Promise<void>;
  /** Absolute path of a take's folder. @throws LeitmotifError where the take cannot be read */
  takeFolder(take: string): string;
  /** The cue as it is asked about, and where its takes go. @throws LeitmotifError where nothing may be composed of it */
  order(): TakeOrder;
  /** Writes a take that lies there, absolute, into the cue. */
  addTake(folder: string): Promise<void>;
  /** Images, stories and references become conditions, by their ending. */
  addFiles(uris: readonly vscode.Uri[]): Promise<void>;
  /** Lets the panels show one of their parts. */
  reveal(part: PanelPart): void;
  /** `null` for the draft: what of it has come. */
  peaks(take: string | null, columns: number): Promise<PeaksView | null>;
  /** `null` for the draft. */
  score(take: string | null): Promise<ScoreView | null>;
}

/** All open cues. */
export class CueSessions implements vscode.Disposable {
  readonly #parts: CueParts;
  readonly #open = new Map<string, OpenCue>();
  readonly #opening = new Map<string, Promise<OpenCue>>();
  readonly #disposables: { dispose(): unknown }[] = [];
  readonly #changed = new vscode.EventEmitter<CueSession | undefined>();
  /** Fires when another session becomes the active one, and when its job, takes or document change. */
  readonly onDidChangeActive = this.#changed.event;
  #focused: string | undefined;
  #renames: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[] = [];

  constructor(parts: CueParts) {
    this.#parts = parts;
    this.#disposables.push(
      this.#changed,
      // Editors ask for the new document before the renaming is told.
      vscode.workspace.onWillRenameFiles(({ files }) => {
        this.#renames = files;
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        this.#renames = [];
        for (const { oldUri, newUri } of files) this.#follow(oldUri, newUri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#release(uri.toString());
      }),
      parts.player.onDidChange(() => {
        if (this.#focused === undefined) this.#changed.fire(this.active);
      }),
    );
  }

  /** The session of a document; opened where it is not. @throws LeitmotifError where the document cannot be opened */
  async open(uri: vscode.Uri): Promise<CueSession> {
    return this.openCue(uri);
  }

  /** As {@link open}, with what only the custom editor needs. */
  async openCue(uri: vscode.Uri): Promise<OpenCue> {
    const key = uri.toString();
    for (const { oldUri, newUri } of this.#renames) if (isWithin(uri, newUri)) this.#follow(oldUri, newUri);
    const there = this.#open.get(key) ?? this.#opening.get(key);
    if (there !== undefined) return there;
    // Loaded with the first cue: it brings the schemas of documents with it, which activation need not wait for.
    const opening = import('./openCue.ts').then(({ OpenCue }) => OpenCue.open(uri, this.#parts));
    this.#opening.set(key, opening);
    try {
      const cue = await opening;
      this.#open.set(key, cue);
      cue.onDidChange(() => {
        if (this.active === cue) this.#changed.fire(cue);
      });
      cue.onDidRest(() => {
        this.#release(cue.uri.toString());
      });
      return cue;
    } finally {
      this.#opening.delete(key);
    }
  }

  /** Of the focused custom editor, else the one that plays. */
  get active(): CueSession | undefined {
    const key = this.#focused ?? this.#parts.player.state.source?.cue;
    return key === undefined ? undefined : this.#open.get(key);
  }

  get all(): readonly CueSession[] {
    return [...this.#open.values()];
  }

  /** The custom editor says whose panel has the focus. */
  setFocused(uri: vscode.Uri | undefined): void {
    this.#focused = uri?.toString();
    this.#changed.fire(this.active);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    for (const cue of this.#open.values()) cue.dispose();
    this.#open.clear();
  }

  /** A cue, or a folder that it lies in, got another name. */
  #follow(from: vscode.Uri, to: vscode.Uri): void {
    for (const [key, cue] of [...this.#open]) {
      if (!isWithin(cue.uri, from)) continue;
      const uri = cue.uri.with({ path: `${to.path}${cue.uri.path.slice(from.path.length)}` });
      this.#open.delete(key);
      this.#open.set(uri.toString(), cue);
      if (this.#focused === key) this.#focused = uri.toString();
      cue.moveTo(uri);
    }
  }

  #release(key: string): void {
    const cue = this.#open.get(key);
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === key);
    if (cue === undefined || isOpen || cue.isNeeded) return;
    this.#open.delete(key);
    cue.dispose();
  }
}

/** Whether something is a file or lies in a folder. */
function isWithin({ scheme, path }: vscode.Uri, place: vscode.Uri): boolean {
  return scheme === place.scheme && (path === place.path || path.startsWith(`${place.path}/`));
}
