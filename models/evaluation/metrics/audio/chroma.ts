/**
 * Chroma, one row for every 40 ms: how much of each of the twelve pitch classes sounds, heard in a recording or told by notes.
 *
 *   recording at 16 kHz → spectra of 256 ms → magnitudes of 60…2000 Hz, each to its nearest pitch class
 *   notes → for each that sounds its first six partials, each 0.6 of the one before (Gómez 2006)
 */
import { Fourier, hannWindow } from '../../../audio/spectrum.ts';
import { cosine } from './likeness.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';

/** Rows of twelve, from C: `data[row * 12 + pitchClass]`. */
export interface Chroma {
  rows: number;
  data: Float32Array;
}

/** Notes in rows of six: role, pitch, onset in s, duration in s, velocity 0…1, program; as the shards of the dataset have them. */
export interface NoteTable {
  rows: number;
  data: Float32Array;
}

const rate = 16_000;
const size = 4096;
/** Seconds of a row: that of the score as the network reads it. */
export const chromaSeconds: Seconds = 0.04;
const hop = rate * chromaSeconds;
const range = { low: 60, high: 2000 } as const;
/** A row whose magnitudes sum to less is silent: −60 dB of a full-scale sine. */
const silent = (1e-3 * size) / 4;
const partials = { count: 6, decay: 0.6 } as const;
const drums = 3;
/** A held note fades: most instruments of ours are struck or plucked. */
const fading: Seconds = 1;

/** The chroma of one channel at 16 kHz; row k stands around the middle of its 40 ms. */
export function soundChroma(samples: Float32Array): Chroma {
  const rows = Math.floor(samples.length / hop);
  const data = new Float32Array(rows * 12);
  const fourier = new Fourier(size);
  const window = hannWindow(size);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  const classes = binClasses();
  for (let row = 0; row < rows; row++) {
    const start = row * hop + hop / 2 - size / 2;
    for (let i = 0; i < size; i++) real[i] = (samples[start + i] ?? 0) * (window[i] as number);
    imaginary.fill(0);
    fourier.transform(real, imaginary);
    let total = 0;
    const found = new Float64Array(12);
    for (const { bin, pitchClass } of classes) {
      const magnitude = Math.hypot(real[bin] as number, imaginary[bin] as number);
      found[pitchClass] = (found[pitchClass] as number) + magnitude;
      total += magnitude;
    }
    if (total > silent) data.set(found, row * 12);
  }
  return { rows, data };
}

function binClasses(): { bin: number; pitchClass: number }[] {
  const first = Math.ceil((range.low * size) / rate);
  const last = Math.floor((range.high * size) / rate);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const pitch = Math.round(69 + 12 * Math.log2(((first + i) * rate) / size / 440));
    return { bin: first + i, pitchClass: ((pitch % 12) + 12) % 12 };
  });
}

/** The chroma that notes ask for; drums are left out. */
export function scoreChroma(notes: NoteTable, rows: number): Chroma {
  const data = new Float32Array(rows * 12);
  for (let k = 0; k < notes.rows; k++) {
    const [role = 0, pitch = 0, onset = 0, duration = 0, velocity = 0] = notes.data.subarray(
      k * 6,
      k * 6 + 6,
    );
    if (role === drums) continue;
    const first = Math.max(0, Math.floor(onset / chromaSeconds));
    const last = Math.min(rows, Math.ceil((onset + duration) / chromaSeconds));
    for (let row = first; row < last; row++) {
      const age = Math.max(0, (row + 0.5) * chromaSeconds - onset);
      addPartials(data, row * 12, pitch, velocity * Math.exp(-age / fading));
    }
  }
  return { rows, data };
}

function addPartials(data: Float32Array, at: number, pitch: number, amount: number): void {
  for (let partial = 1; partial <= partials.count; partial++) {
    const place = at + (Math.round(pitch + 12 * Math.log2(partial)) % 12);
    data[place] = (data[place] as number) + amount * partials.decay ** (partial - 1);
  }
}

/**
 * Mean cosine of the rows of two chromas, 0…1, over the rows in which the asked one sounds. A row in which only the asked one sounds is
 * 0, so that silence earns nothing. NaN where nothing is asked.
 */
export function chromaAgreement(asked: Chroma, heard: Chroma): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < asked.rows; row++) {
    const a = asked.data.subarray(row * 12, row * 12 + 12);
    if (a.every((value) => value === 0)) continue;
    sum += cosine(a, heard.data.subarray(row * 12, row * 12 + 12));
    count++;
  }
  return sum / count;
}

/** Means of `span` rows each, made unit length: a sequence that is short enough to be compared with thousands. */
export function coarseChroma({ rows, data }: Chroma, span = 4): Chroma {
  const fewer = Math.floor(rows / span);
  const coarse = new Float32Array(fewer * 12);
  for (let row = 0; row < fewer; row++) {
    const into = coarse.subarray(row * 12, row * 12 + 12);
    for (let i = 0; i < span * 12; i++)
      into[i % 12] = (into[i % 12] as number) + (data[row * span * 12 + i] as number);
    const length = Math.hypot(...into);
    if (length > 0) into.forEach((value, i) => (into[i] = value / length));
  }
  return { rows: fewer, data: coarse };
}
