/** `npm run evaluate -- musflow --set FOLDER`: opens what is needed, evaluates, and writes the sheet of spectrograms. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildStateSchema } from '../../dataset/buildState.ts';
import { findShards } from '../../dataset/findShards.ts';
import { openAudioEncoder } from '../../perception/audioEncoder.ts';
import { openTextEncoder } from '../../perception/textEncoder.ts';
import { RenderPool } from '../../rendering/renderPool.ts';
import { loadSoundFont } from '../../rendering/soundFont.ts';
import { PackStore } from '../../runtime/packStore.ts';
import { findInstallation } from '../../takes/installation.ts';
import { writeClipSheet } from './clipSheet.ts';
import { evaluateMusflow } from './evaluateMusflow.ts';
import { musflowReport } from './musflowReport.ts';
import { openPlayer } from './openPlayer.ts';
import type { Report } from '../writeResults.ts';
import type { SheetRow } from './clipSheet.ts';
import type { EvaluationProgress } from './evaluateMusflow.ts';

/** What may be set. */
export interface MusflowRunOptions {
  /** Folder of shards, as `leitmotif dataset build --own` writes them. It is only read. */
  set: string;
  clips?: number | undefined;
  trainingClips?: number | undefined;
  /** Where the packs lie; the installation's own unless told. */
  packs?: string | undefined;
  /** Folder for the sheet of spectrograms. */
  results: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
}

/** Clips a variant and clips of training unless told: about twenty minutes on two cores of one's own. */
const usual = { clips: 32, trainingClips: 240 } as const;

/** Evaluates the musflow packs. What was measured is kept under `build/evaluation`, so that the same call goes on after a break. */
export async function runMusflow(options: MusflowRunOptions): Promise<Report> {
  const { set, results, signal, onProgress } = options;
  const { root, packs, soundFont } = findInstallation();
  const store = new PackStore(options.packs ?? packs);
  const own = new PackStore(packs);
  const closing: (() => Promise<void>)[] = [];
  try {
    const player = await openPlayer(store, signal);
    closing.push(() => player.close());
    const judge = await openAudioEncoder(await own.open('musicnn-mtt', { signal }), { signal });
    closing.push(() => judge.close());
    const text = await openTextEncoder(await own.open('all-minilm-l6-v2', { signal }), { signal });
    closing.push(() => text.close());
    const pool = new RenderPool();
    closing.push(() => pool.close());
    const rows: SheetRow[] = [];
    const evaluation = await evaluateMusflow({
      set,
      cache: join(root, 'build/evaluation', `musflow-${player.identity}-${await identityOf(set)}`),
      clips: options.clips ?? usual.clips,
      trainingClips: options.trainingClips ?? usual.trainingClips,
      player,
      judge,
      renderer: { pool, soundFont: await loadSoundFont(soundFont), signal },
      signal,
      onProgress,
      onMade: ({ record, audio }, made) => {
        rows.push({ title: record.captions[0] ?? record.id, asked: audio, made });
        return Promise.resolve();
      },
    });
    await writeClipSheet(rows, join(results, 'musflow.png'));
    const { megabytes, identity } = player;
    return await musflowReport(evaluation, {
      ...{ tags: judge.tags, text, megabytes, identity, signal },
      set: `${basename(set)} (${await madeWith(set)})`,
    });
  } finally {
    for (const close of closing) await close();
  }
}

/** How a set was built, as its builds note it: with this the same set is built again. */
async function madeWith(set: string): Promise<string> {
  const states = (await readdir(set)).filter((name) => name.endsWith('.state.json')).sort();
  const [first] = states;
  if (first === undefined) return 'no record of its build';
  const { settings } = buildStateSchema.parse(JSON.parse(await readFile(join(set, first), 'utf8')));
  const told = ['kind', 'clips', 'seed', 'perShard', 'recipe'] as const;
  return told.flatMap((name) => (name in settings ? [`${name} ${String(settings[name])}`] : [])).join(', ');
}

/** Eight digits of the names and sizes of a set's shards. */
async function identityOf(set: string): Promise<string> {
  const shards = await findShards(set);
  const sizes = await Promise.all(shards.map(async (path) => `${basename(path)} ${(await stat(path)).size}`));
  return createHash('sha256').update(sizes.join()).digest('hex').slice(0, 8);
}
