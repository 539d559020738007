/** Where the player's samples come from: files of a take, or what a stream has brought so far. */
import type * as vscode from 'vscode';
import type { PlaybackSource } from '../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../bridge/protocol/units.ts';

/** Something that can be read while it is played, and perhaps while it is still made. */
export interface SampleSource {
  /** Its particulars; when they change, `onDidChange` fires. The id never changes. */
  readonly source: PlaybackSource;
  readonly onDidChange: vscode.Event<void>;
  /**
   * Reads interleaved samples, left and right. Waits for a stream that has not come so far; gives less than asked only where
   * the source ends.
   *
   * @throws LeitmotifError where it cannot be read, `cancelled` where `signal` was aborted
   */
  read(track: string, from: Frames, frames: Frames, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
  /** Its cue has another URI now. */
  belongTo(cue: string): void;
  dispose(): void;
}
