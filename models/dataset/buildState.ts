/**
 * What a build has done so far, in `<set>.<i>-of-<n>.state.json` beside its shards: an interrupted build goes on behind the
 * last whole shard. The file is replaced whole after every shard.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { anotherSet, datasetOutputError } from './datasetError.ts';
import type { WorkShare } from './own/planClips.ts';
import type { Disk } from './shards/diskFile.ts';
import type { WrittenShard } from './shards/shardWriter.ts';

/** Something that did not become a sample, and why. */
const skippedSchema = z.object({ source: z.string(), code: z.string(), reason: z.string() });
/** Something that did not become a sample, and why. */
export type Skipped = z.infer<typeof skippedSchema>;

const shardSchema = z.object({ samples: z.number().int(), bytes: z.number().int(), sha256: z.string() });

/** What a build has done so far, as its file says it. */
export const buildStateSchema = z.object({
  leitmotifDataset: z.literal(1),
  settings: z.record(z.string(), z.unknown()).describe('What the samples depend on.'),
  fingerprint: z.string().describe('SHA-256 over the settings: another one is another set.'),
  shards: z.record(z.string(), shardSchema).describe('Whole shards by file name.'),
  skipped: z.array(skippedSchema),
});
/** What a build has done so far. */
export type BuildStateFile = z.infer<typeof buildStateSchema>;

/** The state of one share of a build. */
export class BuildState {
  readonly #path: string;
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #state: BuildStateFile;

  private constructor(path: string, folder: string, disk: Disk, state: BuildStateFile) {
    this.#path = path;
    this.#folder = folder;
    this.#disk = disk;
    this.#state = state;
  }

  /**
   * Reads what an earlier run of the same build left, or begins.
   *
   * @throws LeitmotifError `dataset-differs` where another set was begun under this name, `output-unwritable`, `disk-full`
   */
  static async open(
    place: { folder: string; name: string; share: WorkShare; disk: Disk },
    settings: Record<string, unknown>,
  ): Promise<BuildState> {
    const { folder, name, share, disk } = place;
    const path = join(folder, `${name}.${share.index}-of-${share.of}.state.json`);
    const fingerprint = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
    try {
      await disk.makeFolder(folder);
      const found = parse(await disk.read(path));
      await refuseOthers(place, fingerprint);
      const fresh = { leitmotifDataset: 1 as const, settings, fingerprint, shards: {}, skipped: [] };
      const state = new BuildState(path, folder, disk, found ?? fresh);
      if (found === undefined) await state.#save();
      return state;
    } catch (cause) {
      throw datasetOutputError(cause, path);
    }
  }

  /** True where a shard was written whole and is still there. */
  async has(file: string): Promise<boolean> {
    const known = this.#state.shards[file];
    return known !== undefined && (await this.#disk.size(join(this.#folder, file))) === known.bytes;
  }

  /** Notes a whole shard and what was skipped on the way to it. */
  async done(file: string, shard: WrittenShard, skipped: readonly Skipped[]): Promise<void> {
    this.#state.shards[file] = { ...shard };
    this.skip(skipped);
    await this.#save();
  }

  /** Notes what was skipped; each source once. Kept with the next shard, or by {@link save}. */
  skip(skipped: readonly Skipped[]): void {
    for (const one of skipped) {
      const isKnown = this.#state.skipped.some(
        ({ source, reason }) => source === one.source && reason === one.reason,
      );
      if (!isKnown) this.#state.skipped.push(one);
    }
  }

  /** Keeps what was noted. */
  async save(): Promise<void> {
    await this.#save();
  }

  /** What was done so far. */
  get summary(): Pick<BuildStateFile, 'shards' | 'skipped'> {
    return { shards: { ...this.#state.shards }, skipped: [...this.#state.skipped] };
  }

  async #save(): Promise<void> {
    try {
      await this.#disk.replace(this.#path, `${JSON.stringify(this.#state, null, 1)}\n`);
    } catch (cause) {
      throw datasetOutputError(cause, this.#path);
    }
  }
}

/** Shares of one set may lie in one folder; shares of different sets under one name would overwrite each other. */
async function refuseOthers(
  { folder, name, disk }: { folder: string; name: string; disk: Disk },
  fingerprint: string,
): Promise<void> {
  const files = await disk.list(folder);
  for (const file of files.filter((one) => one.startsWith(`${name}.`) && one.endsWith('.state.json'))) {
    const known = parse(await disk.read(join(folder, file)));
    if (known !== undefined && known.fingerprint !== fingerprint) throw anotherSet(join(folder, file));
  }
}

/** A file that cannot be read is as good as none: the shards are built again. */
function parse(text: string | undefined): BuildStateFile | undefined {
  if (text === undefined) return undefined;
  try {
    return buildStateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
