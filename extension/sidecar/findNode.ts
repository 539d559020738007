/**
 * Finds the Node that runs the sidecar: the one that the person named, else the one that came with the extension, else the
 * first good one on the PATH. Never the extension host's own program: on a desktop that is Electron, in which the native
 * runtime crashes.
 */
import { execFile } from 'node:child_process';
import { access, chmod, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { plainEnvironment } from './plainEnvironment.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** The oldest Node that the sidecar runs on. */
const oldest = [20, 9] as const;
/** A Node that does not say its version within this time is none. Long, because a virus scanner may look at it first. */
const patience: Milliseconds = 20_000;

/** Where to look. */
export interface NodePlaces {
  /** The setting; empty where the person named none. */
  readonly chosen: string;
  /** Folder of the extension; a package ships a Node in `runtime/`. */
  readonly extension: string;
  /** The PATH. */
  readonly path: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** A Node that was found. */
export interface FoundNode {
  readonly path: string;
  /** Such as `22.23.2`. */
  readonly version: string;
  readonly from: 'setting' | 'extension' | 'path';
}

/** Finds it. @throws LeitmotifError `runtime-unavailable` where there is none, or the one that was named is not good */
export async function findNode({ chosen, extension, path, platform }: NodePlaces): Promise<FoundNode> {
  if (chosen.trim() !== '') return named(chosen.trim());
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const shipped = join(extension, 'runtime', name);
  await makeExecutable(shipped);
  const folders = (path ?? '').split(delimiter).filter(isAbsolute);
  const places = [
    { path: shipped, from: 'extension' as const },
    ...folders.map((folder) => ({ path: join(folder, name), from: 'path' as const })),
  ];
  const tooOld: string[] = [];
  for (const place of places) {
    if (!(await isThere(place.path))) continue;
    const version = await versionOf(place.path);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { ...place, version };
    tooOld.push(`${place.path} ${version}`);
  }
  throw unavailable(
    `There is no Node.js of version ${oldest.join('.')} or later to run the sidecar`,
    tooOld.length > 0 ? tooOld.join(', ') : 'PATH',
  );
}

async function named(path: string): Promise<FoundNode> {
  const version = await versionOf(path);
  if (version === undefined)
    throw unavailable('The program of the setting leitmotif.nodePath is no Node.js', path);
  if (isNewEnough(version)) return { path, version, from: 'setting' };
  throw unavailable(
    `The Node.js of the setting leitmotif.nodePath is older than ${oldest.join('.')}`,
    `${path} ${version}`,
  );
}

function unavailable(what: string, subject: string): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what,
    subject,
    next: `Install Node.js ${oldest.join('.')} or later, or name one in the setting leitmotif.nodePath`,
  });
}

/** Version that a program says, if it says one as Node does. */
async function versionOf(program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: patience, windowsHide: true, env: plainEnvironment(process.env) };
    execFile(program, ['--version'], options, (error, printed) => {
      resolve(error === null ? /^v(\d+\.\d+\.\d+)/.exec(printed)?.[1] : undefined);
    });
  });
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Some ways of unpacking a package lose the right to execute. */
async function makeExecutable(path: string): Promise<void> {
  const isThereAsFile = await access(path).then(
    () => true,
    () => false,
  );
  if (isThereAsFile && !(await isThere(path))) await chmod(path, 0o755).catch(() => undefined);
}
