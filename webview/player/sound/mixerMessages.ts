/** What page and worklet say to each other. */
import type { LoopRange } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';

/** Page → worklet. Decks are numbers that the page chose; tracks count from 0. */
export type MixerOrder =
  | { type: 'deck'; deck: number; frames: Frames; gains: number[] }
  /** What sounds of it goes on as long as it has samples. */
  | { type: 'remove-deck'; deck: number }
  | { type: 'frames'; deck: number; frames: Frames }
  | { type: 'put'; deck: number; track: number; block: number; samples: Float32Array<ArrayBuffer> }
  | { type: 'drop'; deck: number; blocks: number[] }
  | { type: 'gain'; deck: number; track: number; gain: number }
  | { type: 'loop'; deck: number; range: LoopRange | null }
  /**
   * Goes to a place. `now`: what sounds ends at once. `when-ready`: it sounds on until the new place can be heard, which by then is as
   * much later as was heard meanwhile; with `basis`, the frame that the page believed to be heard, also by what was heard since it
   * knew that. `serial` comes back with reports that know of it.
   */
  | {
      type: 'place';
      deck: number;
      frame: Frames;
      when: 'now' | 'when-ready';
      basis?: Frames | undefined;
      serial: number;
    }
  | { type: 'play'; serial: number }
  | { type: 'pause'; serial: number };

/** Worklet → page, about twenty times a second and at every change. */
export interface MixerReport {
  /** The last order with a serial that was carried out. */
  serial: number;
  deck: number | undefined;
  frame: Frames;
  /** `waiting`: it would play, but samples are not there. */
  activity: 'still' | 'waiting' | 'running' | 'ended';
  /** How often the samples ran out since the worklet began. */
  underruns: number;
}
