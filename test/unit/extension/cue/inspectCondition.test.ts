import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConditionShelf } from '../../../../extension/cue/conditionShelf.ts';
import { inspectCondition } from '../../../../extension/cue/inspectCondition.ts';
import { pictureFormat } from '../../../../extension/cue/pictureFormat.ts';
import type { Condition } from '../../../../bridge/protocol/cue.ts';

const harbour = new URL('../../../../media/samples/harbour.jpg', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-conditions-'));
  cpSync(harbour, join(folder, 'harbour.jpg'));
  mkdirSync(join(folder, 'folder.png'));
  writeFileSync(join(folder, 'empty.png'), '');
  writeFileSync(join(folder, 'words.png'), 'These are words.');
  writeFileSync(join(folder, 'scan.tiff'), 'II*\0 and so on');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('inspectCondition', () => {
  const code = async (name: string, kind: Condition['kind'] = 'image') =>
    (await inspectCondition(kind, join(folder, name))).fault?.code;

  it('says what is wrong with a file', async () => {
    expect(await code('gone.png')).toBe('file-missing');
    expect(await code('words.png/x.png')).toBe('file-missing');
    expect(await code('folder.png')).toBe('file-is-directory');
    expect(await code('empty.png')).toBe('file-empty');
    expect(await code('words.png')).toBe('image-unsupported');
    expect(await code('words.png', 'story')).toBeUndefined();
    expect(await code('harbour.jpg')).toBeUndefined();
  });

  it('shows as thumbnails what a browser shows', async () => {
    expect((await inspectCondition('image', join(folder, 'harbour.jpg'))).thumbnailStamp).toMatch(
      /^\d+-\d+$/,
    );
    expect(await inspectCondition('image', join(folder, 'scan.tiff'))).toEqual({});
  });
});

describe('pictureFormat', () => {
  it('goes by the first bytes', () => {
    const format = (head: string) => pictureFormat(Buffer.from(head, 'latin1'));
    expect(format('\x89PNG\r\n\x1a\n')).toBe('image/png');
    expect(format('RIFF\0\0\0\0WEBPVP8 ')).toBe('image/webp');
    expect(format('RIFF\0\0\0\0WAVEfmt ')).toBeUndefined();
    expect(format('\0\0\0\x1cftypavif\0\0\0\0')).toBe('image/avif');
    expect(format('\0\0\0\x1cftypisom\0\0\0\0')).toBeUndefined();
    expect(format('')).toBeUndefined();
  });
});

describe('ConditionShelf', () => {
  it('looks again when it is told to, and not before', async () => {
    const late: Condition = { kind: 'image', id: 'a', path: 'late.jpg', weight: 1 };
    const shelf = new ConditionShelf();
    const [first] = shelf.views([late], folder);
    expect(first).toEqual({ condition: late, label: 'late.jpg' });
    await shelf.look([late], folder, false);
    expect(shelf.views([late], folder)[0]?.fault?.code).toBe('file-missing');
    cpSync(harbour, join(folder, 'late.jpg'));
    await shelf.look([late], folder, false);
    expect(shelf.views([late], folder)[0]?.fault?.code).toBe('file-missing');
    await shelf.look([late], folder, true);
    const [view] = shelf.views([late], folder);
    expect(view?.fault).toBeUndefined();
    expect(view?.thumbnail).toMatch(/^file:\/\/.*late\.jpg\?\d+-\d+$/);
    expect(shelf.views([late], undefined)[0]).toEqual({ condition: late, label: 'late.jpg' });
  });
});
