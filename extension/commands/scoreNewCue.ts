/** The way from something that a person pointed at to a cue that composes. */
import type * as vscode from 'vscode';
import { requireLocal, requireTrust } from '../trust.ts';
import { composeShown } from './composeShown.ts';
import { openCueEditor } from './openCueEditor.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { CommandParts } from './command.ts';

/** What becomes a cue. */
export interface NewCue {
  readonly folder: vscode.Uri;
  /** Without its ending. */
  readonly name: string;
  readonly contents: Partial<Cue>;
}

/**
 * Makes a cue, shows it and composes. Returns its URI once the take is there.
 *
 * @throws LeitmotifError `not-available` where nothing may be composed, else what creating or composing says
 */
export async function scoreNewCue(
  parts: CommandParts,
  { folder, name, contents }: NewCue,
): Promise<vscode.Uri> {
  requireTrust();
  requireLocal(folder);
  // Loaded when first needed: it brings the schemas of documents with it, which activation need not wait for.
  const { createCue } = await import('../cue/createCue.ts');
  const uri = await createCue(folder, name, contents);
  await openCueEditor(uri);
  await composeShown(parts, await parts.sessions.open(uri));
  return uri;
}
