/** The files of one rendering: where they go, and how they disappear when it does not succeed. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AudioFileError } from '../audio/audioFileError.ts';
import type { Part } from '../../bridge/protocol/score.ts';

/** Temporary folders are named for the process that owns them, so that those of a dead process can be told. */
const temporaryName = /^\.rendering-(\d+)-/;

/** Makes one folder, or finds it. Not recursive: Node 20's never returns below /proc, where nothing can be made. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
}

/** The folder of a take while it is rendered. */
export class RenderFolder {
  readonly mix: string;
  /** One path a part: `stems/lead.wav`; the second part of a role is `stems/lead-2.wav`. */
  readonly stems: readonly string[];
  readonly #folder: string;
  #temporary: string | undefined;

  constructor(folder: string, parts: readonly Part[]) {
    this.#folder = folder;
    this.mix = join(folder, 'mix.wav');
    const counts = new Map<string, number>();
    this.stems = parts.map(({ role }) => {
      const count = (counts.get(role) ?? 0) + 1;
      counts.set(role, count);
      return join(folder, 'stems', `${role}${count === 1 ? '' : `-${String(count)}`}.wav`);
    });
  }

  /** Makes the folders; the parent must be there. Throws {@link AudioFileError}. */
  async open(withStems: boolean): Promise<void> {
    try {
      await makeFolder(this.#folder);
      if (withStems) await makeFolder(join(this.#folder, 'stems'));
      await this.#removeAbandoned();
      this.#temporary = await mkdtemp(join(this.#folder, `.rendering-${String(process.pid)}-`));
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
      throw new AudioFileError(isFull ? 'disk-full' : 'unwritable', this.#folder, error);
    }
  }

  /** A path for a temporary file. */
  temporary(name: string): string {
    if (this.#temporary === undefined) throw new Error('The folder is not open');
    return join(this.#temporary, name);
  }

  /** Removes the temporary files. */
  async close(): Promise<void> {
    if (this.#temporary !== undefined) await rm(this.#temporary, { recursive: true, force: true });
    this.#temporary = undefined;
  }

  /** Removes what was written, finished or not. */
  async removeResults(): Promise<void> {
    const paths = [this.mix, ...this.stems].flatMap((path) => [path, `${path}.part`]);
    await Promise.all(paths.map((path) => rm(path, { force: true }).catch(ignore)));
    const stems = join(this.#folder, 'stems');
    const left = await readdir(stems).catch(() => ['?']);
    if (left.length === 0) await rm(stems, { recursive: true }).catch(ignore);
  }

  /** Removes temporary folders of processes that were killed. */
  async #removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const owner = temporaryName.exec(name)?.[1];
      if (owner === undefined || isAlive(Number(owner))) continue;
      await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

/** What cannot be removed stays; the error that led here is the one to report. */
function ignore(): void {
  // Nothing to do.
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
