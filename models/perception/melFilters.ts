/** Triangular filters on the mel scale of Slaney's Auditory Toolbox (1998), each of unit area, as librosa makes them. */
import type { Hertz } from '../../bridge/protocol/units.ts';

/** Below it the scale is linear, above it logarithmic. */
const breakHertz = 1000;
const hertzPerMel = 200 / 3;
const breakMel = breakHertz / hertzPerMel;
const logStep = Math.log(6.4) / 27;

/** One filter: its first spectral bin above zero and its weights from there on. */
export interface MelFilter {
  first: number;
  weights: Float64Array;
}

/** What filters are for. */
export interface MelShape {
  sampleRate: Hertz;
  /** Frames of a spectrum; it has `size / 2 + 1` bins. */
  size: number;
  /** Number of filters between 0 Hz and the Nyquist frequency. */
  bands: number;
}

/** The filters, lowest first. */
export function melFilters({ sampleRate, size, bands }: MelShape): MelFilter[] {
  const highest = hertzToMel(sampleRate / 2);
  const edges = Array.from({ length: bands + 2 }, (_, i) => melToHertz((highest * i) / (bands + 1)));
  return Array.from({ length: bands }, (_, band) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3);
    const weights = Array.from({ length: size / 2 + 1 }, (_unused, bin) => {
      const frequency = (bin * sampleRate) / size;
      const rise = (frequency - low) / (middle - low);
      const fall = (high - frequency) / (high - middle);
      return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low);
    });
    const first = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    const last = weights.findLastIndex((weight) => weight > 0);
    return { first, weights: Float64Array.from(weights.slice(first, last + 1)) };
  });
}

function hertzToMel(hertz: Hertz): number {
  return hertz < breakHertz ? hertz / hertzPerMel : breakMel + Math.log(hertz / breakHertz) / logStep;
}

function melToHertz(mel: number): Hertz {
  return mel < breakMel ? mel * hertzPerMel : breakHertz * Math.exp(logStep * (mel - breakMel));
}
