/** What every build is told and answers. */
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { BuildStateFile } from './buildState.ts';
import type { WorkShare } from './own/planClips.ts';
import type { Disk } from './shards/diskFile.ts';

/** How a set is built. */
export interface BuildOptions {
  /** Name of the set: shards are `<name>-<split>-<number>.tar`. */
  name: string;
  /** Folder of the shards. */
  out: string;
  seed: number;
  /** Most samples of a shard. */
  perShard: number;
  /** Which part of the shards this run writes. */
  share: WorkShare;
  /** Clips that are rendered side by side, each in a thread of its own. */
  workers: number;
  signal?: AbortSignal | undefined;
  progress?: ProgressListener | undefined;
  /** The disk that is written to; this machine's unless told. */
  disk?: Disk | undefined;
}

/** What a build has done, earlier runs of the same share included. */
export interface BuildReport extends Pick<BuildStateFile, 'shards' | 'skipped'> {
  folder: string;
  name: string;
  /** Shards that were there already and were left as they are. */
  kept: number;
}
