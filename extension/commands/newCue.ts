/** New Cue: an empty document, open in its editor. */
import { activeUri, givenUri } from './givenUri.ts';
import { newCueFolder } from './newCueFolder.ts';
import { openCueEditor } from './openCueEditor.ts';
import type { Command } from './command.ts';

/** Given the folder that was clicked in the explorer; else beside the active file. */
export const newCue: Command = async (_, given) => {
  const folder = givenUri(given) ?? (await newCueFolder(activeUri()));
  const { createCue } = await import('../cue/createCue.ts');
  const uri = await createCue(folder, 'cue', {});
  await openCueEditor(uri);
  return uri;
};
