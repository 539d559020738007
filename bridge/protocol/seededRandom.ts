/**
 * Random numbers that are the same on every machine: integers only, no transcendental functions.
 * Generator: sfc32 (Chris Doty-Humphrey, PractRand); seeding: splitmix32.
 */

/** A stream of random numbers. */
export interface SeededRandom {
  /** The next number in [0, 1), a multiple of 2⁻³². */
  next(): number;
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** One of the items; each as likely as the next. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, with a probability in proportion to its weight. All weights 0 is as all weights 1. */
  pickWeighted<T>(items: readonly T[], weight: (item: T) => number): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
}

/** A 32-bit hash of a text (FNV-1a with a final avalanche), for naming decisions. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return avalanche(hash);
}

/** The seed of one named decision under a master seed; decisions are independent of each other and of their order. */
export function decisionSeed(seed: number, decision: string): number {
  return avalanche((seed ^ hashText(decision)) >>> 0);
}

/** A stream of random numbers from a 32-bit seed. */
export function seededRandom(seed: number): SeededRandom {
  const next = sfc32(seed >>> 0);
  const below = (bound: number): number => Math.floor(next() * bound);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('pick: no items');
    return item;
  };
  const pickWeighted = <T>(items: readonly T[], weight: (item: T) => number): T => {
    const weights = items.map((item) => Math.max(0, weight(item)));
    const total = weights.reduce((sum, value) => sum + value, 0);
    if (total <= 0) return pick(items);
    let rest = next() * total;
    for (let i = 0; i < items.length; i++) {
      rest -= weights[i] ?? 0;
      if (rest < 0) return items[i] as T;
    }
    return items[weights.findLastIndex((value) => value > 0)] as T;
  };
  return { next, below, pick, pickWeighted, chance: (probability) => next() < probability };
}

function avalanche(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return avalanche(state);
  };
}

function sfc32(seed: number): () => number {
  const fill = splitmix32(seed);
  let a = fill();
  let b = fill();
  let c = fill();
  let counter = 1;
  const step = (): number => {
    const sum = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = ((((c << 21) | (c >>> 11)) >>> 0) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 12; i++) step();
  return () => step() / 0x1_0000_0000;
}
