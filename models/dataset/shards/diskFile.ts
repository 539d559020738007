/** The file system as shards are written to it; tests put a full disk in its place. */
import { appendFile, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { makeFolder } from '../../runtime/packs/makeFolder.ts';

/** A file that is being written from beginning to end. */
export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Waits until the disk has it all. */
  close(): Promise<void>;
  /** Closes without a word. */
  abandon(): Promise<void>;
}

/** What is needed of a disk. */
export interface Disk {
  create(path: string): Promise<WritableFile>;
  /** Writes a small file whole or not at all: beside its place, then renamed. */
  replace(path: string, text: string): Promise<void>;
  /** Appends a text to a file, which is made where it is not there. */
  append(path: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** The bytes of a file; undefined where there is none. */
  size(path: string): Promise<number | undefined>;
  /** Names of what lies in a folder. */
  list(folder: string): Promise<string[]>;
  /** The text of a file; undefined where there is none. */
  read(path: string): Promise<string | undefined>;
}

/** The disk of this machine. */
export const localDisk: Disk = {
  async create(path) {
    const file = await open(path, 'w');
    return {
      write: async (bytes) => {
        for (let done = 0; done < bytes.length;) {
          done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
        }
      },
      close: async () => {
        await file.sync();
        await file.close();
      },
      abandon: async () => {
        await file.close().catch(() => undefined);
      },
    };
  },
  async replace(path, text) {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  },
  append: appendFile,
  rename,
  async remove(path) {
    await rm(path, { force: true });
  },
  async makeFolder(path) {
    await makeFolder(path);
  },
  async size(path) {
    return ifThere(async () => (await stat(path)).size);
  },
  list: (folder) => readdir(folder),
  async read(path) {
    return ifThere(() => readFile(path, 'utf8'));
  },
};

async function ifThere<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
