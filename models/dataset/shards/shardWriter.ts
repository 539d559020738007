/**
 * Writes one shard: a tar beside its place under a name that ends in `.part`, renamed when it is whole. A tar with a shard's
 * name is therefore always a whole shard. The same samples give the same bytes: no times, no owners.
 */
import { createHash } from 'node:crypto';
import { createTarPacker } from 'modern-tar';
import { datasetOutputError } from '../datasetError.ts';
import type { TarPackController } from 'modern-tar';
import type { Sample } from '../sample.ts';
import type { Disk, WritableFile } from './diskFile.ts';
import { sampleFiles } from './sampleFiles.ts';

/** A shard that was written. */
export interface WrittenShard {
  samples: number;
  bytes: number;
  sha256: string;
}

/** 1970: a tar must name a time. */
const noTime = new Date(0);

/** A shard that is being written. */
export class ShardWriter {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #file: WritableFile;
  readonly #tar: TarPackController;
  readonly #written: Promise<void>;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #samples = 0;
  #failure: { error: unknown } | undefined;

  private constructor(path: string, disk: Disk, file: WritableFile) {
    this.#path = path;
    this.#disk = disk;
    this.#file = file;
    const { readable, controller } = createTarPacker();
    this.#tar = controller;
    this.#written = this.#drain(readable).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  /** Opens `path + '.part'`. Throws `disk-full`, `output-unwritable`. */
  static async open(path: string, disk: Disk): Promise<ShardWriter> {
    try {
      return new ShardWriter(path, disk, await disk.create(`${path}.part`));
    } catch (cause) {
      throw datasetOutputError(cause, path);
    }
  }

  /** Appends a sample. After an error nothing of the shard is left; throws `disk-full`, `output-unwritable`. */
  async add(sample: Sample): Promise<void> {
    await this.#guarded(async () => {
      for (const { name, bytes } of sampleFiles(sample)) await this.#pack(name, bytes);
      this.#samples++;
    });
  }

  /** Ends the tar and gives it its name. */
  async close(): Promise<WrittenShard> {
    await this.#guarded(async () => {
      this.#tar.finalize();
      await this.#written;
      if (this.#failure !== undefined) throw this.#failure.error;
      await this.#file.close();
      await this.#disk.rename(`${this.#path}.part`, this.#path);
    });
    return { samples: this.#samples, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Gives up: nothing of the shard is left. */
  async abandon(): Promise<void> {
    this.#failure ??= { error: new Error('abandoned') };
    this.#tar.error(this.#failure.error);
    await this.#written;
    await this.#file.abandon();
    await this.#disk.remove(`${this.#path}.part`);
  }

  async #pack(name: string, bytes: Uint8Array): Promise<void> {
    const header = {
      name,
      size: bytes.length,
      mtime: noTime,
      mode: 0o644,
      uid: 0,
      gid: 0,
      uname: '',
      gname: '',
    };
    const body = this.#tar.add(header).getWriter();
    await body.write(bytes);
    await body.close();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #drain(readable: ReadableStream<Uint8Array>): Promise<void> {
    const reader = readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // After a failure the rest is read and dropped: the packer must not wait for ever.
      if (this.#failure !== undefined) continue;
      try {
        await this.#file.write(value);
        this.#hash.update(value);
        this.#bytes += value.length;
      } catch (error) {
        this.#failure = { error };
      }
    }
  }

  async #guarded(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (cause) {
      await this.abandon().catch(() => undefined);
      throw datasetOutputError(this.#failure?.error ?? cause, this.#path);
    }
  }
}
