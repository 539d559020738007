/**
 * The tempo of a recording.
 *
 *   onset envelope → autocorrelation → a comb of four beats for each tempo, weighed by how usual the tempo is
 *                  → the best one, refined where the envelope's own frequency is strongest
 */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { envelopeRate } from './onsetEnvelope.ts';
import type { BeatsPerMinute, Bipolar } from '../../bridge/protocol/units.ts';
import type { Estimate } from './estimate.ts';

const { min: slowest, max: fastest } = attributeRanges.tempo;
/** Steps of the first search: 1 % each. */
const ratio = 1.01;
/** Teeth of the comb, in beats. */
const teeth = [1, 2, 3, 4] as const;
/**
 * Tempi that people tap: around 110 BPM, an octave away about half as likely (after van Noorden and Moelants 1999). Ours
 * are a little slower, as music for pictures is.
 */
const usual = { tempo: 100, octaves: 0.85 } as const;
/** How far the usual tempo goes for music that is surely slow or fast, in octaves. */
const leaningOctaves = 0.5;
/** Envelopes that agree with themselves less than this have no pulse. */
const clear = 0.08;
/** Shortest recording that has a tempo: four beats at the slowest would be eight seconds, but two bars tell enough. */
const leastFrames = 4 * envelopeRate;

/**
 * Estimates the tempo from an onset envelope.
 *
 * @param envelope as {@link onsetEnvelope} makes it
 * @param leaning what else is known of the pace: −1 for surely slow, 1 for surely fast
 * @returns beats a minute within the attribute's range, to about 0.1 in half a minute; undefined where there is no
 *   pulse. Which of two tempi an octave apart is meant is a matter of taste: the one that people tap more often wins,
 *   and the confidence says how near the second was.
 */
export function estimateTempo(
  envelope: Float64Array,
  leaning: Bipolar = 0,
): Estimate<BeatsPerMinute> | undefined {
  if (envelope.length < leastFrames) return undefined;
  const correlation = autocorrelation(envelope, Math.ceil((envelopeRate * 60 * teeth.length) / slowest));
  const ranked = candidates(correlation, usual.tempo * 2 ** (leaning * leaningOctaves)).sort(
    (a, b) => b.score - a.score,
  );
  const [best] = ranked;
  if (best === undefined || best.pulse < clear) return undefined;
  const rival = ranked.find(({ tempo }) => Math.abs(Math.log2(tempo / best.tempo)) > 0.1);
  const margin = rival === undefined ? 1 : 1 - rival.score / best.score;
  const confidence = Math.min(1, 1.6 * best.pulse) * Math.min(1, 0.5 + 2 * margin);
  return { value: refined(envelope, best.tempo), confidence };
}

interface Candidate {
  tempo: BeatsPerMinute;
  /** Mean correlation at the comb's teeth. */
  pulse: number;
  score: number;
}

function candidates(correlation: Float64Array, expected: BeatsPerMinute): Candidate[] {
  const count = Math.floor(Math.log(fastest / slowest) / Math.log(ratio)) + 1;
  const list = Array.from({ length: count }, (_, i) => {
    const tempo = slowest * ratio ** i;
    const beat = (60 * envelopeRate) / tempo;
    const pulse = teeth.reduce((sum, tooth) => sum + near(correlation, tooth * beat), 0) / teeth.length;
    const octaves = Math.log2(tempo / expected) / usual.octaves;
    return { tempo, pulse, score: pulse * Math.exp(-0.5 * octaves ** 2) };
  });
  return list.filter(({ score }, i) => score > 0 && isPeak(list, i));
}

function isPeak(list: readonly Candidate[], i: number): boolean {
  const score = list[i]?.score ?? 0;
  return score >= (list[i - 1]?.score ?? 0) && score >= (list[i + 1]?.score ?? 0);
}

/** Correlation at a lag between two frames. */
function near(correlation: Float64Array, lag: number): number {
  const below = Math.floor(lag);
  const part = lag - below;
  return (correlation[below] ?? 0) * (1 - part) + (correlation[below + 1] ?? 0) * part;
}

/** Autocorrelation of what is left of the mean, 1 at lag 0, each lag by the number of frames that it compares. */
function autocorrelation(values: Float64Array, lags: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // Onsets differ a hundredfold; their roots let a soft one count too.
  const rooted = values.map((value) => Math.sqrt(value));
  const middle = rooted.reduce((sum, value) => sum + value, 0) / values.length;
  const flat = smoothed(mean > 0 ? rooted.map((value) => value - middle) : rooted);
  const power = flat.reduce((sum, value) => sum + value * value, 0) / flat.length;
  return Float64Array.from({ length: lags + 2 }, (_, lag) => {
    const count = flat.length - lag;
    if (power === 0 || count < envelopeRate) return 0;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (flat[i] as number) * (flat[i + lag] as number);
    return sum / count / power;
  });
}

/** Lets beats that are a frame early or late meet: a triangle of five frames. */
function smoothed(values: Float64Array): Float64Array {
  const shape = [1, 2, 3, 2, 1];
  return values.map(
    (_, i) => shape.reduce((sum, weight, k) => sum + weight * (values[i + k - 2] ?? 0), 0) / 9,
  );
}

/** The tempo within 2 % whose frequency, with its double, the envelope has most of. */
function refined(envelope: Float64Array, tempo: BeatsPerMinute): BeatsPerMinute {
  const seconds = envelope.length / envelopeRate;
  // A peak in the spectrum is two thirds of 60 / seconds wide at each side; a tenth of it is met well enough.
  const step = Math.max(0.02, 6 / seconds);
  const reach = Math.ceil((0.02 * tempo) / step);
  const found = Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const bpm = tempo + (i - reach) * step;
    return { bpm, strength: strengthAt(envelope, bpm / 60) + strengthAt(envelope, bpm / 30) };
  });
  const best = found.reduce((most, one) => (one.strength > most.strength ? one : most));
  const at = found.indexOf(best);
  const [before, after] = [found[at - 1]?.strength ?? 0, found[at + 1]?.strength ?? 0];
  const bend = before - 2 * best.strength + after;
  const shift = at === 0 || at === 2 * reach || bend >= 0 ? 0 : (0.5 * (before - after)) / bend;
  return Math.min(fastest, Math.max(slowest, best.bpm + shift * step));
}

/** Magnitude of one frequency in Hz; the phase turns by a recurrence that is set right every second or so. */
function strengthAt(envelope: Float64Array, frequency: number): number {
  const angle = (2 * Math.PI * frequency) / envelopeRate;
  const [turnReal, turnImaginary] = [Math.cos(angle), Math.sin(angle)];
  let [real, imaginary, cosine, sine] = [0, 0, 1, 0];
  for (let i = 0; i < envelope.length; i++) {
    if (i % 64 === 0) [cosine, sine] = [Math.cos(angle * i), Math.sin(angle * i)];
    const value = envelope[i] as number;
    real += value * cosine;
    imaginary += value * sine;
    [cosine, sine] = [cosine * turnReal - sine * turnImaginary, cosine * turnImaginary + sine * turnReal];
  }
  return Math.hypot(real, imaginary);
}
