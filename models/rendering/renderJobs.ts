/** What is said between the renderer and its worker threads. Everything here survives a structured clone. */
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { Part, TempoChange } from '../../bridge/protocol/score.ts';
import type { Decibels, Frames, Hertz, Lufs, Seconds } from '../../bridge/protocol/units.ts';
import type { ChunkShare } from './mixBlock.ts';
import type { SoundFont } from './soundFont.ts';
import type { RenderPace } from './renderPace.ts';
import type { Space } from './space.ts';
import type { Stem } from './stemFile.ts';

/** Plays one part into a temporary file. Answers with a {@link Stem}. */
export interface PlayJob {
  kind: 'play';
  soundFont: SoundFont;
  part: Part;
  tempos: TempoChange[];
  sampleRate: Hertz;
  space: Space;
  /** Length of the take, and of the fade at its end. */
  frames: Frames;
  fadeFrames: Frames;
  path: string;
}

/**
 * Plays several parts side by side, chunk after chunk; the sum of each chunk is sent as it is played. Answers with the
 * {@link Stem} of each part, in their order.
 */
export interface TogetherJob extends Omit<PlayJob, 'kind' | 'part' | 'path'> {
  kind: 'together';
  parts: Part[];
  /** One a part; empty for a preview, which leaves no files. */
  paths: string[];
  /** As fast as the machine can unless told. */
  pace?: RenderPace;
}

/** Adds the parts up and measures the sum. Answers with a {@link Sum}. */
export interface SumJob {
  kind: 'sum';
  stems: Stem[];
  sampleRate: Hertz;
  frames: Frames;
  path: string;
  /** Filled: K-weighted energy of every limiter step (float64). */
  energies: SharedArrayBuffer;
}

/** The sum of all parts. */
export interface Sum {
  mix: Stem;
  /** Highest sample, linear. */
  peak: number;
}

/** Measures the true peaks of a range of chunks of the mix. Answers with nothing. */
export interface PeaksJob {
  kind: 'peaks';
  mix: Stem;
  fromChunk: number;
  toChunk: number;
  /** Peaks that cannot exceed this (linear) may be left 0. */
  floor: number;
  /** Filled: linear true peak of every limiter step (float32). */
  peaks: SharedArrayBuffer;
}

/** Gives a sound its final level and writes it as 24-bit WAV. Answers with a {@link SoundMeasurement}. */
export interface WriteJob {
  kind: 'write';
  source: Stem;
  sampleRate: Hertz;
  gain: number;
  /** The limiter's curve (float32). */
  curve: SharedArrayBuffer;
  path: string;
  /** Whether the sound is measured as it is written: the mix is, stems are not. */
  measure: 'all' | 'nothing';
}

/** What was measured of a written sound. */
export interface SoundMeasurement {
  frames: Frames;
  seconds: Seconds;
  /** Integrated; −Infinity for silence. */
  loudness: Lufs;
  /** Loudest 3 s; −Infinity for silence. */
  maxShortTerm: Lufs;
  /** dBTP; −Infinity for silence, and where nothing was measured. */
  truePeak: Decibels;
  /** Frames at or above full scale. */
  clippedFrames: number;
  /** Longest span below −60 dBFS between the first and the last sound. */
  longestSilence: Seconds;
  leadingSilence: Seconds;
}

/** Anything that a worker does. */
export type RenderJob = PlayJob | TogetherJob | SumJob | PeaksJob | WriteJob;

/** What the answer to a job is. */
export interface RenderAnswers {
  play: Stem;
  together: Stem[];
  sum: Sum;
  peaks: undefined;
  write: SoundMeasurement;
}

/** To a worker. */
export interface RenderRequest {
  id: number;
  job: RenderJob;
  /** An Int32 that becomes 1 when the job is to stop. */
  cancel: SharedArrayBuffer;
  /** Most bytes of decoded samples that the worker may keep for the next job. */
  sampleBytes: number;
}

/** From a worker. */
export type RenderReply =
  | { id: number; kind: 'chunks'; chunks: number }
  | { id: number; kind: 'share'; index: number; samples: ChunkShare }
  | { id: number; kind: 'done'; answer: RenderAnswers[RenderJob['kind']] }
  | { id: number; kind: 'failed'; error: RenderFault };

/** An error as it crosses the border. */
export interface RenderFault {
  code: ErrorCode;
  what: string;
  subject: string;
  next: string;
  /** Stack of what lies underneath, for the log. */
  cause?: string;
}
