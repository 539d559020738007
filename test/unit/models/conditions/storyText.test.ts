import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStoryText } from '../../../../models/conditions/storyText.ts';
import type { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { expectError, temporaryFiles } from './temporaryFiles.ts';
import { processorTime } from '../../../fixtures/processorTime.ts';

const { write, folder } = temporaryFiles();
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('encodings', () => {
  const story = 'Die Straße war naß — und die Nacht schön.';

  it.each([
    ['UTF-8', Buffer.from(story)],
    ['UTF-8 with mark', Buffer.from(`\ufeff${story}`)],
    ['UTF-16 little endian', Buffer.from(`\ufeff${story}`, 'utf16le')],
    ['UTF-16 big endian', swapped(`\ufeff${story}`)],
  ])('reads %s without a note', async (_name, bytes) => {
    const read = await readStoryText({ path: write('story.txt', bytes) });
    expect(read).toMatchObject({ text: story, notes: [], bytes: bytes.length });
    expect(read.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('falls back to Latin-1 and says so', async () => {
    const read = await readStoryText({
      path: write('latin.txt', Buffer.from('Une forêt très sombre', 'latin1')),
    });
    expect(read.text).toBe('Une forêt très sombre');
    expect(read.notes).toEqual(['The text is not UTF-8; it was read as Latin-1 (Windows-1252).']);
  });

  it('keeps UTF-8 with one damaged character', async () => {
    const bytes = Buffer.concat([Buffer.from('öäü'.repeat(20)), Buffer.from([0xff]), Buffer.from(' Ende')]);
    const read = await readStoryText({ path: write('damaged.txt', bytes) });
    expect(read.text.startsWith('öäüöäü')).toBe(true);
    expect(read.notes[0]).toContain('1 damaged character');
  });

  it('replaces lone surrogates and removes a few NULs with a note', async () => {
    const typed = await readStoryText({ text: 'a\ud800b and \u{1f30a}' });
    expect(typed.text).toBe('a\ufffdb and \u{1f30a}');
    expect(typed.notes).toHaveLength(1);
    const file = await readStoryText({ path: write('nul.txt', `${'A long quiet night. '.repeat(20)}\0`) });
    expect(file.text).not.toContain('\0');
    expect(file.notes).toEqual(['1 NUL character was removed.']);
  });
});

describe('limits', () => {
  it('says how many characters there are', async () => {
    const error = await expectError(readStoryText({ text: 'word '.repeat(40_001) }), 'text-too-long');
    expect(error.what).toContain('200,004');
    expect((await readStoryText({ text: 'x'.repeat(200_000) })).text).toHaveLength(200_000);
    await expectError(
      readStoryText({ path: write('huge.txt', Buffer.alloc(9_000_000, 'a')) }),
      'text-too-long',
    );
  });

  it.each(['', '   \n\t ', '\u200b\ufeff', '---\ntitle: x\n---\n'])('refuses %j as empty', async (text) => {
    await expectError(readStoryText({ text }), 'text-empty');
  });

  it('refuses bytes that are no character as empty', async () => {
    const path = write('mark.txt', Buffer.from([0xff, 0xfe, 0]));
    await expectError(readStoryText({ path }), 'text-empty');
  });

  it('refuses what is not text', async () => {
    const binary = Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 73) % 256));
    expect(
      (await expectError(readStoryText({ path: write('b.txt', binary) }), 'text-is-binary')).what,
    ).toContain('binary');
    const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0', 'latin1');
    expect(
      (await expectError(readStoryText({ path: write('p.txt', png) }), 'text-is-binary')).what,
    ).toContain('picture');
    const word = Buffer.from('PK\x03\x04\x14\0', 'latin1');
    expect(
      (await expectError(readStoryText({ path: write('w.md', word) }), 'text-is-binary')).what,
    ).toContain('office');
  });

  it('names missing files and folders', async () => {
    await expectError(readStoryText({ path: `${folder}/none.md` }), 'file-missing');
    await expectError(readStoryText({ path: folder }), 'file-is-directory');
    await expectError(readStoryText({ path: write('empty.md', '') }), 'file-empty');
    await expectError(readStoryText({ path: write('x.md', 'x') }, AbortSignal.abort()), 'cancelled');
  });
});

describe('Markdown', () => {
  it('keeps the words and leaves the signs', async () => {
    const markdown = `---
title: The pier
tags: [a, b]
---

# The *old* pier

> He said: **wait**, \`here\`.

- [ ] a [boat](https://example.org/boat_(1)) and ![a gull](gull.png)
1. snake_case_stays and _this_ goes

<!-- not
this --><b>bold</b> &amp; plain[^1]

| one | two |
|-----|:---:|

***

\`\`\`text
in a fence
\`\`\`
`;
    const { text } = await readStoryText({ path: write('story.md', markdown) });
    expect(text).not.toMatch(/[#>*`|<]|title|https|not\n/);
    for (const words of [
      'The old pier',
      'He said: wait, here.',
      'a boat',
      'a gull',
      'snake_case_stays and this goes',
      'bold & plain',
      'one, two',
      'in a fence',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('leaves plain text as it is', async () => {
    const plain = '2 * 3 * 4 is not emphasis.\n\n* * *\n\nI_said_so';
    expect((await readStoryText({ text: plain })).text).toBe(plain);
  });

  it('takes linear time on hostile text', async () => {
    const start = processorTime();
    for (const sign of ['[', '![', '*', '_', '`', '<', '<!--', '(', '> ', '[a](', '**a', '| ']) {
      const text = `# x\n${sign.repeat(Math.floor(150_000 / sign.length))}`;
      await readStoryText({ text }).catch(() => undefined);
    }
    expect(processorTime() - start).toBeLessThan(4000);
  });

  it('gives well-formed text or a catalogued error for anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const outcome = await readStoryText({ text }).then(
          (read) => read.text,
          (error: unknown) => (error as LeitmotifError).code,
        );
        expect(outcome).toMatch(/^[^\0-\x08\x0b-\x1f\x7f]+$/);
        expect(outcome).not.toMatch(/\p{Surrogate}/u);
      }),
      { seed: 1 },
    );
  });
});
