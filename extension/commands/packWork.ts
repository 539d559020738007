/** Work on one pack: progress in its line of the tree and in a notification that can cancel it. */
import * as vscode from 'vscode';
import { progressText } from '../views/packText.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import type { PackListing } from '../../bridge/protocol/packListing.ts';
import type { SidecarProgress } from '../../bridge/protocol/sidecar.ts';
import type { JobOptions } from '../sidecar/sidecar.ts';
import type { CommandParts } from './command.ts';

/** Does it, and lists the packs anew however it ends. */
export async function packWork<R>(
  { packs }: CommandParts,
  pack: PackListing,
  title: string,
  work: (options: JobOptions) => Promise<R>,
): Promise<R> {
  packs.show(pack.id, title);
  const location = vscode.ProgressLocation.Notification;
  try {
    return await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      let percent = 0;
      const onProgress = ({ step, of }: SidecarProgress): void => {
        const text = progressText(step, of, vscode.l10n);
        const now = of === undefined || of <= 0 ? percent : Math.min(100, (100 * step) / of);
        progress.report({ message: text, increment: Math.max(0, now - percent) });
        percent = Math.max(percent, now);
        packs.show(pack.id, text);
      };
      return work({ signal: abortSignalOf(token), onProgress });
    });
  } finally {
    packs.show(pack.id, undefined);
    // The answer was given or its fault is shown: a list that cannot be had now adds nothing.
    await packs.refresh().catch(() => undefined);
  }
}
