/** How fast this machine was with the engine's packs the last time, in the cache folder. Losing it costs nothing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJsonFile } from '../../runtime/packs/jsonFile.ts';
import { personFolder } from '../../runtime/packs/personFolders.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** Seconds that 10.24 s of music took with these packs; undefined where nothing was made yet. */
export async function rememberedPace(
  packs: string,
  folder = personFolder('cache'),
): Promise<Seconds | undefined> {
  try {
    const kept = JSON.parse(await readFile(pathIn(folder), 'utf8')) as { packs?: unknown; seconds?: unknown };
    return kept.packs === packs && typeof kept.seconds === 'number' ? kept.seconds : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; where that cannot be, it is measured again with the next take. */
export async function rememberPace(
  packs: string,
  seconds: Seconds,
  folder = personFolder('cache'),
): Promise<void> {
  await writeJsonFile(pathIn(folder), { packs, seconds }).catch(() => undefined);
}

function pathIn(folder: string): string {
  return join(folder, 'musflow-pace.json');
}
