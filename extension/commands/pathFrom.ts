/** How a cue calls a file: relative to the cue's folder, with `/`. */
import { posix } from 'node:path';

const drive = /^\/[a-z]:/i;

/** `folder` and `file` are paths of URIs. A file on another drive of Windows has no relative path and keeps its whole. */
export function pathFrom(folder: string, file: string): string {
  const [from, to] = [drive.exec(folder)?.[0], drive.exec(file)?.[0]];
  if (from?.toLowerCase() === to?.toLowerCase()) return posix.relative(folder, file);
  return to === undefined ? file : file.slice(1);
}
