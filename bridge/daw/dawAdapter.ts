/** What an adapter is: how clips go to one DAW. Everything else is its dialect. */
import type { ClipManifest, DawId } from '../protocol/daw.ts';
import type { ClipInbox } from './clipInbox.ts';
import type { DawLine } from './dawLine.ts';

/** A clip on its way: its files lie in the inbox, its manifest does not yet. */
export interface ClipOnItsWay {
  clip: ClipManifest;
  inbox: ClipInbox;
  /** Absent where the DAW has no OSC, or its line could not be opened. */
  line?: DawLine | undefined;
  /** Ardour: a session file, written where Ardour does not answer. */
  sessionFile?: string | undefined;
  /** Ardour: action slot of our script, 1…9. */
  actionSlot?: number | undefined;
}

/** One DAW. */
export interface DawAdapter {
  id: DawId;
  /**
   * Sends a clip. What could not be done and yet is no error is among the sentences.
   *
   * @returns what was done, as sentences
   * @throws LeitmotifError where nothing was done; the files are then taken back
   */
  send(clip: ClipOnItsWay): Promise<string[]>;
}
