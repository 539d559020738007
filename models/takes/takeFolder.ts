/**
 * The folder of one take: written beside its final place under a name that ends in `.part`, then renamed, so that
 * a folder with a take's name always holds a whole take. Nothing is ever overwritten.
 *
 *   takes/harbour-7.<host>-<process>.part/   →   takes/harbour-7/   (or harbour-7-2, harbour-7-3, …)
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { outputError } from './outputError.ts';

/** A take folder that is being written. */
export interface TakeFolder {
  /** Where to write now. */
  readonly path: string;
  /** Gives the folder its final name; returns its path. `complete` writes what must know that name, last of all. */
  keep(complete: (name: string) => Promise<void>): Promise<string>;
  /** Removes everything that was written. Does nothing after {@link TakeFolder.keep}. */
  discard(): void;
}

const thisHost = hostname().replaceAll(/[^\w-]/g, '_');
const open = new Set<TakeFolder>();
let opened = 0;

/**
 * Creates the folder of a take under `out`, and `out` itself where it is missing.
 *
 * @throws LeitmotifError `output-is-file`, `output-unwritable`, `disk-full`.
 */
export function openTakeFolder(out: string, name: string): TakeFolder {
  const parent = resolve(out);
  try {
    const made = makeParent(parent);
    removeStale(parent);
    const path = join(parent, `${name}.${thisHost}-${process.pid}-${++opened}.part`);
    mkdirSync(path);
    return takeFolder(path, name, made);
  } catch (cause) {
    throw outputError(cause, out);
  }
}

/** Removes what lies in a folder that is being written: what an earlier attempt left. */
export async function emptyFolder(folder: string): Promise<void> {
  try {
    const names = await readdir(folder);
    await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })));
  } catch (cause) {
    throw outputError(cause, folder);
  }
}

/** Discards all folders that are being written; for the last moment of a process. */
export function discardOpenTakeFolders(): void {
  for (const folder of open) folder.discard();
}

function takeFolder(path: string, name: string, made: string | undefined): TakeFolder {
  const folder: TakeFolder = {
    path,
    async keep(complete) {
      const kept = await renameToFree(path, name, complete);
      open.delete(folder);
      return kept;
    },
    discard() {
      if (!open.delete(folder)) return;
      try {
        // Render threads may still be writing when a process ends at once.
        rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
        if (made !== undefined) removeEmpty(dirname(path), made);
      } catch {
        // The error that led here is the one to tell; what is left is removed by the next process.
      }
    },
  };
  open.add(folder);
  return folder;
}

/** Returns the uppermost folder that had to be made. */
function makeParent(parent: string): string | undefined {
  if (existsSync(parent) && !statSync(parent).isDirectory()) {
    throw new LeitmotifError('output-is-file', {
      what: 'The output is a file, not a folder',
      subject: parent,
      next: 'Choose a folder for takes',
    });
  }
  return makeFolders(parent);
}

/** As `mkdir -p`; Node's own never returns in a folder such as /proc, where nothing can be made (Node 20). */
function makeFolders(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = dirname(folder);
  if (above === folder) return undefined;
  const uppermost = makeFolders(above);
  mkdirSync(folder);
  return uppermost ?? folder;
}

async function renameToFree(
  path: string,
  name: string,
  complete: (name: string) => Promise<void>,
): Promise<string> {
  for (let n = 1; ; n++) {
    const target = join(dirname(path), n === 1 ? name : `${name}-${n}`);
    if (existsSync(target)) continue;
    await complete(basename(target));
    try {
      renameSync(path, target);
      return target;
    } catch (cause) {
      // Somebody else took the name in between.
      if (!existsSync(target)) throw outputError(cause, target);
    }
  }
}

/** Removes what processes of this machine left that no longer run. */
function removeStale(parent: string): void {
  for (const entry of readdirSync(parent)) {
    const [, host, id] = /\.(.+)-(\d+)-\d+\.part$/.exec(entry) ?? [];
    if (host !== thisHost || isInUse(Number(id), join(parent, entry))) continue;
    rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

function isInUse(id: number, path: string): boolean {
  // Process ids come round again: one that is ours is only in use if we opened it.
  if (id === process.pid) return [...open].some((folder) => folder.path === path);
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes empty folders from `folder` up to `last`. */
function removeEmpty(folder: string, last: string): void {
  for (let path = folder; path.startsWith(last); path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch {
      return; // Not empty: somebody else has begun to use it.
    }
  }
}
