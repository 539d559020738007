/** What the five packs must agree on before any of them runs: the shape of the latent, the spectrogram, and the score's columns. */
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { drumWidth, players, roleWidth, tonalWidth, windowRows } from '../score/scoreControl.ts';
import type { PackManifest, TensorDescription } from '../../../../bridge/protocol/packManifest.ts';
import type { LatentShape } from '../latent/latent.ts';

/** The identifiers of the engine's packs, by what they are to it. */
export const musflowPackIds = {
  adapters: 'musflow-adapters',
  velocity: 'musflow-velocity',
  decoder: 'musflow-decoder',
  vocoder: 'musflow-vocoder',
  tower: 'musflow-audio-tower',
} as const;
/** What a pack is to the engine. */
export type MusflowPart = keyof typeof musflowPackIds;
/** The manifests of all of them. */
export type MusflowManifests = Record<MusflowPart, PackManifest>;

/** Frames of the spectrogram in one row of latent and score. */
export const framesPerRow = 4;

/** The sizes that the packs agree on. */
export interface MusflowShape {
  latent: LatentShape;
  /** Bands of the spectrogram. */
  mels: number;
  /** Samples a second and samples of one frame of the spectrogram. */
  sampleRate: number;
  hop: number;
  /** Width of e_f. */
  embedding: number;
  /** Numbers of a picture's and of a text's vector. */
  image: number;
  text: number;
}

/**
 * The sizes of a set of packs.
 *
 * @throws LeitmotifError `pack-incompatible` where a pack is for something else or does not fit the others
 */
export function musflowShape(manifests: MusflowManifests): MusflowShape {
  const { adapters, velocity, decoder, vocoder, tower } = manifests;
  for (const [part, id] of Object.entries(musflowPackIds)) {
    const manifest = manifests[part as MusflowPart];
    if (manifest.kind !== id) throw unfit(manifest, `it is of the kind ${manifest.kind}, not ${id}`);
  }
  const [, channels, , bands] = lengths(velocity, 'x');
  const mels = lengths(decoder, 'mel')[3];
  const [, embedding] = lengths(adapters, 'fused');
  const frames = windowRows * framesPerRow;
  const latent = [0, channels, windowRows, bands];
  expectAxes(velocity, 'x', latent);
  expectAxes(velocity, 'velocity', latent);
  expectAxes(velocity, 'embedding', [0, embedding]);
  expectAxes(velocity, 'tonal', [0, windowRows, tonalWidth]);
  expectAxes(velocity, 'drums', [0, windowRows, drumWidth]);
  expectAxes(velocity, 'programs', [0, players]);
  expectAxes(velocity, 'style', [0]);
  expectAxes(decoder, 'latent', [0, channels, 0, bands]);
  expectAxes(decoder, 'mel', [0, 1, 0, mels]);
  expectAxes(vocoder, 'mel', [0, 1, 0, mels]);
  expectAxes(vocoder, 'tonal', [0, 0, roleWidth]);
  expectAxes(vocoder, 'drums', [0, 0, drumWidth]);
  expectAxes(tower, 'mel', [0, 1, frames, mels]);
  expectAxes(tower, 'music', [0, embedding]);
  expectAxes(adapters, 'each', [0, 3, embedding]);
  const [, image] = lengths(adapters, 'image');
  const [, text] = lengths(adapters, 'story');
  expectAxes(adapters, 'caption', [0, text]);
  const { sampleRate, hop } = sharedSound(manifests);
  return {
    latent: { channels: sized(velocity, channels), bands: sized(velocity, bands) },
    mels: sized(decoder, mels),
    sampleRate,
    hop,
    embedding: sized(adapters, embedding),
    image: sized(adapters, image),
    text: sized(adapters, text),
  };
}

/** Decoder, vocoder and tower must mean the same spectrogram. */
function sharedSound({ decoder, vocoder, tower }: MusflowManifests): { sampleRate: number; hop: number } {
  const { sampleRate, hop } = vocoder.preprocessing;
  for (const manifest of [decoder, tower]) {
    for (const name of ['mel', 'sampleRate', 'hop', 'fftSize', 'mels', 'level']) {
      if (manifest.preprocessing[name] !== vocoder.preprocessing[name]) {
        throw unfit(manifest, `its ${name} is not that of the vocoder`);
      }
    }
  }
  if (typeof sampleRate !== 'number' || typeof hop !== 'number') {
    throw unfit(vocoder, 'it does not say its sample rate and hop');
  }
  return { sampleRate, hop };
}

function lengths(manifest: PackManifest, name: string): TensorDescription['shape'] {
  const found = [...manifest.inputs, ...manifest.outputs].find((tensor) => tensor.name === name);
  if (found === undefined) throw unfit(manifest, `it has no ${name}`);
  return found.shape;
}

/** 0 stands for an axis of any length or a name. */
function expectAxes(
  manifest: PackManifest,
  name: string,
  wanted: readonly (number | string | undefined)[],
): void {
  const found = lengths(manifest, name);
  const fits = found.length === wanted.length && wanted.every((axis, i) => axis === 0 || axis === found[i]);
  if (!fits)
    throw unfit(manifest, `its ${name} is [${found.join(', ')}] where [${wanted.join(', ')}] fits the rest`);
}

function sized(manifest: PackManifest, axis: number | string | undefined): number {
  if (typeof axis === 'number') return axis;
  throw unfit(manifest, 'one of its axes has no length');
}

function unfit(manifest: PackManifest, why: string): LeitmotifError {
  return new LeitmotifError('pack-incompatible', {
    what: `This pack does not fit the other packs of the musflow engine: ${why}`,
    subject: `pack ${manifest.id}`,
    next: 'Install the five musflow packs of one version together',
  });
}
