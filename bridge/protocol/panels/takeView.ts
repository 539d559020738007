/** A take as panels show it. */
import type { SidecarFault } from '../sidecar.ts';
import type { Measured } from '../take.ts';
import type { Hertz, MidiNote, MidiVelocity, Seconds } from '../units.ts';
import type { Role } from '../roles.ts';

/** One take of the cue's list. */
export interface TakeView {
  id: string;
  name: string;
  starred: boolean;
  /** Relative to the document, as the cue says it. */
  folder: string;
  /** Absent where the folder or its recipe cannot be read: then `fault` says why. */
  recipe?: {
    made: string;
    seconds: Seconds;
    tempo: number;
    key: string;
    meter: string;
    style: string;
    seed: number;
    engine: string;
    /** Why this engine, where its recipe says it. */
    engineReason?: string;
    provider: string;
    measured: Measured;
    description: string;
    /** Of the files; 44.1 kHz where it is not said. */
    sampleRate?: Hertz;
  };
  fault?: SidecarFault;
  stems: { id: string; role: Role; label: string }[];
}

/** One note as a panel draws it. */
export interface NoteView {
  onset: Seconds;
  duration: Seconds;
  pitch: MidiNote;
  midiVelocity: MidiVelocity;
  /** Index into {@link ScoreView.parts}. */
  part: number;
}

/** The score of a take or a draft as a panel draws it. */
export interface ScoreView {
  seconds: Seconds;
  parts: { role: Role; label: string }[];
  notes: NoteView[];
  /** Start of each bar. */
  bars: Seconds[];
  /** Section markers. */
  sections: { label: string; start: Seconds }[];
}

/** The outline of a take's sound: for each column least and greatest sample of both channels, −1…1, as pairs. */
export interface PeaksView {
  seconds: Seconds;
  columns: number;
  /** `2 × columns` float32 values: min, max, min, max, … */
  values: ArrayBuffer;
}
