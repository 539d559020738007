import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenes } from '../../../../extension/scenes/readScenes.ts';
import { canBeScored } from '../../../../extension/scenes/scene.ts';

const novel = `---
title: The Harbour
tags: [sea]
---

Some words before.

# Part One

## Arrival

The boat comes *in*, slowly. ![A boat in fog](img/boat%20one.png "title")

- Nobody waits.
- Gulls.

![not local](https://example.org/x.png) ![][map]

[map]: maps/bay.jpg

\`\`\`js
# not a heading
\`\`\`

The Storm
---------

> It breaks.

<!-- a note -->

## Empty

# Part Two
`;

describe('scenes of Markdown', () => {
  const scenes = readScenes(novel, 'markdown', 'harbour');

  it('are what stands below each heading, where it stands', () => {
    expect(scenes.map(({ title, line }) => [title, line])).toEqual([
      ['harbour', 0],
      ['Part One', 7],
      ['Arrival', 9],
      ['The Storm', 24],
      ['Empty', 31],
      ['Part Two', 33],
    ]);
    for (const { title, line } of scenes.slice(1)) expect(novel.split('\n')[line]).toContain(title);
  });

  it('have plain text: no marks, no code, no comments, no front matter', () => {
    expect(scenes[0]?.text).toBe('Some words before.');
    expect(scenes[2]?.text).toBe('The boat comes in, slowly.\n\nNobody waits.\nGulls.');
    expect(scenes[3]?.text).toBe('It breaks.');
  });

  it('have the pictures that lie on this machine, with their alt texts', () => {
    expect(scenes[2]?.images).toEqual([
      { path: 'img/boat one.png', alt: 'A boat in fog' },
      { path: 'maps/bay.jpg', alt: '' },
    ]);
  });

  it('stand for their subheadings where they have no text of their own', () => {
    expect(scenes[1]?.text).toContain('The boat comes in');
    expect(scenes[1]?.text).toContain('It breaks.');
    expect(scenes.map(canBeScored)).toEqual([true, true, true, true, false, false]);
  });

  it('are one for a text without headings, none for an empty one', () => {
    expect(readScenes('Just a page.', 'markdown', 'page')).toMatchObject([
      { title: 'page', text: 'Just a page.' },
    ]);
    expect(readScenes('', 'markdown', 'page')).toEqual([]);
    expect(readScenes('# x', 'plaintext', 'page')).toEqual([]);
  });
});

const script = `Title: Brick & Steel
Author: Nobody

FADE IN:

EXT. BRICK'S PATIO - DAY

A *gorgeous* day. [[too bright?]]

BRICK
(softly)
Beer's ready!

CUT TO:

/* INT. HOUSE - NIGHT
cut for now */

.SNIPER SCOPE POV

INT. HOUSE - NIGHT #2A#

Dark.
`;

describe('scenes of Fountain', () => {
  const scenes = readScenes(script, 'fountain', 'script');

  it('are the scene headings, forced ones too, where they stand', () => {
    expect(scenes.map(({ title, line, endLine }) => [title, line, endLine])).toEqual([
      ["EXT. BRICK'S PATIO - DAY", 5, 18],
      ['SNIPER SCOPE POV', 18, 20],
      ['INT. HOUSE - NIGHT', 20, 24],
    ]);
  });

  it('have action and dialogue as text', () => {
    expect(scenes.map(({ text }) => text)).toEqual([
      "A gorgeous day.\n\n(softly)\n\nBRICK: Beer's ready!",
      '',
      'Dark.',
    ]);
  });
});

describe('any text', () => {
  const pieces = [
    '# ',
    '## x',
    '\n',
    '---',
    '![a](b.png)',
    'INT. A',
    '*',
    '[[',
    '/*',
    '*/',
    '\r\n',
    '> ',
    '```',
    'ü',
    '\0',
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 });

  it('gives scenes in order that do not overlap', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('markdown', 'fountain'), (parts, language) => {
        const all = parts.join('');
        const scenes = readScenes(all, language, 'x');
        const lines = all.split(/\r\n|\r|\n/).length;
        for (const [i, { line, endLine }] of scenes.entries()) {
          expect(line).toBeGreaterThanOrEqual(scenes[i - 1]?.line ?? 0);
          expect(endLine).toBeGreaterThanOrEqual(line);
          expect(endLine).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});
