/**
 * Our scripts where DAWs look for them: what is there, put there, taken away.
 *
 * Every file that we write ends in a line with the hash of what is above it. Who has that line and the right hash is ours as we
 * wrote it; anything else belongs to a person and is neither replaced nor removed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LeitmotifError } from '../protocol/errors.ts';
import { dawDialects } from './dawDialects.ts';
import { nextSteps, scriptFiles, scriptFolder, scriptedDaws, setAction } from './dawScripts.ts';
import type { DawScripts, ScriptState } from '../protocol/bridge.ts';
import type { ScriptedDaw, ScriptFile } from './dawScripts.ts';

/** Where to. */
export interface ScriptPlace {
  /** Absolute; the inbox of that DAW. */
  inbox: string;
  /** Absolute; where the DAW looks, unless told. */
  folder?: string | undefined;
}

/** What is there, of every DAW for which we have a script. */
export function listScripts(inboxOf: (daw: ScriptedDaw) => string): DawScripts[] {
  return scriptedDaws.map((daw) => told(daw, { inbox: inboxOf(daw) }));
}

/**
 * Puts all files of a DAW there, or none. Ardour's slot of actions is taken where the person has no actions; who has some is told how.
 *
 * @throws LeitmotifError `output-unwritable` naming a file that is not ours, `file-missing` where this build has no scripts
 */
export function installScript(daw: ScriptedDaw, inbox: string, folder = scriptFolder(daw)): DawScripts {
  const files = scriptFiles(daw, inbox, folder);
  const taken = files.find((file) => file.isOptional !== true && isForeign(stateOf(file.path)));
  if (taken !== undefined) throw notOurs(taken.path);
  for (const file of files) if (!isForeign(stateOf(file.path))) write(file.path, stamped(file));
  return told(daw, { inbox, folder });
}

/** Takes away what is ours as we wrote it, and folders of ours that are empty then; all else stays and is told. */
export function uninstallScript(
  daw: ScriptedDaw,
  { inbox, folder = scriptFolder(daw) }: ScriptPlace,
): DawScripts {
  const files = scriptFiles(daw, inbox, folder);
  for (const { path } of files) if (stateOf(path) === 'ours') remove(path);
  for (const parent of new Set(files.map(({ path }) => dirname(path))))
    if (parent !== folder) removeIfEmpty(parent);
  const after = told(daw, { inbox, folder });
  const left = after.files.filter(({ state }) => isForeign(state));
  const next = left.map(({ path }) => `Left as it is, for somebody else wrote or changed it: ${path}`);
  return { ...after, next };
}

function told(daw: ScriptedDaw, { inbox, folder = scriptFolder(daw) }: ScriptPlace): DawScripts {
  const files = scriptFiles(daw, inbox, folder).map((file) => ({ ...file, state: stateOf(file.path) }));
  const action = files.find(({ isOptional }) => isOptional === true);
  const next = [...nextSteps[daw]];
  if (action !== undefined && isForeign(action.state)) next.unshift(setAction);
  return {
    daw,
    title: dawDialects[daw].title,
    folder,
    files: files.map(({ path, state }) => ({ path, state })),
    isInstalled: files.every(({ state, isOptional }) => state === 'ours' || isOptional === true),
    next,
  };
}

function isForeign(state: ScriptState): boolean {
  return state === 'changed' || state === 'foreign';
}

/** The last line of a file of ours, whatever the comments of its language. */
const stampLine = /\n[^\n]*leitmotif-installed ([0-9a-f]{64})[^\n]*\n$/;

function stateOf(path: string): ScriptState {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    // A folder, or what may not be read, is not ours.
    return 'foreign';
  }
  const stamp = stampLine.exec(text);
  if (stamp === null) return 'foreign';
  return stamp[1] === hashOf(text.slice(0, stamp.index)) ? 'ours' : 'changed';
}

function stamped({ path, text }: ScriptFile): string {
  const body = text.trimEnd();
  const stamp = `leitmotif-installed ${hashOf(body)}`;
  if (path.endsWith('.lua')) return `${body}\n-- ${stamp}\n`;
  return path.endsWith('.py') ? `${body}\n# ${stamp}\n` : `${body}\n<!-- ${stamp} -->\n`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A name never holds half a file. */
function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  } catch (cause) {
    rmSync(`${path}.part`, { force: true });
    throw new LeitmotifError('output-unwritable', {
      what: 'The script cannot be put where the DAW looks for it',
      subject: path,
      next: 'Choose the folder of scripts yourself',
      cause,
    });
  }
}

function remove(path: string): void {
  try {
    rmSync(path);
  } catch (cause) {
    throw new LeitmotifError('output-unwritable', {
      what: 'The script cannot be removed',
      subject: path,
      next: 'Close the DAW, then try again',
      cause,
    });
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Not empty, or not there: Python leaves its cache beside a script.
    if (!(error instanceof Error)) throw error;
  }
}

function notOurs(subject: string): LeitmotifError {
  return new LeitmotifError('output-unwritable', {
    what: 'There is a file of this name that Leitmotif did not write, or that was changed since',
    subject,
    next: 'Rename that file, then install again; nothing was changed',
  });
}
