/** The scripts that we ship for DAWs, made for one inbox, and where each DAW looks for them. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LeitmotifError } from '../protocol/errors.ts';
import type { DawId } from '../protocol/daw.ts';

/** DAWs for which there is a script. */
export type ScriptedDaw = Extract<DawId, 'ableton' | 'reaper' | 'ardour'>;

/** One of {@link ScriptedDaw}. */
export const scriptedDaws = ['ableton', 'reaper', 'ardour'] as const satisfies readonly ScriptedDaw[];

/** A file of a script. */
export interface ScriptFile {
  /** Absolute. */
  path: string;
  text: string;
  /** True of one that may be a person's own already, and is then left alone. */
  isOptional?: true;
}

/** Slot of Ardour's action scripts that we take where the person has none; its action is `LuaAction/script-1`. */
export const ardourActionSlot = 1;

const sources: Readonly<Record<ScriptedDaw, readonly string[]>> = {
  ableton: ['Leitmotif/__init__.py', 'Leitmotif/inbox.py', 'Leitmotif/surface.py'],
  reaper: ['leitmotif_reaper.lua'],
  ardour: ['leitmotif_ardour.lua'],
};

/** What a person does once it is installed. */
export const nextSteps: Readonly<Record<ScriptedDaw, readonly string[]>> = {
  ableton: ['Start Live again and choose “Leitmotif” as a Control Surface in Settings › Link, Tempo & MIDI.'],
  reaper: ['In REAPER: Actions › Show action list › New action › Load ReaScript, choose the file, run it.'],
  ardour: ['Start Ardour again, or load its session again.'],
};

/** What a person does who has actions in Ardour already. */
export const setAction = `In Ardour: Edit › Lua Scripts › Script Manager, give “Leitmotif: take clips” to action ${ardourActionSlot}.`;

/** The text of a script for an inbox. @throws LeitmotifError `file-missing` where this build has no scripts */
export function scriptText(file: string, inbox: string): string {
  const text = sourceText(file).replaceAll(/^[ \t]*-- @include (\S+)$/gm, (_, included: string) =>
    sourceText(included),
  );
  const folder = file.endsWith('.lua') && !inbox.endsWith(sep) ? `${inbox}${sep}` : inbox;
  // Lua and Python read these escapes alike.
  const escaped = folder.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return text.replace('@INBOX@', () => escaped);
}

/** Where a DAW looks for scripts; a folder may not be there yet. */
export function scriptFolder(
  daw: ScriptedDaw,
  home = homedir(),
  platform: string = process.platform,
): string {
  const isMac = platform === 'darwin';
  const isWindows = platform === 'win32';
  switch (daw) {
    case 'ableton':
      return isMac
        ? join(home, 'Music', 'Ableton', 'User Library', 'Remote Scripts')
        : join(home, 'Documents', 'Ableton', 'User Library', 'Remote Scripts');
    case 'reaper':
      if (isMac) return join(home, 'Library', 'Application Support', 'REAPER', 'Scripts');
      return isWindows
        ? join(home, 'AppData', 'Roaming', 'REAPER', 'Scripts')
        : join(home, '.config', 'REAPER', 'Scripts');
    case 'ardour':
      return join(ardourConfig(home, platform), 'scripts');
  }
}

/** The files of a DAW's script, made for an inbox, for a folder where the DAW looks. @throws LeitmotifError `file-missing` */
export function scriptFiles(daw: ScriptedDaw, inbox: string, folder: string): ScriptFile[] {
  const files = sources[daw].map((source): ScriptFile => ({
    path: join(folder, source),
    text: scriptText(source, inbox),
  }));
  if (daw !== 'ardour') return files;
  const action = ardourActions(scriptText('leitmotif_ardour.lua', inbox));
  return [...files, { path: join(dirname(folder), 'ui_scripts'), text: action, isOptional: true }];
}

/**
 * Ardour's file of action scripts with one in it: base64 of Lua that makes a table, each script with its source `s` and a function
 * `f` that is called for the action (`gtk2_ardour/luainstance.cc`).
 */
function ardourActions(script: string): string {
  const factory = `${script.slice(script.indexOf('function factory()'))}\nreturn factory()`;
  const slot = `scripts[${ardourActionSlot}]`;
  const lua = [
    'scripts = {}',
    `${slot} = {}`,
    `${slot}["n"] = "Leitmotif: take clips"`,
    `${slot}["s"] = ${luaText(script)}`,
    `${slot}["f"] = ${luaText(factory)}`,
    `${slot}["a"] = {}`,
  ].join(' ');
  const content = Buffer.from(lua, 'utf8').toString('base64');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<UIScripts><ActionScript lua="Lua 5.3">${content}</ActionScript><ActionHooks/></UIScripts>\n`;
}

function luaText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\r', '')
    .replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

/** Of the newest Ardour that has one; that of Ardour 8 where there is none. */
function ardourConfig(home: string, platform: string): string {
  const folderOf = (version: number): string => {
    if (platform === 'darwin') return join(home, 'Library', 'Preferences', `Ardour${version}`);
    return platform === 'win32'
      ? join(home, 'AppData', 'Local', `ardour${version}`)
      : join(home, '.config', `ardour${version}`);
  };
  return [9, 8, 7].map(folderOf).find((folder) => existsSync(folder)) ?? folderOf(8);
}

/** Beside this file as a source, in `dawScripts` beside the built program. */
function sourceText(file: string): string {
  const places = [
    new URL(`scripts/${file}`, import.meta.url),
    new URL(`dawScripts/${file}`, import.meta.url),
  ];
  const found = places.map((url) => fileURLToPath(url)).find((path) => existsSync(path));
  if (found === undefined) {
    throw new LeitmotifError('file-missing', {
      what: 'This build has no scripts for DAWs',
      subject: file,
      next: 'Install Leitmotif again',
    });
  }
  return readFileSync(found, 'utf8');
}
