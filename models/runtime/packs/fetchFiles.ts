/** The files of a pack from its origin. What an earlier, interrupted installation fetched is kept. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { HashTrust, HubFile, HubPackManifest, InstalledPack } from '../../../bridge/protocol/hubPack.ts';
import type { HttpClient } from '../download/httpClient.ts';
import { downloadFile } from '../download/downloadFile.ts';
import { expectSpace } from '../download/freeSpace.ts';
import { openHttpClient } from '../download/httpClient.ts';
import { partialBytes } from '../download/partialFile.ts';
import { askRemoteFile } from '../download/remoteFile.ts';
import { hashFile } from '../fileHash.ts';
import { hubFileUrl } from './hubManifests.ts';
import type { InstallOptions } from './installPack.ts';

/** The files that came, as the record keeps them. */
export interface CameFiles {
  readonly files: InstalledPack['files'];
  /** Bytes over the network. */
  readonly received: number;
}

/** A file with all that is known of it before it comes. */
interface WantedFile {
  readonly path: string;
  readonly url: string;
  readonly target: string;
  /** Exact; absent where neither manifest nor origin states it. */
  readonly bytes: number | undefined;
  readonly sha256: string | undefined;
  readonly trust: HashTrust;
  /** Exact or about. */
  readonly about: number;
}

/** Fetches all files into a folder. Throws as {@link downloadFile} and {@link expectSpace} do. */
export async function fetchFiles(
  manifest: HubPackManifest,
  folder: string,
  options: InstallOptions,
): Promise<CameFiles> {
  const { silenceMs } = options;
  const http = await openHttpClient(silenceMs === undefined ? {} : { silenceMs });
  try {
    const wanted: WantedFile[] = [];
    for (const file of manifest.files) wanted.push(await ask(manifest, file, folder, { ...options, http }));
    await expectSpace(folder, await missingBytes(wanted), options.freeBytes);
    return await fetchAll(wanted, http, options);
  } finally {
    await http.close();
  }
}

async function ask(
  manifest: HubPackManifest,
  file: HubFile,
  folder: string,
  { http, signal, progress }: InstallOptions & { http: HttpClient },
): Promise<WantedFile> {
  throwIfCancelled(signal);
  progress?.({ stage: 'ask', file: file.path, bytes: 0 });
  const url = hubFileUrl(manifest, file.path);
  const stated = await askRemoteFile(url, http, signal);
  const bytes = file.isRounded === true ? stated.bytes : file.bytes;
  return {
    path: file.path,
    url,
    target: join(folder, file.path),
    bytes,
    sha256: file.sha256 ?? stated.sha256,
    trust: file.sha256 !== undefined ? 'published' : stated.sha256 !== undefined ? 'stated' : 'first-use',
    about: bytes ?? file.bytes,
  };
}

async function missingBytes(files: readonly WantedFile[]): Promise<number> {
  const missing = await Promise.all(
    files.map(async ({ target, url, about }) => Math.max(0, about - (await bytesHere(target, url)))),
  );
  return missing.reduce((sum, bytes) => sum + bytes, 0);
}

async function bytesHere(target: string, url: string): Promise<number> {
  const whole = await stat(target).catch(() => undefined);
  return whole?.size ?? partialBytes(target, url);
}

async function fetchAll(
  wanted: readonly WantedFile[],
  http: HttpClient,
  options: InstallOptions,
): Promise<CameFiles> {
  const files: InstalledPack['files'] = [];
  const isExact = wanted.every(({ bytes }) => bytes !== undefined);
  const of = isExact ? { of: wanted.reduce((sum, { about }) => sum + about, 0) } : {};
  let done = 0;
  let received = 0;
  for (const file of wanted) {
    throwIfCancelled(options.signal);
    const onBytes = (bytes: number): void => {
      options.progress?.({ stage: 'download', file: file.path, bytes: done + bytes, ...of });
    };
    const came = (await cameBefore(file, options)) ?? (await fetchOne(file, http, { ...options, onBytes }));
    files.push({ path: file.path, bytes: came.bytes, sha256: came.sha256, trust: file.trust });
    done += came.bytes;
    received += came.received;
    onBytes(0);
  }
  return { files, received };
}

interface Came {
  readonly bytes: number;
  readonly sha256: string;
  readonly received: number;
}

/** A file that an earlier installation fetched whole; undefined where it did not, or other bytes are known now. */
async function cameBefore(file: WantedFile, { signal }: InstallOptions): Promise<Came | undefined> {
  const found = await stat(file.target).catch(() => undefined);
  if (found === undefined || (file.bytes !== undefined && found.size !== file.bytes)) return undefined;
  const sha256 = await hashFile(file.target, signal);
  if (file.sha256 !== undefined && file.sha256 !== sha256) return undefined;
  return { bytes: found.size, sha256, received: 0 };
}

async function fetchOne(
  { url, target, bytes, sha256 }: WantedFile,
  http: HttpClient,
  { signal, pauseMs, onBytes }: InstallOptions & { onBytes: (bytes: number) => void },
): Promise<Came> {
  await mkdir(dirname(target), { recursive: true });
  return downloadFile({
    url,
    path: target,
    http,
    bytes,
    hash: sha256 === undefined ? undefined : { algorithm: 'sha256', value: sha256 },
    signal,
    onBytes,
    ...(pauseMs === undefined ? {} : { pauseMs }),
  });
}
