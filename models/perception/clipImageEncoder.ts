import type { PreTrainedModel, ImageProcessor } from '@huggingface/transformers';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { HubModelOptions, HubTensor, OpenedHubModel } from '../runtime/hub/hubModel.ts';
import { hubInferenceFailed, openHubModel, unitRows } from '../runtime/hub/hubModel.ts';
import { loadTransformers } from '../runtime/hub/transformersLoader.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import type { RgbImage } from './imageEncoder.ts';

/** Length of CLIP's and CLAP's vectors. */
export const jointWidth = 512;

interface Loaded {
  readonly processor: ImageProcessor;
  readonly model: PreTrainedModel;
}

/** The image tower of CLIP: a picture as 512 numbers that texts have too. */
export class ClipImageEncoder {
  readonly pack: HubPack;
  readonly opened: OpenedHubModel<Loaded>;

  constructor(pack: HubPack, opened: OpenedHubModel<Loaded>) {
    this.pack = pack;
    this.opened = opened;
  }

  /**
   * Encodes a picture of any size; the pack's own preprocessing shrinks it and takes the middle.
   *
   * @returns unit length, 512 numbers
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async encode(image: RgbImage, signal?: AbortSignalLike): Promise<Float32Array> {
    throwIfCancelled(signal);
    const { processor, model } = this.opened.loaded;
    try {
      const { RawImage } = await loadTransformers();
      const inputs: unknown = await processor(new RawImage(image.data, image.width, image.height, 3));
      const { image_embeds } = (await model(inputs)) as { image_embeds: HubTensor };
      throwIfCancelled(signal);
      const [vector] = unitRows(image_embeds, jointWidth, this.pack);
      if (vector === undefined) throw new Error('no vector came out');
      return vector;
    } catch (cause) {
      throw hubInferenceFailed(this.pack, cause);
    }
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.opened.loaded.model.dispose();
  }
}

/** Opens the image tower of an installed CLIP pack. Throws as {@link openHubModel} does. */
export async function openClipImageEncoder(
  pack: HubPack,
  options: HubModelOptions = {},
): Promise<ClipImageEncoder> {
  const opened = await openHubModel(
    pack,
    'clip-image',
    async (library, folder, load) => ({
      processor: await library.AutoImageProcessor.from_pretrained(folder, load),
      model: await library.CLIPVisionModelWithProjection.from_pretrained(folder, load),
    }),
    options,
  );
  return new ClipImageEncoder(pack, opened);
}
