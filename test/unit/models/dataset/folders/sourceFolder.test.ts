import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSourceFolder } from '../../../../../models/dataset/folders/sourceFolder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(folder, 'sub'));
  for (const name of ['b.wav', 'a.MP3', 'notes.txt', '.hidden.wav', 'sub/c.flac'])
    writeFileSync(join(folder, name), 'x');
});

const read = async (given?: string): Promise<[string, string][]> =>
  (await readSourceFolder(folder, 'recordings', given)).map(({ name, licence }) => [name, licence]);

describe('readSourceFolder', () => {
  it('finds files in folders within, by name, and says that nothing is known of their licence', async () => {
    expect(await read()).toEqual([
      ['a.MP3', 'unknown'],
      ['b.wav', 'unknown'],
      ['sub/c.flac', 'unknown'],
    ]);
    expect(await read('CC0-1.0')).toEqual(expect.arrayContaining([['sub/c.flac', 'CC0-1.0']]));
  });

  it('takes the nearest licence, and the one of a file before that of its folder', async () => {
    writeFileSync(join(folder, 'LICENCE'), '\n# CC-BY-4.0\nmore');
    writeFileSync(join(folder, 'sub/license.json'), '{"licence": "MIT", "files": {"c.flac": "CC0-1.0"}}');
    expect(await read()).toEqual([
      ['a.MP3', 'CC-BY-4.0'],
      ['b.wav', 'CC-BY-4.0'],
      ['sub/c.flac', 'CC0-1.0'],
    ]);
  });

  it.each([
    { name: 'a folder that is not there', path: 'nowhere', code: 'file-missing' },
    { name: 'a file', path: 'b.wav', code: 'usage' },
  ])('refuses $name', async ({ path, code }) => {
    await expect(readSourceFolder(join(folder, path), 'recordings', undefined)).rejects.toMatchObject({
      code,
    });
  });

  it('refuses a folder with nothing of the kind, and a licence that cannot be read', async () => {
    await expect(readSourceFolder(folder, 'pictures', undefined)).rejects.toMatchObject({
      code: 'dataset-empty',
    });
    writeFileSync(join(folder, 'licence.json'), '{"license": 4}');
    await expect(read()).rejects.toMatchObject({ code: 'usage', what: 'This file does not say a licence' });
  });
});
