import { expect, it } from 'vitest';
import type { FromCuePanel } from '../../../../../bridge/protocol/panels/cuePanel.ts';
import { sendPictures } from '../../../../../webview/cue/conditions/readPictures.ts';

it('sends pictures with their bytes and leaves other files', async () => {
  const sent: FromCuePanel[] = [];
  const files = [
    new File([new Uint8Array([1, 2, 3])], 'a.png', { type: 'image/png' }),
    new File(['words'], 'b.txt', { type: 'text/plain' }),
  ];
  expect(await sendPictures(files, (message) => sent.push(message))).toBe(1);
  expect(sent).toEqual([
    { type: 'paste', name: 'a.png', mediaType: 'image/png', bytes: new Uint8Array([1, 2, 3]).buffer },
  ]);
});
