/** The last step of a set of folders: matched samples are cut from their recordings and written into shards. */
import { join } from 'node:path';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { readAudioFile } from '../../conditions/audioFile.ts';
import { matrixOf } from '../../runtime/npyFile.ts';
import { changedRecording } from '../datasetError.ts';
import { ShardWriter } from '../shards/shardWriter.ts';
import { splits } from '../split.ts';
import { noteColumns } from '../../engines/musflow/score/scoreNotes.ts';
import { shardName } from '../own/buildOwnSet.ts';
import { clipOf } from './musicCatalogue.ts';
import { decodeVector } from './stageRecords.ts';
import type { BuildState } from '../buildState.ts';
import type { BuildOptions } from '../buildOptions.ts';
import type { SentenceEncoder } from '../own/sceneClasses.ts';
import type { Sample } from '../sample.ts';
import type { Disk } from '../shards/diskFile.ts';
import type { Split } from '../split.ts';
import type { SourceFile } from './sourceFolder.ts';
import type { Composition, Match, Recording, Script, ScriptReview } from './stageRecords.ts';

/** Everything that was found for one picture. */
export interface Found {
  script: Script;
  review: ScriptReview;
  composition: Composition;
  match: Match;
}

/** What samples are written with. */
export interface MatchWriter extends Pick<
  BuildOptions,
  'name' | 'out' | 'seed' | 'perShard' | 'share' | 'signal' | 'progress'
> {
  state: BuildState;
  disk: Disk;
  text: SentenceEncoder;
  /** Recordings by name, with the records of the catalogue. */
  recordings: ReadonlyMap<string, { file: SourceFile; record: Recording }>;
  provenance: Record<string, unknown>;
}

/**
 * Writes all shards of one share that are not there yet; returns how many were.
 *
 * @throws LeitmotifError `dataset-differs` for a recording that is not the one that was judged
 */
export async function writeMatches(
  found: readonly Pick<Found, 'script'>[],
  load: (key: string) => Found | undefined,
  writer: MatchWriter,
): Promise<number> {
  const { share, perShard, state, name } = writer;
  let kept = 0;
  for (const split of splits) {
    const keys = found.filter(({ script }) => script.split === split).map(({ script }) => script.key);
    for (let block = 0; block * perShard < keys.length; block++) {
      throwIfCancelled(writer.signal);
      // Shares number their shards side by side.
      const file = shardName(name, { split, number: block * share.of + share.index - 1 });
      if (await state.has(file)) {
        kept++;
        continue;
      }
      await writeShard(file, keys.slice(block * perShard, (block + 1) * perShard), split, load, writer);
    }
  }
  return kept;
}

async function writeShard(
  file: string,
  keys: readonly string[],
  split: Split,
  load: (key: string) => Found | undefined,
  writer: MatchWriter,
): Promise<void> {
  const shard = await ShardWriter.open(join(writer.out, file), writer.disk);
  try {
    for (const [i, key] of keys.entries()) {
      throwIfCancelled(writer.signal);
      writer.progress?.({ stage: 'write', step: i, of: keys.length, detail: file });
      const one = load(key);
      const number = file.replace(/^.*-(\d+)\.tar$/, '$1');
      if (one !== undefined)
        await shard.add(await sampleOf(one, `${split}-${number}-${String(i).padStart(5, '0')}`, writer));
    }
    await writer.state.done(file, await shard.close(), []);
  } catch (error) {
    await shard.abandon();
    throw error;
  }
}

async function sampleOf(
  { script, review, composition, match }: Found,
  id: string,
  writer: MatchWriter,
): Promise<Sample> {
  const { recordings, text, signal, seed, provenance } = writer;
  const source = recordings.get(match.recording);
  const clip = source?.record.clips[match.clip];
  if (source === undefined || clip === undefined)
    throw new Error(`${match.recording} is not in the catalogue`);
  const sound = await readAudioFile(source.file.path, { signal });
  if (sound.sha256 !== source.record.sha256) throw changedRecording(source.file.name);
  const stories = review.stories.map((story) => story.text);
  // The caption that found the clip comes first.
  const captions = [match.caption, ...composition.captions.filter((caption) => caption !== match.caption)];
  const vectors = await text.encode([...stories, ...captions], { signal });
  return {
    record: {
      ...{ id, split: script.split, scene: script.scene, seed, stories, captions },
      attributes: clip.heard,
      scores: { imageStory: review.stories[0]?.relevance ?? 0, captionMusic: match.likeness },
      licence: bothLicences(script.licence, source.record.licence),
      provenance: {
        kind: 'folders',
        ...provenance,
        image: { path: script.key, sha256: script.sha256, licence: script.licence },
        music: {
          path: match.recording,
          sha256: source.record.sha256,
          licence: source.record.licence,
          start: clip.start,
          heard: clip.words,
        },
        asked: composition.asked,
      },
    },
    audio: clipOf(sound, clip.start),
    notes: matrixOf([], noteColumns),
    image: matrixOf([decodeVector(script.image)]),
    story: matrixOf(vectors.slice(0, stories.length)),
    caption: matrixOf(vectors.slice(stories.length)),
  };
}

/** One name where both are the same. */
function bothLicences(image: string, music: string): string {
  return image === music ? image : `image: ${image}; music: ${music}`;
}
