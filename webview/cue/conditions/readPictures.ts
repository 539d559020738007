/** Pictures that come as bytes: from the clipboard, or dropped by another program. */
import type { FromCuePanel } from '../../../bridge/protocol/panels/cuePanel.ts';

const isPicture = (file: File): boolean => file.type.startsWith('image/');

/** Sends every picture among the files; returns how many there were. */
export async function sendPictures(
  files: readonly File[],
  send: (message: FromCuePanel) => void,
): Promise<number> {
  const pictures = files.filter(isPicture);
  for (const file of pictures) {
    const bytes = await file.arrayBuffer();
    send({ type: 'paste', name: file.name, mediaType: file.type, bytes });
  }
  return pictures.length;
}

/** Pictures of the clipboard; words are left to the field that has the cursor. */
export async function readPastedPictures(
  event: ClipboardEvent,
  send: (message: FromCuePanel) => void,
): Promise<void> {
  const files = [...(event.clipboardData?.files ?? [])].filter(isPicture);
  if (files.length === 0) return;
  event.preventDefault();
  await sendPictures(files, send);
}
