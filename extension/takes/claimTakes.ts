/** What the window before left undone for a cue: takes that nobody wrote into it, and deleted ones that lie aside. */
import * as vscode from 'vscode';
import { forgetExpected, unclaimedTakes } from '../composing/unclaimedTakes.ts';
import { cuePath, placeOfPath } from '../cue/cuePath.ts';
import { freeId } from '../cue/freeId.ts';
import { readCue } from '../cue/readCue.ts';
import type { Memory } from '../composing/unclaimedTakes.ts';
import type { CueFile } from '../cue/cueFile.ts';
import type { DeletedTakes } from './deletedTakes.ts';

/** Takes that were finished after the window had ended belong into the cue. @throws LeitmotifError where it cannot be changed */
export async function claimTakes(file: CueFile, memory: Memory): Promise<void> {
  const { folder, reading, isReadOnly, uri } = file;
  if (folder === undefined || reading.cue === undefined || isReadOnly) return;
  const named = reading.cue.takes.map((take) => placeOfPath(take.folder, folder));
  const ids = new Set(reading.cue.takes.map(({ id }) => id));
  for (const found of await unclaimedTakes(memory, uri.toString(), named)) {
    const id = freeId(found.split(/[\\/]/).at(-1) ?? found, ids);
    ids.add(id);
    await file.changeAndSave({ kind: 'add-take', take: { id, folder: cuePath(found, folder) } });
  }
  await forgetExpected(memory, uri.toString());
}

/**
 * Nobody can undo any more. What the saved document names is kept, also where deleting it was never saved; the rest goes. Where
 * the document is gone, what lies aside stays there.
 */
export async function settleDeleted({ folder, uri, name }: CueFile, deleted: DeletedTakes): Promise<void> {
  if (folder === undefined) return;
  const bytes = await vscode.workspace.fs.readFile(uri).then(
    (read) => read,
    () => undefined,
  );
  const takes = readCue(new TextDecoder().decode(bytes ?? new Uint8Array(0)), name).cue?.takes;
  if (bytes === undefined || takes === undefined) return;
  const named = takes.map((take) => placeOfPath(take.folder, folder));
  await deleted.restore(named);
  await deleted.empty(named);
}
