/** The extension in a real editor: code-server and Chromium, where they are installed. What measures is loaded only then. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';

type Run = () => Promise<BenchRow[]>;

/** Activation, sound after a command and after a slider, frames of the panel. */
export function runEditorBench(): Promise<BenchRow[]> {
  return runInEditor('editor');
}

/** Memory over fifty takes. */
export function runEditorTakesBench(): Promise<BenchRow[]> {
  return runInEditor('editor:takes');
}

async function runInEditor(part: string): Promise<BenchRow[]> {
  const { root } = findInstallation();
  const { findCodeServer } = (await load(join(root, '.ci/codeServer.mjs'))) as {
    findCodeServer: () => Record<string, string>;
  };
  const programs = findCodeServer();
  if (Object.keys(programs).length === 0) {
    const detail =
      'skipped: code-server or Chromium is not installed; `npm run check` makes the one, Debian has the other';
    return [benchRow({ name: `${part}: nothing measured`, value: 0, unit: 'figures', samples: [], detail })];
  }
  Object.assign(process.env, programs);
  const { editorParts } = (await load(join(root, 'dist/editorBench.js'))) as {
    editorParts: Record<string, Run>;
  };
  return (await editorParts[part]?.()) ?? [];
}

/** By its path: it is no part of this bundle. */
function load(path: string): Promise<unknown> {
  return import(pathToFileURL(path).href);
}
