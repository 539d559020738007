/** What is evaluated: the engine's networks, behind the few calls that the evaluation needs. `openPlayer.ts` opens the real one. */
import type { Style } from '../../../bridge/protocol/attributes.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { NoteTable } from '../metrics/audio/chroma.ts';
import type { LogMel } from '../metrics/audio/logMel.ts';

/** The conditions that have an adapter. */
export const modalities = ['image', 'story', 'caption'] as const;
/** One of the {@link modalities}. */
export type Modality = (typeof modalities)[number];

/** One clip or take that is to be made. What is undefined is dropped: the network has a null for it. */
export interface PlayRequest {
  /** Its length in rows of 40 ms; a window's, 10.24 s, unless told. */
  rows?: number | undefined;
  /** Where in the space of music: 512 numbers. */
  embedding: Float32Array | undefined;
  /** What is to be played. */
  notes: NoteTable | undefined;
  /** The style of what is to be played, where it is known. */
  style?: Style | undefined;
  seed: number;
  /** Euler steps of equal size. */
  steps: number;
  guidance: number;
  temperature: number;
}

/** Plays clips of 10.24 s, and longer takes: mono at 32 kHz. */
export interface MusflowPlayer {
  /** Of the packs' files: results of other weights are never mixed with these. */
  readonly identity: string;
  /** Megabytes of all packs. */
  readonly megabytes: number;
  /** What each adapter says, 512 numbers each. */
  adapt(
    vectors: Readonly<Record<Modality, Float32Array>>,
    signal?: AbortSignalLike,
  ): Promise<Record<Modality, Float32Array>>;
  /** e_M: where a window's music lies, unit length. */
  hear(mel: LogMel, signal?: AbortSignalLike): Promise<Float32Array>;
  /** Where a sentence embedding lies in the same space, unit length. */
  place(text: Float32Array, signal?: AbortSignalLike): Promise<Float32Array>;
  play(request: PlayRequest, signal?: AbortSignalLike): Promise<Float32Array>;
  /** A spectrogram's sound, by the vocoder alone. */
  vocode(mel: LogMel, notes: NoteTable, signal?: AbortSignalLike): Promise<Float32Array>;
  close(): Promise<void>;
}
