/** The one player of the window: what is loaded, and what is done with it. Sound itself is made in the player view. */
import * as vscode from 'vscode';
import type {
  LoopRange,
  PlaybackLevel,
  PlaybackState,
  TrackState,
} from '../../bridge/protocol/panels/playback.ts';
import type { FromPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { Logs } from '../logs.ts';
import type { CommandId, ViewId } from '../manifest/contributed.ts';
import { showFault } from '../showFault.ts';
import { PlayerLink } from './playerLink.ts';
import type { LoadOptions } from './playerLink.ts';
import type { SampleSource } from './sampleSource.ts';

const view: ViewId = 'leitmotif.player';

/** See the head of the file. It owns the sources it was given and disposes those that it lets go. */
export class Player implements vscode.Disposable {
  readonly extensionUri: vscode.Uri;
  readonly #logs: Logs;
  readonly #changed = new vscode.EventEmitter<PlaybackState>();
  readonly onDidChange = this.#changed.event;
  readonly #link: PlayerLink;

  constructor({ extensionUri, logs }: { extensionUri: vscode.Uri; logs: Logs }) {
    this.extensionUri = extensionUri;
    this.#logs = logs;
    this.#link = new PlayerLink({
      changed: (state) => {
        this.#changed.fire(state);
      },
      openCue: (document) => {
        void this.#openCue(document);
      },
      failed: (error) => {
        showFault(error, logs);
      },
    });
  }

  /** What is heard, as the view last said it. */
  get state(): PlaybackState {
    return this.#link.state;
  }

  get level(): PlaybackLevel {
    return this.#link.level;
  }

  get source(): SampleSource | undefined {
    return this.#link.source;
  }

  /** The other side of A/B. */
  get other(): SampleSource | undefined {
    return this.#link.other;
  }

  /**
   * Loads a source in place of what is loaded, which is disposed. While something plays, the old sounds on until the new one can be
   * heard, and the new one begins as much later than `frame`. Resolves when the view is there to be shown; where it was never
   * shown it is revealed without taking the focus.
   */
  async load(source: SampleSource, options: LoadOptions): Promise<void> {
    this.#link.load(source, options);
    await this.#reveal();
  }

  /** Takes a source as the other side of A/B; `null` lets it go. Either way the one before is disposed. */
  compare(source: SampleSource | null): void {
    this.#link.compare(source);
  }

  /** Changes sides of A/B at the same bar. */
  swap(): void {
    this.#link.swap();
  }

  play(): void {
    this.#link.play();
    if (this.source !== undefined) void this.#reveal();
  }

  pause(): void {
    this.#link.pause();
  }

  /** Stops, and goes to the beginning. */
  stop(): void {
    this.#link.stop();
  }

  seek(frame: Frames): void {
    this.#link.seek(frame);
  }

  loop(range: LoopRange | null): void {
    this.#link.loop(range);
  }

  setTrack(track: string, state: Partial<TrackState>): void {
    this.#link.setTrack(track, state);
  }

  /** A cue has another URI now. */
  moveCue(from: string, to: string): void {
    for (const samples of [this.source, this.other]) if (samples?.source.cue === from) samples.belongTo(to);
  }

  /** Lets everything go. */
  unload(): void {
    this.#link.unload();
  }

  /** A view has been made: speaks with it until it is gone. */
  attach(webview: vscode.WebviewView): void {
    const detach = this.#link.attach((message) => {
      void webview.webview.postMessage(message);
    });
    const hearing = webview.webview.onDidReceiveMessage((message: FromPlayer) => {
      this.#link.hear(message);
    });
    webview.onDidDispose(() => {
      hearing.dispose();
      detach();
    });
  }

  dispose(): void {
    this.#link.unload();
    this.#changed.dispose();
  }

  async #reveal(): Promise<void> {
    if (this.#link.hasView) return;
    try {
      await vscode.commands.executeCommand(`${view}.focus`, { preserveFocus: true });
    } catch (error) {
      showFault(error, this.#logs);
    }
  }

  async #openCue(document: string): Promise<void> {
    const command: CommandId = 'leitmotif.openCue';
    try {
      await vscode.commands.executeCommand(command, vscode.Uri.parse(document, true));
    } catch (error) {
      showFault(error, this.#logs);
    }
  }
}
