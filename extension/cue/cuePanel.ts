/** One panel of a cue: says the whole state when something changed, and does what the panel asks. */
import * as vscode from 'vscode';
import { faultOf } from '../faultOf.ts';
import { showFault } from '../showFault.ts';
import { fileEndings } from './conditionsOfFiles.ts';
import { savePicture } from './savePicture.ts';
import type { FromCuePanel, ToCuePanel } from '../../bridge/protocol/panels/cuePanel.ts';
import type { PlaybackState } from '../../bridge/protocol/panels/playback.ts';
import type { CommandId } from '../manifest/contributed.ts';
import type { CueEditorParts } from './cueEditorProvider.ts';
import type { OpenCue } from './openCue.ts';

type Message<T extends FromCuePanel['type']> = Extract<FromCuePanel, { type: T }>;

/**
 * Milliseconds in which several changes are said as one. While a draft is made they are longer: page and player may share a thread, and
 * drawing the whole state anew several times kept the draft's first sound waiting.
 */
const pause = { usual: 16, drafting: 250 };

/** See the head of the file. */
export class CuePanel implements vscode.Disposable {
  readonly #cue: OpenCue;
  readonly #panel: vscode.WebviewPanel;
  readonly #parts: CueEditorParts;
  readonly #disposables: { dispose(): unknown }[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The page listens. A hidden page is gone, and says that it is ready when it comes back. */
  #isReady = false;
  #reveal: Extract<ToCuePanel, { type: 'reveal' }> | undefined;

