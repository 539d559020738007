import type { HubModelOptions } from '../runtime/hub/hubModel.ts';
import { openHubModel } from '../runtime/hub/hubModel.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import { JointTextEncoder } from './jointTextEncoder.ts';

/** Opens the text tower of an installed CLIP pack. Throws as {@link openHubModel} does. */
export async function openClipTextEncoder(
  pack: HubPack,
  options: HubModelOptions = {},
): Promise<JointTextEncoder> {
  const opened = await openHubModel(
    pack,
    'clip-text',
    async (library, folder, load) => ({
      tokenizer: await library.AutoTokenizer.from_pretrained(folder, load),
      model: await library.CLIPTextModelWithProjection.from_pretrained(folder, load),
    }),
    options,
  );
  return new JointTextEncoder(pack, opened);
}
