/** The readers of a picture's content that the person installed: none, CLIP, a captioner, or both. */
import { createHash } from 'node:crypto';
import { openClipPictureReader } from '../perception/clipPictureReader.ts';
import { openPictureCaptioner } from '../perception/pictureCaptioner.ts';
import { openInstalledPack } from '../runtime/packs/installedPacks.ts';
import { findPackDirectory } from '../runtime/packs/packDirectory.ts';
import type { ClipPictureReader } from '../perception/clipPictureReader.ts';
import type { PictureCaptioner } from '../perception/pictureCaptioner.ts';
import type { RefusedProvider } from '../runtime/inferenceSession.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';

/** What is installed, opened. */
export interface ContentReaders {
  readonly clip?: ClipPictureReader;
  readonly captioner?: PictureCaptioner;
  /** The packs, for the recipe. */
  readonly packs: Recipe['packs'];
  /** The providers in use. */
  readonly providers: readonly string[];
  readonly refused: readonly RefusedProvider[];
}

const ids = { clip: 'clip-vit-b32', captioner: 'florence-2-base' } as const;

/**
 * Opens what is installed. A pack that is there but broken is an error, not an absence.
 *
 * @param choice what they shall run on: each network is tried for itself, once a machine, as our own packs are
 * @throws LeitmotifError `pack-corrupt`, `pack-manifest-invalid`, `runtime-unavailable`
 */
export async function openContentReaders(choice: ProviderChoice): Promise<ContentReaders> {
  const { path } = await findPackDirectory(undefined);
  const options = { provider: choice };
  const clipPack = await openInstalledPack(path, ids.clip);
  const captionerPack = await openInstalledPack(path, ids.captioner);
  const clip = clipPack && (await openClipPictureReader(clipPack, options));
  const captioner = captionerPack && (await openPictureCaptioner(captionerPack, options));
  const opened = [clip?.encoder.opened, captioner?.opened].filter((one) => one !== undefined);
  return {
    ...(clip === undefined ? {} : { clip }),
    ...(captioner === undefined ? {} : { captioner }),
    packs: [clipPack, captionerPack].filter((pack) => pack !== undefined).map(identity),
    providers: opened.map(({ provider }) => provider),
    refused: opened.flatMap(({ refused }) => refused),
  };
}

/** One hash for a whole pack, as bundled packs have it: over the hashes of its files. */
function identity({ manifest, record }: HubPack): Recipe['packs'][number] {
  const lines = record.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return { id: manifest.id, sha256: createHash('sha256').update(lines.join('')).digest('hex') };
}