  constructor(cue: OpenCue, panel: vscode.WebviewPanel, parts: CueEditorParts) {
    this.#cue = cue;
    this.#panel = panel;
    this.#parts = parts;
    const { sessions, player } = parts;
    this.#disposables.push(
      cue.addPanel(),
      cue.onDidChange(() => {
        this.#sayStateSoon();
      }),
      cue.onDidProgress((job) => {
        if (job.kind === 'draft') this.#sayStateSoon();
        else this.#say({ type: 'progress', job });
      }),
      cue.onDidMove((live) => {
        this.#say({ type: 'live', live });
      }),
      cue.onDidReveal((part) => {
        this.#reveal = { type: 'reveal', part };
        this.#sayReveal();
      }),
      player.onDidChange((state) => {
        this.#say({ type: 'playback', playback: this.#playbackOf(state) });
      }),
      panel.webview.onDidReceiveMessage((message: FromCuePanel) => {
        void this.#hear(message);
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#isReady = false;
        if (panel.active) sessions.setFocused(cue.uri);
        else if (sessions.active === cue) sessions.setFocused(undefined);
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        // Watchers do not see everything: what was done in another program shows when one comes back.
        if (focused && panel.visible) void cue.refresh();
      }),
    );
    if (panel.active) sessions.setFocused(cue.uri);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    const { sessions } = this.#parts;
    if (sessions.active === this.#cue) sessions.setFocused(undefined);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #say(message: ToCuePanel): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  #sayStateSoon(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#sayState();
      },
      this.#cue.isDrafting ? pause.drafting : pause.usual,
    );
  }

  #sayState(): void {
    const { state } = this.#cue;
    const conditions = state.conditions.map((view) =>
      view.thumbnail === undefined ? view : { ...view, thumbnail: this.#webviewUri(view.thumbnail) },
    );
    this.#say({ type: 'state', state: { ...state, conditions } });
  }

  /** The query changes with the file, so that no old picture is shown. */
  #webviewUri(file: string): string {
    const [path = '', stamp = ''] = file.split('?');
    return `${this.#panel.webview.asWebviewUri(vscode.Uri.parse(path, true)).toString()}?${stamp}`;
  }

  #sayReveal(): void {
    if (!this.#isReady || this.#reveal === undefined) return;
    this.#say(this.#reveal);
    this.#reveal = undefined;
  }

  /** Of the player only what belongs to this cue. */
  #playbackOf(state: PlaybackState): PlaybackState {
    const isOurs = state.source?.cue === this.#cue.uri.toString();
    return isOurs ? state : { activity: 'stopped', frame: 0, tracks: {} };
  }

  /** Faults of jobs stand in the panel; all others are shown as messages. */
  async #hear(message: FromCuePanel): Promise<void> {
    try {
      await this.#perform(message);
    } catch (error) {
      const shown = this.#cue.state.lastFault;
      const { what } = faultOf(error);
      if (shown?.what !== what) showFault(error, this.#parts.logs);
    }
  }

  async #perform(message: FromCuePanel): Promise<void> {
    const cue = this.#cue;
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#sayState();
        this.#say({ type: 'playback', playback: this.#playbackOf(this.#parts.player.state) });
        this.#sayReveal();
        return;
      case 'edit':
        return cue.apply(message.edit);
      case 'compose':
        await cue.compose({
          ...(message.keepDraft === undefined ? {} : { keepDraft: message.keepDraft }),
          ...(message.newSeed === undefined ? {} : { newSeed: message.newSeed }),
        });
        return;
      case 'make-brief':
        return cue.makeBrief();
      case 'cancel':
        cue.cancel();
        return;
      case 'dismiss-fault':
        cue.dismissFault();
        return;
      case 'select':
        cue.select(message.take);
        return;
      case 'play':
        return cue.play({
          ...(message.take === undefined ? {} : { take: message.take }),
          ...(message.frame === undefined ? {} : { frame: message.frame }),
        });
      case 'compare':
        return cue.compare(message.take);
      case 'take':
        return this.#actOnTake(message);
      case 'ask-peaks': {
        const peaks = await cue.peaks(message.take, message.columns);
        this.#say({ type: 'peaks', ask: message.ask, peaks });
        return;
      }
      case 'ask-score':
        this.#say({ type: 'score', ask: message.ask, score: await cue.score(message.take) });
        return;
      default:
        return this.#performOutside(message);
    }
  }

  async #performOutside(
    message: Exclude<
      FromCuePanel,
      Message<
        | 'ready'
        | 'edit'
        | 'compose'
        | 'make-brief'
        | 'cancel'
        | 'dismiss-fault'
        | 'select'
        | 'play'
        | 'compare'
        | 'take'
        | 'ask-peaks'
        | 'ask-score'
      >
    >,
  ): Promise<void> {
    const { player } = this.#parts;
    switch (message.type) {
      case 'pause':
        player.pause();
        return;
      case 'stop':
        player.stop();
        return;
      case 'seek':
        player.seek(message.frame);
        return;
      case 'loop':
        player.loop(message.range);
        return;
      case 'swap':
        player.swap();
        return;
      case 'track':
        player.setTrack(message.track, { muted: message.muted, solo: message.solo });
        return;
      case 'pick':
        return this.#pick(message.what);
      case 'drop':
        return this.#cue.addFiles(message.uris.map((uri) => vscode.Uri.parse(uri, true)));
      case 'paste':
        return this.#paste(message);
      case 'open-condition':
        return this.#openCondition(message.condition);
      case 'locate-condition':
        return this.#locate(message.condition);
      case 'open-source':
        return run('leitmotif.openCueSource', this.#cue.uri);
      case 'show-log':
        return run('leitmotif.showLog');
      case 'manage-trust':
        await vscode.commands.executeCommand('workbench.trust.manage');
        return;
    }
  }

  async #actOnTake({ act, take }: Message<'take'>): Promise<void> {
    const cue = this.#cue;
    switch (act) {
      case 'delete':
        return cue.deleteTake(take);
      case 'reveal':
        return cue.revealTake(take);
      case 'copy-path':
        return cue.copyTakePath(take);
      case 'recipe':
        return cue.openRecipe(take);
      case 'export':
        return cue.exportTake(take);
      case 'revise':
        return run('leitmotif.reviseTake', cue.uri, take);
      case 'remake':
        await cue.remake(take);
        return;
      case 'send-to-daw':
        return run('leitmotif.sendTakeToDaw', cue.uri, take);
    }
  }

  async #pick(what: Message<'pick'>['what']): Promise<void> {
    const titles = {
      images: vscode.l10n.t('Pictures'),
      story: vscode.l10n.t('Texts'),
      reference: vscode.l10n.t('Recordings and MIDI'),
    };
    const chosen = await vscode.window.showOpenDialog({
      title: titles[what],
      canSelectMany: true,
      filters: { [titles[what]]: [...fileEndings[what]] },
      defaultUri: vscode.Uri.joinPath(this.#cue.uri, '..'),
    });
    if (chosen !== undefined) await this.#cue.addFiles(chosen);
  }

  async #paste({ name, bytes }: Message<'paste'>): Promise<void> {
    const folder = vscode.Uri.joinPath(this.#cue.uri, '..');
    await this.#cue.addFiles([await savePicture(folder, name, new Uint8Array(bytes))]);
  }

  async #openCondition(condition: string): Promise<void> {
    const path = this.#cue.conditionFile(condition);
    if (path !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }

  async #locate(condition: string): Promise<void> {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Where is it now?'),
        defaultUri: vscode.Uri.joinPath(this.#cue.uri, '..'),
      })) ?? [];
    if (chosen !== undefined) await this.#cue.relocate(condition, chosen);
  }
}

async function run(command: CommandId, ...given: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...given);
}
