/** Renders in a folder of its own and reads back what was written. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderScore } from '../../../../models/rendering/renderScore.ts';
import { renderWorkerUrl } from '../../../../models/rendering/renderWorkerUrl.ts';
import { styleSpaces } from '../../../../models/rendering/space.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';
import type { RenderOptions, Rendering } from '../../../../models/rendering/renderScore.ts';

/** The SoundFont of the product. */
export const soundFontPath = fileURLToPath(
  new URL('../../../../media/soundfont/leitmotif.sf3', import.meta.url),
);

/** Runs with a folder that is removed afterwards. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-rendering-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Renders with defaults that tests change. */
export async function render(
  score: Score,
  folder: string,
  options: Partial<RenderOptions> = {},
): Promise<Rendering> {
  if (!existsSync(renderWorkerUrl()))
    throw new Error('Run "npm run build" first: the render worker is not built.');
  return renderScore(score, {
    folder,
    soundFont: soundFontPath,
    sampleRate: 44100,
    space: styleSpaces.cinematic,
    stems: true,
    ...options,
  });
}

/** Every file below a folder, relative, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
