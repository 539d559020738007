/** Where Leitmotif is installed: packs, SoundFont, knowledge and samples, found from the running file. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The parts of an installation, as absolute paths. They may be missing; who needs one says so. */
export interface Installation {
  root: string;
  packs: string;
  /** The five packs of the musflow engine: those of a person's own training, where `LEITMOTIF_MUSFLOW_PACKS` names their folder. */
  musflow: string;
  soundFont: string;
  knowledge: string;
  samples: string;
}

/** Finds the installation that this code belongs to, whether it runs from `dist/` or from its sources. */
export function findInstallation(): Installation {
  const root = findRoot(dirname(fileURLToPath(import.meta.url)));
  return {
    root,
    packs: join(root, 'models/packs'),
    musflow: process.env.LEITMOTIF_MUSFLOW_PACKS ?? join(root, 'models/packs'),
    soundFont: join(root, 'media/soundfont/leitmotif.sf3'),
    knowledge: join(root, 'models/brief/knowledge'),
    samples: join(root, 'media/samples'),
  };
}

/** The version of the program, from its package.json. */
export function programVersion(): string {
  const { version } = readPackage(findInstallation().root) ?? {};
  return version ?? 'unknown';
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (readPackage(folder)?.name === 'leitmotif') return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json of leitmotif above ${start}`);
  }
}

function readPackage(folder: string): { name?: string; version?: string } | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
}
