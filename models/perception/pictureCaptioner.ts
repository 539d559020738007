import type { PreTrainedModel, PreTrainedTokenizer, Processor } from '@huggingface/transformers';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { HubModelOptions, HubTensor, OpenedHubModel } from '../runtime/hub/hubModel.ts';
import { hubInferenceFailed, openHubModel } from '../runtime/hub/hubModel.ts';
import { loadTransformers } from '../runtime/hub/transformersLoader.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import type { RgbImage } from './imageEncoder.ts';

interface Loaded {
  readonly processor: Processor & CaptionProcessor;
  readonly tokenizer: PreTrainedTokenizer;
  readonly model: PreTrainedModel;
}

/** What a captioner's processor has beside others. */
interface CaptionProcessor {
  construct_prompts(task: string): string[];
}

/** The task, as Florence-2 knows it. */
const task = '<MORE_DETAILED_CAPTION>';
/** Most word pieces that are written; about 70 words. */
const mostPieces = 100;

/** Describes pictures in sentences. */
export class PictureCaptioner {
  readonly pack: HubPack;
  readonly opened: OpenedHubModel<Loaded>;

  constructor(pack: HubPack, opened: OpenedHubModel<Loaded>) {
    this.pack = pack;
    this.opened = opened;
  }

  /**
   * Describes a picture. The likeliest word piece is taken each time, so the same picture is told the same way.
   *
   * A signal that is aborted stops it after the word piece at hand.
   *
   * @returns whole sentences where the model ends them in time; never markup
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async describe(image: RgbImage, signal?: AbortSignalLike): Promise<string> {
    throwIfCancelled(signal);
    const { processor, tokenizer, model } = this.opened.loaded;
    try {
      const { RawImage, StoppingCriteria } = await loadTransformers();
      const picture = new RawImage(image.data, image.width, image.height, 3);
      const pixels = (await processor(picture, processor.construct_prompts(task))) as Record<string, unknown>;
      class Cancelled extends StoppingCriteria {
        override _call(pieces: number[][]): boolean[] {
          return pieces.map(() => signal?.aborted === true);
        }
      }
      const written = await model.generate({
        ...pixels,
        max_new_tokens: mostPieces,
        num_beams: 1,
        do_sample: false,
        stopping_criteria: new Cancelled(),
      });
      throwIfCancelled(signal);
      const [text = ''] = tokenizer.batch_decode(written as never, { skip_special_tokens: true });
      return wholeSentences(text);
    } catch (cause) {
      throw hubInferenceFailed(this.pack, cause);
    }
  }

  /**
   * The scores of the first word piece after a picture: what one provider's answer is held against another's by.
   *
   * @throws LeitmotifError `inference-failed`
   */
  async firstScores(image: RgbImage): Promise<Float32Array> {
    const { processor, model } = this.opened.loaded;
    try {
      const { RawImage, Tensor } = await loadTransformers();
      const picture = new RawImage(image.data, image.width, image.height, 3);
      const given = (await processor(picture, processor.construct_prompts(task))) as Record<string, unknown>;
      // How Florence-2 begins to write: its start token, then that of a sentence.
      const begun = new Tensor('int64', BigInt64Array.of(2n, 0n), [1, 2]);
      const { logits } = (await model({ ...given, decoder_input_ids: begun })) as { logits: HubTensor };
      return Float32Array.from({ length: logits.data.length }, (_unused, i) => Number(logits.data[i]));
    } catch (cause) {
      throw hubInferenceFailed(this.pack, cause);
    }
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.opened.loaded.model.dispose();
  }
}

/** Without markup and without a sentence that broke off, unless it is the only one. */
export function wholeSentences(text: string): string {
  const plain = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const end = Math.max(plain.lastIndexOf('. '), plain.endsWith('.') ? plain.length - 1 : -1);
  return end < 0 ? plain : plain.slice(0, end + 1);
}

/** Opens an installed captioner. Throws as {@link openHubModel} does. */
export async function openPictureCaptioner(
  pack: HubPack,
  options: HubModelOptions = {},
): Promise<PictureCaptioner> {
  const opened = await openHubModel(
    pack,
    'captioner',
    async (library, folder, load) => ({
      processor: (await library.AutoProcessor.from_pretrained(folder, load)) as Processor & CaptionProcessor,
      tokenizer: await library.AutoTokenizer.from_pretrained(folder, load),
      model: await library.Florence2ForConditionalGeneration.from_pretrained(folder, load),
    }),
    options,
  );
  return new PictureCaptioner(pack, opened);
}
