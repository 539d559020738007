import { expect, it } from 'vitest';
import { sectionChoices } from '../../../../extension/bridge/sectionChoices.ts';

it('offers the sections of the cue, themes that they do not name, and the end', () => {
  expect(
    sectionChoices(['Chase', 'b', ' ', 'Chase'], "B'").map(({ label, kind, sounds }) => [
      label,
      kind,
      sounds,
    ]),
  ).toEqual([
    ['Chase', 'cue', false],
    ['b', 'cue', true],
    ['A', 'theme', false],
    ['C', 'theme', false],
    ['D', 'theme', false],
    ['outro', 'ending', false],
  ]);
});
