/** The scenes of a text, by its kind. */
import { readFountainScenes } from './readFountainScenes.ts';
import { readMarkdownScenes } from './readMarkdownScenes.ts';
import type { Scene } from './scene.ts';

/** Reads the scenes of a document. `untitled` names what stands before the first heading. */
export function readScenes(text: string, languageId: string, untitled: string): Scene[] {
  if (languageId === 'fountain') return readFountainScenes(text);
  return languageId === 'markdown' ? readMarkdownScenes(text, untitled) : [];
}
