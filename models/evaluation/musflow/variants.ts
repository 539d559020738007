/** What is compared with what. */
import { modalities } from './player.ts';
import type { Modality } from './player.ts';

/** Where the embedding comes from that the network is conditioned on. */
export type Conditioning =
  /** e_f: the mean of what the adapters say. */
  | { kind: 'adapters'; given: readonly Modality[] }
  /** No embedding: the network's own null. */
  | { kind: 'none' }
  /** e_M of the very render that is asked for: the paper's `CLAPmusic`. */
  | { kind: 'target' }
  /** e_f of another clip's conditions. */
  | { kind: 'others' }
  /**
   * No adapter: the joint space's own vector of a text (the paper's `CLAPcaption` and `CLIPstory`). A picture has none there; it enters
   * by a straight line.
   */
  | { kind: 'raw'; given: readonly Modality[] }
  /** A straight line (ridge regression) in each adapter's place, learned from the same training clips. */
  | { kind: 'line'; given: readonly Modality[] };

/** One way to make the clips. */
export interface Variant {
  /** Of files and of rows. */
  name: string;
  conditioning: Conditioning;
  /** Whose score the network is given, with its style: the clip's own, that of the next clip, or none. */
  score: 'own' | 'others' | 'none';
  steps: number;
  guidance: number;
  temperature: number;
  /** Made for half of the clips only. */
  isSweep: boolean;
}

/** How it is played unless told. */
export const usual = { steps: 10, guidance: 2, temperature: 0.33, score: 'own', isSweep: false } as const;
/** The seven masks of MusFlow §3.3. */
export const masks: readonly (readonly Modality[])[] = [
  ['caption'],
  ['story'],
  ['image'],
  ['image', 'story'],
  ['image', 'caption'],
  ['story', 'caption'],
  modalities,
];
/** Steps of the solver that are compared. */
export const stepsCompared = [1, 2, 5, 10, 25, 50] as const;
/** Scales of guidance that are compared. */
export const guidanceCompared = [1, 2, 3, 4, 5] as const;
/** Temperatures that are compared, on all clips: what is gained in distance is lost in likeness. */
export const temperaturesCompared = [0, 0.33, 0.67, 1] as const;

/** The name of a set of conditions: `all`, or such as `image+story`. */
export function maskName(given: readonly Modality[]): string {
  return given.length === modalities.length ? 'all' : given.join('+');
}

/** Every variant, those that matter most first. */
export function allVariants(): Variant[] {
  const adapters = (given: readonly Modality[]): Variant => ({
    ...usual,
    name: maskName(given),
    conditioning: { kind: 'adapters', given },
  });
  const controls: Variant[] = [
    { ...usual, name: 'none', conditioning: { kind: 'none' } },
    { ...usual, name: 'unconditioned', conditioning: { kind: 'none' }, score: 'others' },
    { ...usual, name: 'target', conditioning: { kind: 'target' } },
    { ...usual, name: 'others', conditioning: { kind: 'others' } },
  ];
  const ablation = (['raw', 'line'] as const).flatMap((kind) =>
    (kind === 'raw' ? [masks[0], masks[1], modalities] : [masks[2], modalities]).map(
      (given = modalities) => ({
        ...usual,
        name: `${kind}-${maskName(given)}`,
        conditioning: { kind, given },
      }),
    ),
  );
  const scored = [...masks.map(adapters), ...controls, ...ablation];
  const alone = ['caption', 'story', 'image', 'all', 'none', 'target', 'raw-all', 'line-all'];
  return [
    ...scored,
    ...scored.filter(({ name }) => alone.includes(name)).map(withoutScore),
    ...stepsCompared.filter((steps) => steps !== usual.steps).map(atSteps),
    ...guidanceCompared.filter((guidance) => guidance !== usual.guidance).map(atGuidance),
    ...temperaturesCompared.filter((temperature) => temperature !== usual.temperature).map(atTemperature),
  ];
}

function withoutScore(variant: Variant): Variant {
  return { ...variant, name: `alone-${variant.name}`, score: 'none' };
}

function atSteps(steps: number): Variant {
  const conditioning = { kind: 'adapters', given: modalities } as const;
  return { ...usual, name: `steps-${steps}`, conditioning, steps, isSweep: true };
}

function atGuidance(guidance: number): Variant {
  const conditioning = { kind: 'adapters', given: modalities } as const;
  return { ...usual, name: `guidance-${guidance}`, conditioning, guidance, isSweep: true };
}

function atTemperature(temperature: number): Variant {
  const conditioning = { kind: 'adapters', given: modalities } as const;
  return { ...usual, name: `temperature-${temperature}`, conditioning, temperature };
}
