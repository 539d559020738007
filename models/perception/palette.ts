/** The dominant colours of a picture: k-means in OKLab over a coarse histogram, with a start that needs no dice. */
import { colourName } from './colourName.ts';
import { hexOf, labOfRgb } from './okLab.ts';
import type { Lab } from './okLab.ts';
import type { VisualMeasures } from './reading.ts';

/** A histogram of 16 × 16 × 16 bins (index `red << 8 | green << 4 | blue`, 4 bits each) with the sums of its colours. */
export interface ColourCount {
  counts: Uint32Array;
  /** Three sums a bin, of sRGB bytes. */
  sums: Float64Array;
}

const most = 5;
const rounds = 12;
/** Colours nearer than this in OKLab are one colour to a person who is asked to name them. */
const sameColour = 0.075;
/** A share below this is a detail, not a dominant colour. */
const leastShare = 0.02;

interface Sample {
  lab: Lab;
  rgb: [number, number, number];
  weight: number;
}

/**
 * Up to five dominant colours, the largest first; shares add up to at most 1.
 *
 * @param pixels - number of pixels that were counted.
 */
export function dominantColours(colours: ColourCount, pixels: number): VisualMeasures['palette'] {
  const samples = samplesOf(colours);
  const clusters = merged(clustered(samples, farApart(samples)));
  return clusters
    .map(({ rgb, weight }) => ({ colour: hexOf(rgb), name: colourName(rgb), share: weight / pixels }))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share || a.colour.localeCompare(b.colour))
    .slice(0, most);
}

function samplesOf({ counts, sums }: ColourCount): Sample[] {
  const samples: Sample[] = [];
  counts.forEach((weight, bin) => {
    if (weight === 0) return;
    const channel = (index: number): number => (sums[3 * bin + index] ?? 0) / weight;
    const rgb: [number, number, number] = [channel(0), channel(1), channel(2)];
    samples.push({ rgb, lab: labOfRgb(rgb), weight });
  });
  return samples;
}

/** The heaviest colour, then each time the one that is heavy and far from all chosen ones. */
function farApart(samples: readonly Sample[]): Lab[] {
  const chosen: Lab[] = [];
  const distances = new Float64Array(samples.length).fill(1);
  while (chosen.length < Math.min(most, samples.length)) {
    let best = 0;
    let bestScore = -1;
    samples.forEach(({ weight }, i) => {
      const score = Math.sqrt(weight) * (distances[i] ?? 0);
      if (score > bestScore) [best, bestScore] = [i, score];
    });
    const next = samples[best];
    if (next === undefined || bestScore <= 0) break;
    chosen.push(next.lab);
    samples.forEach(({ lab }, i) => {
      distances[i] = Math.min(distances[i] ?? 0, distanceOf(lab, next.lab));
    });
  }
  return chosen;
}

function clustered(samples: readonly Sample[], start: readonly Lab[]): Sample[] {
  let middles = [...start];
  let clusters: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const groups: Sample[][] = middles.map(() => []);
    for (const sample of samples) groups[nearest(sample.lab, middles)]?.push(sample);
    clusters = groups.filter((group) => group.length > 0).map(meanOf);
    middles = clusters.map(({ lab }) => lab);
  }
  return clusters;
}

function merged(clusters: readonly Sample[]): Sample[] {
  const kept: Sample[] = [];
  for (const cluster of [...clusters].sort((a, b) => b.weight - a.weight)) {
    const like = kept.findIndex(({ lab }) => distanceOf(lab, cluster.lab) < sameColour);
    const other = kept[like];
    if (other === undefined) kept.push(cluster);
    else kept[like] = meanOf([other, cluster]);
  }
  return kept;
}

function meanOf(samples: readonly Sample[]): Sample {
  const weight = samples.reduce((sum, sample) => sum + sample.weight, 0);
  const mean = (value: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + value(sample) * sample.weight, 0) / weight;
  return {
    weight,
    rgb: [mean(({ rgb }) => rgb[0]), mean(({ rgb }) => rgb[1]), mean(({ rgb }) => rgb[2])],
    lab: [mean(({ lab }) => lab[0]), mean(({ lab }) => lab[1]), mean(({ lab }) => lab[2])],
  };
}

function nearest(lab: Lab, middles: readonly Lab[]): number {
  let best = 0;
  let least = Infinity;
  middles.forEach((middle, i) => {
    const distance = distanceOf(lab, middle);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

function distanceOf(a: Lab, b: Lab): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
}
