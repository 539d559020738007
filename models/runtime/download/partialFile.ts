/** A file that is still coming: `<path>.part`, and beside it what is known of the version it belongs to. */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

/** Tells one version of a remote file from another: its address and the tag that its server gave it. */
export interface RemoteVersion {
  readonly url: string;
  /** A strong ETag; absent where the server gave none. */
  readonly etag?: string;
}

/** The file's name while it is coming. */
export function partialPath(path: string): string {
  return `${path}.part`;
}

/** Bytes of it that are here; 0 where they belong to another address. */
export async function partialBytes(path: string, url: string): Promise<number> {
  const version = await readVersion(path);
  if (version?.url !== url) return 0;
  const found = await stat(partialPath(path)).catch(() => undefined);
  return found?.size ?? 0;
}

/** The version that the bytes here belong to. */
export async function readVersion(path: string): Promise<RemoteVersion | undefined> {
  try {
    return JSON.parse(await readFile(versionPath(path), 'utf8')) as RemoteVersion;
  } catch {
    // Without a readable note nothing is known of the bytes, and they are fetched anew.
    return undefined;
  }
}

/** Notes the version before its first byte is written. */
export async function writeVersion(path: string, version: RemoteVersion): Promise<void> {
  await writeFile(versionPath(path), JSON.stringify(version));
}

/** The file is whole: gives it its name. */
export async function completePartial(path: string): Promise<void> {
  await rename(partialPath(path), path);
  await rm(versionPath(path), { force: true });
}

/** Removes what has come. */
export async function discardPartial(path: string): Promise<void> {
  await Promise.all([partialPath(path), versionPath(path)].map((name) => rm(name, { force: true })));
}

function versionPath(path: string): string {
  return `${path}.part.json`;
}
