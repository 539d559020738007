/** What the bridge and the thread of its synthesizer say to each other. Frames are those of the audio clock. */
import type { Style } from '../protocol/attributes.ts';
import type { SoundValues } from '../protocol/performance.ts';
import type { Part } from '../protocol/score.ts';
import type { Decibels, Frames, Hertz, MidiNote, MidiVelocity } from '../protocol/units.ts';
import type { PartEvent } from '../../models/rendering/partEvents.ts';

/** A player: its notes come later. */
export type LivePart = Omit<Part, 'notes' | 'controllers' | 'bends'>;

/** What a player has to do. */
export interface PartSchedule {
  part: LivePart;
  events: PartEvent[];
}

/** A note that will come. */
export interface ComingNote {
  part: LivePart;
  pitch: MidiNote;
  midiVelocity: MidiVelocity;
}

/** What the sound is like. */
export interface LiveSound {
  values: SoundValues;
  /** As it was composed: at these values nothing is changed. */
  composed: SoundValues;
  /** Of everything. */
  gain: Decibels;
}

/** To the thread. */
export type SynthesizerOrder =
  | { kind: 'schedule'; parts: PartSchedule[] }
  /** Notes that will come: their samples are decoded meanwhile, in this order; `prepared` answers with the number. */
  | { kind: 'prepare'; number: number; notes: ComingNote[] }
  | { kind: 'sound'; sound: LiveSound }
  | { kind: 'space'; style: Style }
  /** Ends what sounds and takes back what was scheduled. */
  | { kind: 'endNotes' }
  /** The frame that is rendered next; nothing is before it has been told. */
  | { kind: 'begin'; from: Frames }
  /** Blocks up to this frame are wanted. */
  | { kind: 'render'; until: Frames };

/** From the thread. */
export type SynthesizerReply =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'prepared'; number: number }
  | { kind: 'block'; time: Frames; left: Float32Array<ArrayBuffer>; right: Float32Array<ArrayBuffer> };

/** What the thread is started with. */
export interface SynthesizerStart {
  /** Path of the SoundFont. */
  soundFont: string;
  sampleRate: Hertz;
  style: Style;
}

/** Frames of a block: what is asked of the sound is heard from the next one on. */
export const liveBlock: Frames = 512;
