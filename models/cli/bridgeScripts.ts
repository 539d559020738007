/** `leitmotif bridge install` and `uninstall`: our scripts where DAWs look for them, once the person agreed. */
import { resolve } from 'node:path';
import { exitCodes, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { askYesNo } from './askYesNo.ts';
import { withBridge } from './bridgeWork.ts';
import type { DawScripts } from '../../bridge/protocol/bridge.ts';
import type { CommandContext } from './commandLine.ts';

/** Options of both commands. */
export interface ScriptOptions {
  json?: true;
  yes?: true;
  folder?: string;
}

/** Lists scripts, or changes one. */
export function scriptsCommand(
  action: 'install' | 'uninstall',
  name: string | undefined,
  { json, yes, folder: given }: ScriptOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal, signal } = context;
  return withBridge(context, async (bridge) => {
    const known = await bridge.ask<DawScripts[]>('daw/install', { action: 'list' }, signal);
    const print = (scripts: DawScripts[]): number => {
      terminal.out(json === true ? `${JSON.stringify({ scripts })}\n` : scripts.map(textOf).join(''));
      return exitCodes.ok;
    };
    if (name === undefined) return print(known);
    const script = known.find(({ daw }) => daw === name);
    if (script === undefined) throw unknownDaw(name, known);
    const folder = given === undefined ? script.folder : resolve(given);
    if (yes !== true && !(await agrees(action, script, folder, context))) return exitCodes.cancelled;
    const asked = { action, daw: script.daw, consent: true, ...(given === undefined ? {} : { folder }) };
    return print(await bridge.ask<DawScripts[]>('daw/install', asked, signal));
  });
}

/** Who cannot be asked has to have agreed beforehand. */
async function agrees(
  action: 'install' | 'uninstall',
  { title }: DawScripts,
  folder: string,
  { signal }: CommandContext,
): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new LeitmotifError('consent-missing', {
      what: 'Files of another program’s folder would be changed',
      subject: folder,
      next: 'Add --yes to agree',
    });
  }
  const question =
    action === 'install'
      ? `Put our script for ${title} into ${folder}?`
      : `Take our script out of ${folder}?`;
  return askYesNo(question, signal);
}

function textOf({ daw, title, folder, files, isInstalled, next }: DawScripts): string {
  const lines = [
    `${daw.padEnd(9)}${title}: ${isInstalled ? 'installed' : 'not installed'} in ${folder}`,
    ...files.filter(({ state }) => state !== 'absent').map(({ path, state }) => `         ${state}: ${path}`),
    ...(isInstalled || files.some(({ state }) => state === 'foreign' || state === 'changed')
      ? next.map((step) => `         next: ${step}`)
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function unknownDaw(name: string, known: readonly DawScripts[]): LeitmotifError {
  return new LeitmotifError('usage', {
    what: 'We have no script for this DAW',
    subject: name,
    next: `Use ${known.map(({ daw }) => daw).join(', ')}`,
  });
}
