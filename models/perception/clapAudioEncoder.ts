import type { FeatureExtractor, PreTrainedModel } from '@huggingface/transformers';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { HubModelOptions, HubTensor, OpenedHubModel } from '../runtime/hub/hubModel.ts';
import { hubInferenceFailed, openHubModel, unitRows } from '../runtime/hub/hubModel.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import { jointWidth } from './clipImageEncoder.ts';

interface Loaded {
  readonly extractor: FeatureExtractor;
  readonly model: PreTrainedModel;
}

/** What CLAP hears at once. */
const windowSeconds = 10;
/** The sample rate that CLAP takes, in hertz. */
export const clapRate = 48_000;

/** The audio tower of CLAP: a recording as 512 numbers that texts have too. */
export class ClapAudioEncoder {
  readonly pack: HubPack;
  readonly opened: OpenedHubModel<Loaded>;

  constructor(pack: HubPack, opened: OpenedHubModel<Loaded>) {
    this.pack = pack;
    this.opened = opened;
  }

  /**
   * Encodes a recording: windows of ten seconds, whose vectors are averaged. The library would take one window at
   * random from a longer recording; the same recording shall give the same vector.
   *
   * @param samples mono, at {@link clapRate}, −1…1; at least one
   * @returns unit length, 512 numbers
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async encode(samples: Float32Array, signal?: AbortSignalLike): Promise<Float32Array> {
    const sum = new Float32Array(jointWidth);
    for (const window of windowsOf(samples)) {
      throwIfCancelled(signal);
      const vector = await this.#encodeWindow(window);
      vector.forEach((value, i) => {
        sum[i] = (sum[i] ?? 0) + value;
      });
    }
    const [mean] = unitRows({ dims: [1, jointWidth], data: sum }, jointWidth, this.pack);
    return mean ?? sum;
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.opened.loaded.model.dispose();
  }

  async #encodeWindow(window: Float32Array): Promise<Float32Array> {
    const { extractor, model } = this.opened.loaded;
    try {
      const inputs: unknown = await extractor(window);
      const { audio_embeds } = (await model(inputs)) as { audio_embeds: HubTensor };
      const [vector] = unitRows(audio_embeds, jointWidth, this.pack);
      if (vector === undefined) throw new Error('no vector came out');
      return vector;
    } catch (cause) {
      throw hubInferenceFailed(this.pack, cause);
    }
  }
}

/** Whole windows; the last one reaches back so that it is whole too. A short recording is one window. */
function windowsOf(samples: Float32Array): Float32Array[] {
  const length = windowSeconds * clapRate;
  if (samples.length <= length) return [samples];
  const count = Math.ceil(samples.length / length);
  return Array.from({ length: count }, (_unused, i) => {
    const start = Math.min(i * length, samples.length - length);
    return samples.subarray(start, start + length);
  });
}

/** Opens the audio tower of an installed CLAP pack. Throws as {@link openHubModel} does. */
export async function openClapAudioEncoder(
  pack: HubPack,
  options: HubModelOptions = {},
): Promise<ClapAudioEncoder> {
  const opened = await openHubModel(
    pack,
    'clap-audio',
    async (library, folder, load) => ({
      extractor: await library.AutoFeatureExtractor.from_pretrained(folder, load),
      model: await library.ClapAudioModelWithProjection.from_pretrained(folder, load),
    }),
    options,
  );
  return new ClapAudioEncoder(pack, opened);
}
