/** Who judges stories and music: CLIP and CLAP where the person installed them, as in the paper, else our own packs. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { openClapAudioEncoder } from '../../perception/clapAudioEncoder.ts';
import { openClapTextEncoder } from '../../perception/clapTextEncoder.ts';
import { openClipTextEncoder } from '../../perception/clipTextEncoder.ts';
import { openInstalledPack } from '../../runtime/packs/installedPacks.ts';
import { findPackDirectory } from '../../runtime/packs/packDirectory.ts';
import { clapJudge, tagJudge } from './musicCatalogue.ts';
import { clipJudge, seenJudge } from './scriptReview.ts';
import type { Stack } from '../../takes/stack.ts';
import type { MusicJudge } from './musicCatalogue.ts';
import type { StoryJudge } from './scriptReview.ts';

/** The judges, with what must be closed in the end. */
export interface Judges {
  story: StoryJudge;
  music: MusicJudge;
  close(): Promise<void>;
}

const ids = { clip: 'clip-vit-b32', clap: 'clap-music' } as const;

/**
 * Opens the judges.
 *
 * @throws LeitmotifError `pack-missing` where neither CLAP nor the audio pack is there: nothing could hear the music
 */
export async function openJudges(
  stack: Pick<Stack, 'textEncoder' | 'audioEncoder' | 'contentReaders'>,
): Promise<Judges> {
  const { path } = await findPackDirectory(undefined);
  const text = (await stack.textEncoder()).encoder;
  const { clip } = await stack.contentReaders();
  const clipPack = clip === undefined ? undefined : await openInstalledPack(path, ids.clip);
  const clapPack = await openInstalledPack(path, ids.clap);
  const clipText = clipPack && (await openClipTextEncoder(clipPack));
  const clapText = clapPack && (await openClapTextEncoder(clapPack));
  const clapAudio = clapPack && (await openClapAudioEncoder(clapPack));
  if (clapAudio === undefined && (await stack.audioEncoder()) === undefined) throw nobodyHears();
  return {
    story: clip !== undefined && clipText !== undefined ? clipJudge(clip.encoder, clipText) : seenJudge(text),
    music:
      clapAudio !== undefined && clapText !== undefined ? clapJudge(clapAudio, clapText) : tagJudge(text),
    close: async () => {
      await Promise.all([clipText?.close(), clapText?.close(), clapAudio?.close()]);
    },
  };
}

function nobodyHears(): LeitmotifError {
  return new LeitmotifError('pack-missing', {
    what: 'No pack is installed that could hold music against captions',
    subject: `musicnn-mtt or ${ids.clap}`,
    next: `Install Leitmotif again for the first, or run leitmotif packs install ${ids.clap} for the second`,
  });
}
