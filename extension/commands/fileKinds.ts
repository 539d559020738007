/** What a file is for Leitmotif, by its ending; the manifest's menus ask for the same ones. */

const pictures = /\.(png|jpe?g|webp|avif|gif|tiff?)$/i;
const texts = /\.(md|markdown|fountain|spmd|txt)$/i;
const cues = /\.leitmotif$/i;

/** Endings of pictures, as a file dialog wants them. */
export const pictureEndings = ['png', 'jpg', 'jpeg', 'webp', 'avif', 'gif', 'tif', 'tiff'];

/** Endings of MIDI files, as a file dialog wants them. */
export const melodyEndings = ['mid', 'midi'];

/** Which of these a path is. */
export type FileKind = 'picture' | 'text' | 'cue' | 'other';

/** By the ending alone. */
export function fileKind(path: string): FileKind {
  if (pictures.test(path)) return 'picture';
  if (texts.test(path)) return 'text';
  return cues.test(path) ? 'cue' : 'other';
}
