import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { HubTensor, OpenedHubModel } from '../runtime/hub/hubModel.ts';
import { hubInferenceFailed, unitRows } from '../runtime/hub/hubModel.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import { jointWidth } from './clipImageEncoder.ts';

/** What the two text towers are made of. */
export interface LoadedTextTower {
  readonly tokenizer: PreTrainedTokenizer;
  readonly model: PreTrainedModel;
}

/** Texts that run at once; more take more memory and are no faster. */
const batch = 16;

/** A text tower of CLIP or CLAP: a text as 512 numbers that pictures or recordings have too. */
export class JointTextEncoder {
  readonly pack: HubPack;
  readonly opened: OpenedHubModel<LoadedTextTower>;

  constructor(pack: HubPack, opened: OpenedHubModel<LoadedTextTower>) {
    this.pack = pack;
    this.opened = opened;
  }

  /**
   * Encodes texts. What is longer than the tower's window (77 word pieces for CLIP, 512 for CLAP) is cut.
   *
   * @returns unit length, 512 numbers each
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async encode(texts: readonly string[], signal?: AbortSignalLike): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += batch) {
      throwIfCancelled(signal);
      vectors.push(...(await this.#encodeBatch(texts.slice(at, at + batch))));
    }
    return vectors;
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.opened.loaded.model.dispose();
  }

  async #encodeBatch(texts: string[]): Promise<Float32Array[]> {
    const { tokenizer, model } = this.opened.loaded;
    try {
      const inputs = tokenizer(texts, { padding: true, truncation: true });
      const { text_embeds } = (await model(inputs)) as { text_embeds: HubTensor };
      return unitRows(text_embeds, jointWidth, this.pack);
    } catch (cause) {
      throw hubInferenceFailed(this.pack, cause);
    }
  }
}
