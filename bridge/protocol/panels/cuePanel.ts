/** Host ↔ cue panel: one full snapshot whenever something changed, small messages for what moves all the time. */
import type { AttributeName, GivenAttributes } from '../attributes.ts';
import type { Brief } from '../brief.ts';
import type { Condition, Cue } from '../cue.ts';
import type { SidecarFault, SidecarProgress } from '../sidecar.ts';
import type { LoopRange, PlaybackState } from './playback.ts';
import type { CueEdit } from './cueEdit.ts';
import type { PeaksView, ScoreView, TakeView } from './takeView.ts';
import type { Frames } from '../units.ts';

/** A condition as the panel shows it. */
export interface ConditionView {
  condition: Condition;
  /** File name, or the first words. */
  label: string;
  /** Of pictures: something that an `<img>` of the panel can show. */
  thumbnail?: string;
  /** The file is missing, moved, unreadable or not what it should be. */
  fault?: SidecarFault;
}

/** What is being done for this cue right now. */
export interface JobView {
  kind: 'brief' | 'draft' | 'compose' | 'remake';
  /** Absent until the sidecar said something. */
  progress?: SidecarProgress;
  /** Waiting for the sidecar to start. */
  isStarting: boolean;
}

/** All that a cue panel shows. */
export interface CuePanelState {
  /** URI of the document. */
  document: string;
  fileName: string;
  /** Absent where the text is no cue: then `faults` says why, and the panel offers to open it as text. */
  cue?: Cue;
  faults: SidecarFault[];
  /** Nothing can be changed: read-only file, or a version of the document that is newer than this program. */
  isReadOnly: boolean;
  /** Restricted Mode: view and play only. */
  isTrusted: boolean;
  /** On a virtual file system nothing can be composed. */
  isLocal: boolean;
  conditions: ConditionView[];
  /** The last brief of this cue; `isStale` once the cue has changed since. */
  brief?: { value: Brief; isStale: boolean; provider: string };
  /** While the cue is performed: what its controls say, in place of the cue's own values. Setting one steers the performance. */
  live?: GivenAttributes;
  job?: JobView;
  /** What last went wrong, until dismissed or done again. */
  lastFault?: SidecarFault;
  takes: TakeView[];
  /**
   * The draft that is heard while attributes are changed, and how much has come of it: notes, and frames of sound. Both grow while
   * it is made; questions about it then have other answers. Keeping it makes a take of it.
   */
  draft?: { source: string; seed: number; attributes: AttributeName[]; notes?: number; frames?: Frames };
  /** Take or draft that waveform and piano-roll show. */
  selected?: { take: string } | { draft: string };
}

/** Host → cue panel. */
export type ToCuePanel =
  | { type: 'state'; state: CuePanelState }
  | { type: 'progress'; job: JobView }
  /** Controls of the performance have moved; after a state with `live`. */
  | { type: 'live'; live: GivenAttributes }
  | { type: 'playback'; playback: PlaybackState }
  | { type: 'peaks'; ask: number; peaks: PeaksView | null }
  | { type: 'score'; ask: number; score: ScoreView | null }
  /** Says which part of the panel shall be seen, with the keyboard's focus on it. */
  | { type: 'reveal'; part: 'conditions' | 'brief' | 'attributes' | 'takes' };

/** Cue panel → host. */
export type FromCuePanel =
  | { type: 'ready' }
  | { type: 'edit'; edit: CueEdit }
  /** Makes a take; with `keepDraft` from the draft's seed. */
  | { type: 'compose'; keepDraft?: boolean; newSeed?: boolean }
  | { type: 'make-brief' }
  | { type: 'cancel' }
  | { type: 'dismiss-fault' }
  | { type: 'pick'; what: 'images' | 'story' | 'reference' }
  /** Files that were dropped, as URIs. */
  | { type: 'drop'; uris: string[] }
  /** A picture from the clipboard, or one dropped from outside that has no URI: the host saves it beside the cue. */
  | { type: 'paste'; name: string; mediaType: string; bytes: ArrayBuffer }
  | { type: 'open-condition'; condition: string }
  | { type: 'locate-condition'; condition: string }
  /** `null` is the draft, here and below. */
  | { type: 'select'; take: string | null }
  /** What is selected, where no take is named. */
  | { type: 'play'; take?: string | null; frame?: Frames }
  | { type: 'pause' }
  | { type: 'stop' }
  | { type: 'seek'; frame: Frames }
  | { type: 'loop'; range: LoopRange | null }
  /** Makes `take` the other side of A/B, or lets it go; `swap` changes sides at the same place. */
  | { type: 'compare'; take: string | null }
  | { type: 'swap' }
  | { type: 'track'; track: string; muted: boolean; solo: boolean }
  | {
      type: 'take';
      act: 'delete' | 'reveal' | 'copy-path' | 'recipe' | 'export' | 'revise' | 'remake' | 'send-to-daw';
      take: string;
    }
  | { type: 'ask-peaks'; ask: number; take: string | null; columns: number }
  | { type: 'ask-score'; ask: number; take: string | null }
  | { type: 'open-source' }
  | { type: 'show-log' }
  | { type: 'manage-trust' };

/** What a cue panel keeps for itself between two lives (`setState`): nothing that is not in the document or on screen. */
export interface CuePanelMemory {
  scroll: number;
  zoom: { from: number; to: number };
  openParts: string[];
}
