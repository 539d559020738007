/** The engine as it is evaluated: the networks of its packs, and the very code that makes music of them for takes. */
import { createHash } from 'node:crypto';
import { musflowSettingsSchema } from '../../../bridge/protocol/musflow.ts';
import { makeMusic } from '../../engines/musflow/makeMusic.ts';
import { openMusflowNetworks } from '../../engines/musflow/networks/musflowNetworks.ts';
import { musflowPackIds } from '../../engines/musflow/networks/packShapes.ts';
import { scoreControl, windowRows } from '../../engines/musflow/score/scoreControl.ts';
import { InferenceSession } from '../../runtime/inferenceSession.ts';
import type { MusflowNetworks } from '../../engines/musflow/networks/musflowNetworks.ts';
import type { Pack, PackStore } from '../../runtime/packStore.ts';
import type { NoteTable } from '../metrics/audio/chroma.ts';
import type { Modality, MusflowPlayer } from './player.ts';

/**
 * Opens the engine's packs.
 *
 * @throws LeitmotifError `pack-missing` and what else opening a pack throws, `cancelled`
 */
export async function openPlayer(store: PackStore, signal?: AbortSignal): Promise<MusflowPlayer> {
  const networks = await openMusflowNetworks(store, signal === undefined ? {} : { signal });
  try {
    const towers = await InferenceSession.open(await store.open(musflowPackIds.tower, { signal }), {
      signal,
    });
    return playerOf(networks, towers, signal);
  } catch (error) {
    await networks.close();
    throw error;
  }
}

/** `towers` is opened a second time, for the vectors of texts that the engine itself does not need. */
function playerOf(
  networks: MusflowNetworks,
  towers: InferenceSession,
  signal: AbortSignal | undefined,
): MusflowPlayer {
  const { shape, sound, adapter, packs } = networks;
  return {
    identity: identityOf(packs),
    megabytes: packs
      .flatMap(({ manifest }) => manifest.files)
      .reduce((sum, { bytes }) => sum + bytes / 1e6, 0),
    adapt: async (vectors, signal) => {
      const weighted = (name: Modality): { vector: number[]; weight: number } => ({
        vector: Array.from(vectors[name]),
        weight: 1,
      });
      const given = { image: weighted('image'), story: weighted('story'), caption: weighted('caption') };
      const adapted = await adapter.adapt(given, signal);
      return adapted?.each as Record<Modality, Float32Array>;
    },
    hear: ({ data }, signal) => sound.hear(data, signal),
    place: async (text, signal) => {
      const mel = new Float32Array(windowRows * 4 * shape.mels);
      const { words } = await towers.run(
        {
          mel: { type: 'float32', data: mel, shape: [1, 1, windowRows * 4, shape.mels] },
          text: { type: 'float32', data: text, shape: [1, shape.text] },
        },
        ['words'],
        { signal },
      );
      return words.data;
    },
    play: async ({ rows = windowRows, embedding, notes, style, seed, steps, guidance, temperature }) => {
      const { samples } = await makeMusic(networks, {
        rows,
        notes: notes === undefined ? undefined : noteRowsOf(notes),
        style,
        conditioning: embedding === undefined ? [] : [{ seconds: 0, embedding: Array.from(embedding) }],
        settings: { ...musflowSettingsSchema.parse({}), steps, guidance, temperature },
        seed,
        signal,
      });
      return samples;
    },
    vocode: ({ data }, notes, signal) =>
      sound.vocode(data, scoreControl({ ...notes, columns: 6 }, windowRows), 0, signal),
    close: async () => {
      await towers.close();
      await networks.close();
    },
  };
}

function noteRowsOf({ rows, data }: NoteTable): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * 6, i * 6 + 6)));
}

/** Twelve digits that other weights do not have. */
function identityOf(packs: readonly Pack[]): string {
  const hashes = packs.flatMap(({ manifest }) => manifest.files.map(({ sha256 }) => sha256));
  return createHash('sha256').update(hashes.sort().join()).digest('hex').slice(0, 12);
}
