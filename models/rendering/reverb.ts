/**
 * Reverberation of one part: a feedback delay network (Jot and Chaigne 1991) behind early reflections.
 *
 * ```
 *                 ┌─> early taps ─────────────────────────────────┐
 * send ─> low cut ┴─> pre-delay ─> 4 all-passes ─> + ─> 8 lines ─┬┴─> left, right
 *                                                  └── Hadamard <┘
 * ```
 *
 * It is linear and starts from rest, so the reverberation of a sum is the sum of the reverberations: every stem keeps its
 * own and the stems still add up to the mix. It holds no random numbers.
 */
import type { ReverbProcessor, ReverbProcessorSnapshot } from 'spessasynth_core';
import { decibelsToGain } from '../../bridge/protocol/units.ts';
import { DelayNetwork } from './delayNetwork.ts';
import { ReverbFront } from './reverbFront.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { Space } from './space.ts';

/** Longest block that a {@link Reverb} takes, in frames; the shortest line of the smallest space is longer. */
export const longestReverbBlock = 128;

/** Below −120 dBFS there is nothing to reverberate. */
const silence = 1e-6;

/** Reverberation of one part. Input is mono and starts at index 0; output is added to. */
export class Reverb implements ReverbProcessor {
  // The synthesizer sets these from system messages; here the space decides and they do nothing.
  level = 0;
  preLowpass = 0;
  character = 0;
  time = 0;
  delayFeedback = 0;
  preDelayTime = 0;

  readonly #front: ReverbFront;
  readonly #network: DelayNetwork;
  readonly #diffused = new Float32Array(longestReverbBlock);
  readonly #tailFrames: number;
  #silentFrames = Infinity;

  constructor(space: Space, sampleRate: Hertz) {
    const gains = balance(space, sampleRate);
    this.#front = new ReverbFront(space, sampleRate, gains.early);
    this.#network = new DelayNetwork(space, sampleRate, gains.late);
    // Twice the decay is −120 dB.
    this.#tailFrames = Math.ceil((2 * space.decay + space.preDelay / 1000 + 0.2) * sampleRate);
  }

  /** True when nothing sounds and nothing will until there is input. */
  get isSilent(): boolean {
    return this.#silentFrames >= this.#tailFrames;
  }

  /** Adds the reverberation of `input[0…count)` to both outputs from `start` on. `count` ≤ {@link longestReverbBlock}. */
  process(input: Float32Array, left: Float32Array, right: Float32Array, start: number, count: number): void {
    this.#watch(input, count);
    if (this.isSilent) return;
    this.#front.process(input, this.#diffused, left, right, start, count);
    this.#network.process(this.#diffused, left, right, start, count);
  }

  /** What the synthesizer's snapshots ask for. */
  getSnapshot(): ReverbProcessorSnapshot {
    const { level, preLowpass, character, time, delayFeedback, preDelayTime } = this;
    return { level, preLowpass, character, time, delayFeedback, preDelayTime };
  }

  /** Counts frames since the last input. A tail that has ended is cleared, so that no denormal numbers stay. */
  #watch(input: Float32Array, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      if (Math.abs(input[i] as number) > silence) {
        this.#silentFrames = count - 1 - i;
        return;
      }
    }
    if (this.isSilent) return;
    this.#silentFrames += count;
    if (!this.isSilent) return;
    this.#front.clear();
    this.#network.clear();
  }
}

interface Balance {
  early: number;
  late: number;
}

const balances = new Map<string, Balance>();

/** Gains with which the impulse response has the energy that the space asks for. Measured once a space and sample rate. */
function balance(space: Space, sampleRate: Hertz): Balance {
  const key = JSON.stringify([space, sampleRate]);
  const known = balances.get(key);
  if (known !== undefined) return known;
  const wet = decibelsToGain(space.level);
  const measured = impulseEnergies(space, sampleRate);
  const made = {
    early: wet * Math.sqrt(space.early / measured.early),
    late: wet * Math.sqrt((1 - space.early) / measured.late),
  };
  balances.set(key, made);
  return made;
}

/** Energy of the early and the late impulse response at gain 1, both channels together. */
function impulseEnergies(space: Space, sampleRate: Hertz): Balance {
  const front = new ReverbFront(space, sampleRate, 1);
  const network = new DelayNetwork(space, sampleRate, 1);
  const input = new Float32Array(longestReverbBlock);
  const diffused = new Float32Array(longestReverbBlock);
  const left = new Float32Array(longestReverbBlock);
  const right = new Float32Array(longestReverbBlock);
  const energies = { early: 0, late: 0 };
  input[0] = 1;
  for (let frame = 0; frame < space.decay * sampleRate; frame += longestReverbBlock) {
    front.process(input, diffused, left, right, 0, longestReverbBlock);
    energies.early += drainEnergy(left, right);
    network.process(diffused, left, right, 0, longestReverbBlock);
    energies.late += drainEnergy(left, right);
    input[0] = 0;
  }
  return energies;
}

function drainEnergy(left: Float32Array, right: Float32Array): number {
  let energy = 0;
  for (let i = 0; i < left.length; i++) energy += (left[i] as number) ** 2 + (right[i] as number) ** 2;
  left.fill(0);
  right.fill(0);
  return energy;
}
