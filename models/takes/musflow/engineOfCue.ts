/** The engine of a cue's takes: what the cue asks, or what fits packs and machine. */
import { createHash } from 'node:crypto';
import { freemem } from 'node:os';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { chooseEngine } from '../../engines/musflow/chooseEngine.ts';
import { musflowPackIds } from '../../engines/musflow/networks/packShapes.ts';
import { PackStore } from '../../runtime/packStore.ts';
import { rememberedPace } from './musflowPace.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { PackManifest } from '../../../bridge/protocol/packManifest.ts';
import type { EngineChoice, EngineName } from '../../engines/musflow/chooseEngine.ts';

/** Weights widened to single precision, the networks' working memory, and a piece of some minutes. */
const memoryPerPackByte = 4;
const workingMemory = 400e6;

/**
 * Chooses the engine; reads manifests only.
 *
 * @throws LeitmotifError `pack-missing` where musflow is asked for and not there, `setting-invalid` where it is asked to do without a
 *   score and its pack was not found good enough for that
 */
export async function engineOfCue(cue: Cue, packs: string): Promise<EngineChoice> {
  const { engine: asked } = cue;
  if (asked === 'score') return { name: 'score', asked, reason: 'asked for' };
  const manifests = await musflowManifests(new PackStore(packs));
  const missing = Object.values(musflowPackIds).filter((id) => !manifests.has(id));
  if (asked === 'musflow' && missing.length > 0) throw notInstalled(missing);
  const velocity = manifests.get(musflowPackIds.velocity);
  const bytes = [...manifests.values()]
    .flatMap(({ files }) => files)
    .reduce((sum, file) => sum + file.bytes, 0);
  const choice = chooseEngine({
    asked,
    missing,
    isBetter: velocity?.preprocessing.better === true,
    freeMemory: freemem(),
    neededMemory: workingMemory + memoryPerPackByte * bytes,
    secondsPerWindow: await rememberedPace(hashOfPacks([...manifests.values()])),
  });
  const unused = choice.name === 'score' && Object.keys(cue.musflow ?? {}).length > 0;
  if (unused) return { ...choice, reason: `${choice.reason}; settings of musflow had no effect` };
  const needsScore = velocity?.preprocessing.scoreFree !== true;
  if (choice.name === 'musflow' && cue.musflow?.score === false && needsScore) throw scoreNeeded();
  return choice;
}

/**
 * Whether stems are written: where the engine has them, unless told.
 *
 * @throws LeitmotifError `setting-invalid` where stems are asked of a mix that has none
 */
export function stemsOf(engine: EngineName, asked: boolean | undefined): boolean {
  if (engine === 'score') return asked ?? true;
  if (asked !== true) return false;
  throw new LeitmotifError('setting-invalid', {
    what: 'The musflow engine makes one sound of all parts; stems that were made apart would not add up to it',
    subject: 'stems with the engine musflow',
    next: 'Leave stems out, or choose the engine score',
  });
}

/** One name for a set of packs. */
export function hashOfPacks(manifests: readonly PackManifest[]): string {
  const hash = createHash('sha256');
  for (const { files } of manifests) for (const { sha256 } of files) hash.update(sha256);
  return hash.digest('hex');
}

async function musflowManifests(store: PackStore): Promise<Map<string, PackManifest>> {
  const wanted: readonly string[] = Object.values(musflowPackIds);
  const found = await store.list().catch(() => []);
  const manifests = found.flatMap((one) =>
    'manifest' in one && wanted.includes(one.id) ? [one.manifest] : [],
  );
  return new Map(wanted.flatMap((id) => manifests.filter((one) => one.id === id).map((one) => [id, one])));
}

function notInstalled(missing: readonly string[]): LeitmotifError {
  return new LeitmotifError('pack-missing', {
    what: 'Packs of the musflow engine are not there, or their manifests cannot be read',
    subject: missing.join(', '),
    next: 'Install Leitmotif with its musflow packs, or choose the engine score',
  });
}

function scoreNeeded(): LeitmotifError {
  return new LeitmotifError('setting-invalid', {
    what: 'The installed musflow packs were not found good enough to make music without a score',
    subject: 'musflow without a score',
    next: 'Let the score engine write the score: leave out --no-score, or the setting score: false',
  });
}
