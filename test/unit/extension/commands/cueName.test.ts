import { expect, it } from 'vitest';
import { nameOfWords, stemOf } from '../../../../extension/commands/cueName.ts';

it.each([
  ['/story/harbour.jpg', 'harbour'],
  ['/story/harbour.old.jpg', 'harbour.old'],
  ['/story/.hidden', '.hidden'],
  ['/story/README', 'README'],
  ['', 'cue'],
])('stem of %s', (path, stem) => {
  expect(stemOf(path)).toBe(stem);
});

it.each([
  ['Calm piano, at night — 72 BPM, slow', 'calm-piano-at-night-72'],
  ['Ærø i 夜', 'ærø-i-夜'],
  ['../../etc/passwd', 'etc-passwd'],
  ['***', 'cue'],
  ['x'.repeat(300), 'x'.repeat(40)],
])('name of %s', (text, name) => {
  expect(nameOfWords(text)).toBe(name);
});
