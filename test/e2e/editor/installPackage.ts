/** Before the tests of `person/`: packs the extension where that is stale, and installs it once into a folder that every server uses. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { hasPeer } from '../../peers/findPeer.ts';
import { installExtension } from './startCodeServer.ts';

declare module 'vitest' {
  /** What tests are told. */
  export interface ProvidedContext {
    /** The folder of extensions with Leitmotif in it. */
    extensions: string;
    /** The `.vsix` that was installed. */
    vsix: string;
  }
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = `linux-${process.arch}`;

/** What vitest calls; returns what it calls in the end. Where there is no editor, nothing happens. */
export function setup(project: TestProject): (() => void) | undefined {
  if (!hasPeer('code-server')) return undefined;
  const pack = spawnSync(
    process.execPath,
    [join(root, 'extension/packaging/packageExtension.mjs'), target, '--if-stale'],
    { cwd: root, stdio: 'inherit' },
  );
  if (pack.status !== 0) throw new Error('The extension could not be packed');
  const vsix = join(root, `build/vsix/leitmotif-${target}.vsix`);
  const extensions = mkdtempSync(join(tmpdir(), 'leitmotif-extensions-'));
  const remove = () => {
    rmSync(extensions, { recursive: true, force: true });
  };
  try {
    installExtension(vsix, extensions);
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('extensions', extensions);
  project.provide('vsix', vsix);
  return remove;
}
