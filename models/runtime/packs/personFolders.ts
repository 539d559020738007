/** The folders that belong to the person: data, settings and cache, where each platform keeps them. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A kind of folder. */
export type FolderKind = 'data' | 'settings' | 'cache';

const linux: Readonly<Record<FolderKind, readonly [string, string]>> = {
  data: ['XDG_DATA_HOME', '.local/share'],
  settings: ['XDG_CONFIG_HOME', '.config'],
  cache: ['XDG_CACHE_HOME', '.cache'],
};

const mac: Readonly<Record<FolderKind, string>> = {
  data: 'Library/Application Support/Leitmotif',
  settings: 'Library/Application Support/Leitmotif',
  cache: 'Library/Caches/Leitmotif',
};

/** Leitmotif's folder of a kind. It may not exist yet. */
export function personFolder(kind: FolderKind, environment: NodeJS.ProcessEnv = process.env): string {
  // Set on every platform, so that tests and portable installations need touch nothing else.
  const home = environment.LEITMOTIF_HOME;
  if (home) return join(home, kind);
  if (process.platform === 'darwin') return join(homedir(), mac[kind]);
  if (process.platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'Leitmotif', kind);
  }
  const [variable, usual] = linux[kind];
  return join(environment[variable] || join(homedir(), usual), 'leitmotif');
}
