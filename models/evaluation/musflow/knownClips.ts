/** Clips of a set that are only heard: what distances are measured to, and what training has. */
import { heardSchema } from './clipMeasures.ts';
import { readClips } from './askedClips.ts';
import { MeasureFile } from './measureCache.ts';
import type { AbortSignalLike } from '../../../bridge/protocol/errors.ts';
import type { BeatsPerMinute } from '../../../bridge/protocol/units.ts';
import type { Split } from '../../dataset/split.ts';
import type { NoteTable } from '../metrics/audio/chroma.ts';
import type { AskedClip } from './askedClips.ts';
import type { ClipListener } from './clipListener.ts';
import type { Heard } from './clipMeasures.ts';

/** A clip that was not made by us, with what the tables need of it. */
export interface KnownClip {
  heard: Heard;
  hasDrums: boolean;
  /** What its notes are in and how fast, where that was said. */
  key?: string | undefined;
  tempo?: BeatsPerMinute | undefined;
}

/** Which clips to hear, and by whom. */
export interface KnownClipsRequest {
  set: string;
  split: Split;
  ids: readonly string[];
  /** Folder, and name of the file in it, where what was heard is kept. */
  cache: string;
  name: string;
  listener: ClipListener;
  signal?: AbortSignalLike | undefined;
  onClip?: ((clip: AskedClip, done: number) => void) | undefined;
}

/** Hears clips in the order of the shards; those that were heard before are not heard again. */
export async function hearKnownClips(request: KnownClipsRequest): Promise<KnownClip[]> {
  const { set, split, ids, cache, name, listener, signal, onClip } = request;
  const file = await MeasureFile.open(cache, name, heardSchema);
  const known: KnownClip[] = [];
  for await (const clip of readClips(set, split, new Set(ids), signal)) {
    const heard = await file.of(
      clip.id,
      async () => (await listener.hear(clip.id, clip.audio, signal)).heard,
    );
    const { key, tempo } = clip.record.attributes;
    known.push({ heard, hasDrums: hasDrums(clip.notes), key, tempo });
    onClip?.(clip, known.length);
  }
  return known;
}

const drums = 3;

/** Whether drums begin in the clip. */
export function hasDrums({ rows, data }: NoteTable): boolean {
  return Array.from({ length: rows }, (_, i) => i).some(
    (i) => data[i * 6] === drums && (data[i * 6 + 2] as number) >= 0,
  );
}
