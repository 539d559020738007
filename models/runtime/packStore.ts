import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { PackManifest } from '../../bridge/protocol/packManifest.ts';
import { parsePackManifest } from './packManifestFile.ts';
import { verifyPackFile } from './packVerification.ts';

/** A pack whose files were all verified. */
export interface Pack {
  readonly manifest: PackManifest;
  /** The folder it lies in. */
  readonly folder: string;
}

/** What a look at one folder found: a manifest, or the reason why there is none. */
export type PackFinding =
  | { readonly id: string; readonly manifest: PackManifest }
  | { readonly id: string; readonly error: LeitmotifError };

/**
 * The packs in one directory, a folder each.
 *
 * It knows files and hashes, and nothing of what a model computes.
 */
export class PackStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * Looks at every folder that holds a manifest, in the order of their names. Files are not hashed here.
   *
   * @throws LeitmotifError `pack-missing` if the directory cannot be read
   */
  async list(): Promise<PackFinding[]> {
    const names = await this.#folderNames();
    const found = await Promise.all(names.map((id) => this.#look(id)));
    return found.filter((finding) => finding !== undefined);
  }

  /**
   * Finds a pack and verifies each of its files, the first time in this process by reading it whole.
   *
   * @throws LeitmotifError `pack-missing`, `pack-manifest-invalid`, `pack-incompatible`, `pack-corrupt`,
   *   `cancelled`
   */
  async open(id: string, options: { signal?: AbortSignalLike | undefined } = {}): Promise<Pack> {
    throwIfCancelled(options.signal);
    const manifest = await this.#readManifest(id);
    const folder = join(this.directory, id);
    for (const file of manifest.files) await verifyPackFile(folder, file, options.signal);
    return { manifest, folder };
  }

  async #folderNames(): Promise<string[]> {
    try {
      const entries = await readdir(this.directory, { withFileTypes: true });
      return entries
        .filter((entry) => !entry.isFile())
        .map((entry) => entry.name)
        .sort();
    } catch (cause) {
      throw missing('The directory of packs cannot be read', this.directory, cause);
    }
  }

  async #look(id: string): Promise<PackFinding | undefined> {
    try {
      return { id, manifest: await this.#readManifest(id) };
    } catch (error) {
      if (!(error instanceof LeitmotifError)) throw error;
      // A folder without a manifest is some other folder, not a broken pack.
      return error.code === 'pack-missing' ? undefined : { id, error };
    }
  }

  async #readManifest(id: string): Promise<PackManifest> {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(id)) throw missing('No pack can bear this name', id);
    const path = join(this.directory, id, 'manifest.json');
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw missing(`The pack ${id} is not installed`, path, cause);
    });
    const manifest = parsePackManifest(bytes, path);
    if (manifest.id !== id) throw misnamed(manifest.id, path);
    return manifest;
  }
}

function missing(what: string, subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('pack-missing', {
    what,
    subject,
    next: 'Install Leitmotif again, or name the directory that holds its packs',
    cause,
  });
}

function misnamed(id: string, subject: string): LeitmotifError {
  return new LeitmotifError('pack-manifest-invalid', {
    what: `The manifest belongs to the pack ${id}, not to the folder it lies in`,
    subject,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
  });
}
