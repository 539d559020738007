/** Paths as a cue document says them: relative to it, with slashes, so that a folder can be moved to any machine. */
import { isAbsolute, relative, resolve } from 'node:path';

/** How a file is called from the cue's folder; by its whole path where it is on another drive. */
export function cuePath(absolute: string, folder: string): string {
  const path = relative(folder, absolute);
  return isAbsolute(path) ? absolute : path.replaceAll('\\', '/');
}

/** Where a path of a cue leads. */
export function placeOfPath(path: string, folder: string): string {
  return resolve(folder, path);
}

/** The folder of a cue's takes: the setting, in which `${cue}` stands for the cue's name. */
export function takesFolder(setting: string, folder: string, cueName: string): string {
  return resolve(folder, setting.replaceAll('${cue}', cueName));
}
