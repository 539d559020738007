/** A program of ours as this window starts it: by the Node that is found, and by nobody in Restricted Mode. */
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { findNode } from './processes/findNode.ts';
import { setting } from './settings.ts';
import { requireTrust } from './trust.ts';
import type { SessionLog } from './processes/conversation.ts';
import type { Program } from './processes/startProgram.ts';

/** As whom the extension speaks to its programs. */
export function clientOf({ extension }: vscode.ExtensionContext): { name: string; version: string } {
  const { version } = extension.packageJSON as { version: string };
  return { name: 'vscode', version };
}

/** Which Node and what of `dist/`; the Node is said in the log. @throws LeitmotifError `not-available`, `runtime-unavailable` */
export async function ownProgram(
  { extensionPath }: vscode.ExtensionContext,
  log: SessionLog,
  {
    file,
    ...rest
  }: Pick<Program, 'nodeOptions' | 'arguments' | 'environment'> & {
    file: 'sidecar.js' | 'bridge.js' | 'leitmotif.js';
  },
): Promise<Program> {
  // Whoever asked has looked already; no process is started in Restricted Mode, whatever they forgot.
  requireTrust();
  const node = await findNode({
    chosen: setting('nodePath'),
    extension: extensionPath,
    path: process.env.PATH,
    platform: process.platform,
  });
  log.info(`Node.js ${node.version} of ${node.from}: ${node.path}`);
  return { node: node.path, program: join(extensionPath, 'dist', file), ...rest };
}
