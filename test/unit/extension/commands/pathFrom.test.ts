import { expect, it } from 'vitest';
import { pathFrom } from '../../../../extension/commands/pathFrom.ts';

it.each([
  ['/story', '/story/harbour.jpg', 'harbour.jpg'],
  ['/story/cues', '/story/pictures/a b.png', '../pictures/a b.png'],
  ['/c:/story', '/c:/pictures/a.png', '../pictures/a.png'],
  ['/C:/story', '/d:/a.png', 'd:/a.png'],
])('from %s to %s', (folder, file, path) => {
  expect(pathFrom(folder, file)).toBe(path);
});
