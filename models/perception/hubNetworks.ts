/**
 * The networks of hub packs, each with the input by which its providers are tried: preprocessing and all, as in real use. What
 * comes out is held against the CPU's answer (`chooseProvider.ts` has the tolerance).
 */
import type { HubModelOptions } from '../runtime/hub/hubModel.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import type { Runnable } from '../runtime/providers/measureProvider.ts';
import { clapRate, openClapAudioEncoder } from './clapAudioEncoder.ts';
import { openClapTextEncoder } from './clapTextEncoder.ts';
import { openClipImageEncoder } from './clipImageEncoder.ts';
import { openClipTextEncoder } from './clipTextEncoder.ts';
import type { RgbImage } from './imageEncoder.ts';
import { openPictureCaptioner } from './pictureCaptioner.ts';

/** Opens a network for a trial. */
type OpenNetwork = (pack: HubPack, options: HubModelOptions) => Promise<Runnable>;

/** All networks by the names that they are opened under. */
const networks: Readonly<Record<string, OpenNetwork>> = {
  'clip-image': async (pack, options) => {
    const encoder = await openClipImageEncoder(pack, options);
    return { run: async () => [await encoder.encode(referencePicture())], close: () => encoder.close() };
  },
  'clip-text': async (pack, options) => {
    const encoder = await openClipTextEncoder(pack, options);
    return { run: () => encoder.encode(referenceTexts), close: () => encoder.close() };
  },
  'clap-audio': async (pack, options) => {
    const encoder = await openClapAudioEncoder(pack, options);
    return { run: async () => [await encoder.encode(referenceSound())], close: () => encoder.close() };
  },
  'clap-text': async (pack, options) => {
    const encoder = await openClapTextEncoder(pack, options);
    return { run: () => encoder.encode(referenceTexts), close: () => encoder.close() };
  },
  captioner: async (pack, options) => {
    const captioner = await openPictureCaptioner(pack, options);
    return {
      run: async () => [await captioner.firstScores(referencePicture())],
      close: () => captioner.close(),
    };
  },
};

/** Opens a network for a trial. Throws as opening it does, and for a name that is none. */
export async function openNetwork(
  pack: HubPack,
  network: string,
  options: HubModelOptions,
): Promise<Runnable> {
  const open = networks[network];
  if (open === undefined) throw new Error(`There is no network ${network}`);
  return open(pack, options);
}

const referenceTexts = ['a harbour with boats in the evening', 'slow strings'];

/** Smooth colours without symmetry. */
function referencePicture(): RgbImage {
  const [width, height] = [256, 224];
  const data = Uint8Array.from({ length: width * height * 3 }, (_unused, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    return 128 + 100 * Math.sin(x * 0.021 * (channel + 1) + y * 0.037);
  });
  return { width, height, data };
}

/** Ten seconds of a chord that swells. */
function referenceSound(): Float32Array {
  const wave = (hertz: number, i: number): number => Math.sin((2 * Math.PI * hertz * i) / clapRate);
  return Float32Array.from({ length: 10 * clapRate }, (_unused, i) => {
    const swell = 0.1 + (0.2 * i) / (10 * clapRate);
    return swell * (wave(220, i) + wave(277.2, i) + wave(329.6, i));
  });
}
