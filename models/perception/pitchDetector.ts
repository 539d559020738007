/**
 * A recording becomes, for every hundredth of a second and every key of a piano, how surely a note sounds and begins there.
 *
 *   mono 22.05 kHz → windows of two seconds → Basic Pitch → the middle of each, side by side
 */
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { InferenceSession } from '../runtime/inferenceSession.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { Frames, Hertz, MidiNote } from '../../bridge/protocol/units.ts';
import type { SessionOptions } from '../runtime/inferenceSession.ts';
import type { Pack } from '../runtime/packStore.ts';

/** What the network (Bittner, Bosch, Rubinstein, Meseguer-Brocal and Ewert, ICASSP 2022) is made for. */
export const pitchShape = {
  sampleRate: 22_050 as Hertz,
  /** Samples from one frame to the next. */
  hop: 256,
  /** Samples of a window. */
  window: 43_844,
  /** Frames of a window. */
  frames: 172,
  lowest: 21 as MidiNote,
  pitches: 88,
} as const;

/** Frames at each end of a window that are left to its neighbour, which sees them with what lies around them. */
const edge = 15;
const kept = pitchShape.frames - 2 * edge;
/** Windows in one run: a job that is cancelled ends soon. */
const batch = 4;

/** Probabilities, a row of 88 pitches from A0 for each frame; frame `i` is `i` hops after the first sample. */
export interface PitchActivity {
  frames: Frames;
  /** How surely a note sounds. */
  notes: Float32Array;
  /** How surely one begins. */
  onsets: Float32Array;
}

/** Finds notes in sound. */
export class PackPitchDetector {
  readonly session: InferenceSession;

  constructor(session: InferenceSession) {
    this.session = session;
  }

  /**
   * Listens to a recording of any length.
   *
   * @param samples mono at 22.05 kHz, full scale 1
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async listen(
    samples: Float32Array,
    { signal }: { signal?: AbortSignalLike | undefined } = {},
  ): Promise<PitchActivity> {
    const frames = Math.max(1, Math.ceil(samples.length / pitchShape.hop));
    const windows = Math.ceil(frames / kept);
    const whole = windows * kept * pitchShape.pitches;
    const [notes, onsets] = [new Float32Array(whole), new Float32Array(whole)];
    for (let first = 0; first < windows; first += batch) {
      throwIfCancelled(signal);
      const count = Math.min(batch, windows - first);
      const heard = await this.#hear(samples, first, count, signal);
      placeMiddles(heard.notes, notes, first, count);
      placeMiddles(heard.onsets, onsets, first, count);
    }
    const length = frames * pitchShape.pitches;
    return { frames, notes: notes.subarray(0, length), onsets: onsets.subarray(0, length) };
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.session.close();
  }

  async #hear(
    samples: Float32Array,
    first: number,
    count: number,
    signal: AbortSignalLike | undefined,
  ): Promise<{ notes: Float32Array; onsets: Float32Array }> {
    const { window, hop } = pitchShape;
    const sound = new Float32Array(count * window);
    for (let i = 0; i < count; i++) {
      // Before the first and after the last sample is silence.
      const from = ((first + i) * kept - edge) * hop;
      const begin = Math.max(0, from);
      sound.set(samples.subarray(begin, Math.max(begin, from + window)), i * window + begin - from);
    }
    const { notes, onsets } = await this.session.run(
      { sound: { type: 'float32', data: sound, shape: [count, window] } },
      ['notes', 'onsets'],
      { signal },
    );
    return { notes: finite(notes.data), onsets: finite(onsets.data) };
  }
}

/**
 * Opens the detector of a pack.
 *
 * @throws LeitmotifError `pack-incompatible` if the pack is for something else or wants another sound than ours, and what opening a session
 *   throws
 */
export async function openPitchDetector(
  pack: Pack,
  options: SessionOptions = {},
): Promise<PackPitchDetector> {
  const { kind, inputs, outputs, preprocessing, id } = pack.manifest;
  const shapeOf = (name: string): string =>
    [...inputs, ...outputs].find((tensor) => tensor.name === name)?.shape.join(' ') ?? '';
  const { sampleRate, hop, window, frames, lowest, pitches } = pitchShape;
  const fits =
    kind === 'pitch-detector' &&
    shapeOf('sound') === `batch ${window}` &&
    shapeOf('notes') === `batch ${frames} ${pitches}` &&
    shapeOf('onsets') === shapeOf('notes') &&
    preprocessing.sampleRate === sampleRate &&
    preprocessing.hop === hop &&
    preprocessing.lowestPitch === lowest;
  if (fits) return new PackPitchDetector(await InferenceSession.open(pack, options));
  throw new LeitmotifError('pack-incompatible', {
    what: 'This pack does not find notes in sound as this version prepares it',
    subject: `pack ${id}`,
    next: 'Choose a pack of the kind pitch-detector',
  });
}

/** Puts the middles of windows beside each other. */
function placeMiddles(from: Float32Array, to: Float32Array, first: number, count: number): void {
  const { frames, pitches } = pitchShape;
  for (let i = 0; i < count; i++) {
    const start = (i * frames + edge) * pitches;
    to.set(from.subarray(start, start + kept * pitches), (first + i) * kept * pitches);
  }
}

function finite(values: Float32Array): Float32Array {
  if (values.every(Number.isFinite)) return values;
  throw new LeitmotifError('inference-failed', {
    what: 'The model that finds notes gave values that are not numbers',
    subject: 'the recording',
    next: 'Choose the device cpu, and report it',
  });
}
