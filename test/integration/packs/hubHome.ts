/** A person's machine in a temporary folder, and a pack that a local server offers it. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256, startFileServer } from '../../fixtures/models/fileServer.ts';
import { packsDirectory } from './packReference.ts';
import type { HubPackManifest } from '../../../bridge/protocol/hubPack.ts';
import type { InstallOptions } from '../../../models/runtime/packs/installPack.ts';
import type { FileServer, ServedFile } from '../../fixtures/models/fileServer.ts';

/** A commit that never was. */
const revision = '0123456789abcdef0123456789abcdef01234567';

/** A machine, a server and the pack between them. */
export interface HubHome {
  readonly server: FileServer;
  readonly manifest: HubPackManifest;
  /** Options for everything that works on packs. */
  readonly options: InstallOptions & { bundled: string };
  /** Where packs are installed to. */
  readonly directory: string;
  /** How a file of the pack is served. */
  served(path: string): ServedFile;
  close(): Promise<void>;
}

/**
 * Sets up a machine.
 *
 * @param files the pack's files by their paths
 * @param fields what the manifest says beside the usual
 * @param published paths whose hash and exact length the manifest states
 */
export async function makeHubHome(
  files: Readonly<Record<string, Uint8Array>>,
  fields: Partial<HubPackManifest> = {},
  published: readonly string[] = Object.keys(files),
): Promise<HubHome> {
  const root = await mkdtemp(join(tmpdir(), 'leitmotif-hub-'));
  const paths = Object.entries(files);
  const address = (path: string): string => `/maker/model/resolve/${revision}/${path}`;
  const server = await startFileServer(
    Object.fromEntries(paths.map(([path, content]) => [address(path), { content }])),
  );
  const manifest: HubPackManifest = {
    schema: 1,
    id: 'tiny-pack',
    kind: 'clip',
    title: 'A tiny pack',
    purpose: 'Tests.',
    origin: { hub: server.url, repository: 'maker/model', revision },
    precision: 'fp32',
    licence: { code: 'MIT', weights: 'MIT', statedBy: 'the test' },
    commercialUse: true,
    musicMayBeSold: 'Yes.',
    files: paths.map(([path, content]) =>
      published.includes(path)
        ? { path, bytes: content.length, sha256: sha256(content) }
        : { path, bytes: 1000, isRounded: true },
    ),
    ...fields,
  };
  await mkdir(join(root, 'manifests'));
  await writeFile(join(root, 'manifests', `${manifest.id}.json`), JSON.stringify(manifest));
  const options = {
    bundled: packsDirectory,
    manifests: join(root, 'manifests'),
    environment: { LEITMOTIF_HOME: root },
    consent: () => Promise.resolve(true),
    pauseMs: 1,
    silenceMs: 1000,
  };
  return {
    server,
    manifest,
    options,
    directory: join(root, 'data/packs'),
    served: (path) => server.files.get(address(path))!,
    close: () => server.close(),
  };
}

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
