/** What the running extension lets tests reach. */
import * as vscode from 'vscode';
import type { LeitmotifApi } from '../../../extension/extension.ts';

/** Activates it where it is not. */
export async function extensionApi(): Promise<LeitmotifApi> {
  const extension = vscode.extensions.getExtension<LeitmotifApi>('leitmotif.leitmotif');
  if (extension === undefined) throw new Error('The extension is not known to the host');
  return extension.activate();
}
