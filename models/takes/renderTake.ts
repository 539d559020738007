/** Renders a score into the folder of a take and names the files as the recipe does. */
import { basename, relative, sep } from 'node:path';
import { renderScore } from '../rendering/renderScore.ts';
import { styleSpaces } from '../rendering/space.ts';
import { emptyFolder } from './takeFolder.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { TakeFiles } from '../../bridge/protocol/take.ts';
import type { RenderedStem } from '../rendering/renderScore.ts';
import type { MeasuredSound } from './measureTake.ts';
import type { SoundStack } from './stack.ts';
import type { TakeRequest } from './composeTake.ts';

/** What was rendered, with paths relative to the take's folder. */
export interface RenderedTake {
  files: Pick<TakeFiles, 'mix' | 'stems'>;
  measured: MeasuredSound;
}

/** Renders a score. What an earlier attempt left in the folder is removed first. */
export async function renderTake(
  stack: SoundStack,
  score: Score,
  { folder, prepared, sampleRate, stems, signal, progress, sound }: TakeRequest & { stems: boolean },
): Promise<RenderedTake> {
  await emptyFolder(folder.path);
  sound?.begin(score, sampleRate);
  const rendering = await renderScore(score, {
    folder: folder.path,
    soundFont: await stack.soundFont(),
    sampleRate,
    space: styleSpaces[prepared.brief.attributes.style.value],
    stems,
    pool: stack.renderPool,
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined ? {} : { onProgress: progress }),
    ...(sound === undefined ? {} : { onMix: sound.mix }),
  });
  sound?.end(rendering.gain);
  const { seconds, loudness, truePeak, clippedFrames, longestSilence, leadingSilence } = rendering.measured;
  return {
    files: {
      mix: basename(rendering.mix),
      stems: rendering.stems.map((stem) => stemFile(stem, folder.path)),
    },
    measured: { seconds, loudness, truePeak, clippedFrames, longestSilence, leadingSilence },
  };
}

function stemFile({ role, instrument, path }: RenderedStem, folder: string): TakeFiles['stems'][number] {
  return { role, instrument, path: relative(folder, path).replaceAll(sep, '/') };
}
