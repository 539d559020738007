import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discardOpenTakeFolders, openTakeFolder } from '../../../../models/takes/takeFolder.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { namingPlace, outputError } from '../../../../models/takes/outputError.ts';

const noRecipe = (): Promise<void> => Promise.resolve();
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'take-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

describe('the folder of a take', () => {
  it('bears its name only when it is whole', async () => {
    const out = join(base, 'deep/takes');
    const folder = openTakeFolder(out, 'harbour-7');
    writeFileSync(join(folder.path, 'mix.wav'), 'sound');
    expect(readdirSync(out).every((name) => name.endsWith('.part'))).toBe(true);
    expect(await folder.keep(noRecipe)).toBe(join(out, 'harbour-7'));
    expect(readdirSync(out)).toEqual(['harbour-7']);
    folder.discard();
    expect(readdirSync(join(out, 'harbour-7'))).toEqual(['mix.wav']);
  });

  it('overwrites nothing, neither a take nor what else bears its name', async () => {
    mkdirSync(join(base, 'harbour-7'));
    writeFileSync(join(base, 'harbour-7-2'), 'a file');
    const named: string[] = [];
    const complete = (name: string): Promise<void> => Promise.resolve(void named.push(name));
    expect(await openTakeFolder(base, 'harbour-7').keep(complete)).toBe(join(base, 'harbour-7-3'));
    expect(await openTakeFolder(base, 'harbour-7').keep(complete)).toBe(join(base, 'harbour-7-4'));
    expect(named).toEqual(['harbour-7-3', 'harbour-7-4']);
  });

  it('leaves nothing when it is discarded, not even the folders that it needed', () => {
    const folder = openTakeFolder(join(base, 'deep/takes'), 'harbour-7');
    writeFileSync(join(folder.path, 'mix.wav'), 'half');
    folder.discard();
    expect(readdirSync(base)).toEqual([]);
  });

  it('leaves what others have put there meanwhile', () => {
    const folder = openTakeFolder(join(base, 'deep/takes'), 'harbour-7');
    writeFileSync(join(base, 'deep/notes.txt'), '');
    folder.discard();
    expect(readdirSync(join(base, 'deep'))).toEqual(['notes.txt']);
  });

  it('is discarded with its process', () => {
    openTakeFolder(base, 'one');
    openTakeFolder(base, 'two');
    discardOpenTakeFolders();
    expect(readdirSync(base)).toEqual([]);
  });

  it('removes what dead processes of this machine left, and nothing of others', () => {
    const host = hostname().replaceAll(/[^\w-]/g, '_');
    const parts = {
      dead: `harbour-7.${host}-4194305-1.part`,
      living: `harbour-7.${host}-${process.ppid}-1.part`,
      reused: `harbour-7.${host}-${process.pid}-99999.part`,
      elsewhere: 'harbour-7.another-host-4194305-1.part',
    };
    for (const part of Object.values(parts)) mkdirSync(join(base, part));
    openTakeFolder(base, 'new').discard();
    expect(readdirSync(base).sort()).toEqual([parts.living, parts.elsewhere].sort());
  });

  it('says that the output is a file', () => {
    const file = join(base, 'takes');
    writeFileSync(file, '');
    expect(() => openTakeFolder(file, 'a')).toThrow(expect.objectContaining({ code: 'output-is-file' }));
    expect(() => openTakeFolder(join(file, 'deeper'), 'a')).toThrow(
      expect.objectContaining({ code: 'output-is-file' }),
    );
  });

  it.skipIf(!existsSync('/proc/self'))('says that the output cannot be written', () => {
    expect(() => openTakeFolder('/proc/takes', 'a')).toThrow(
      expect.objectContaining({ code: 'output-unwritable' }),
    );
  });
});

describe('errors of writing', () => {
  it('name the place that was asked for, not the folder that is being written', () => {
    const detail = { what: 'The disk is full', subject: '/music/harbour.part/mix.wav', next: 'Free some' };
    const named = namingPlace(new LeitmotifError('disk-full', detail), '/music/harbour.part');
    expect(named).toMatchObject({ code: 'disk-full', subject: '/music' });
    const other = new LeitmotifError('file-missing', { ...detail, subject: 'harbour.jpg' });
    expect(namingPlace(other, '/music/harbour.part')).toBe(other);
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EFBIG', 'disk-full'],
    ['EROFS', 'output-unwritable'],
    ['EACCES', 'output-unwritable'],
    ['ENOTDIR', 'output-is-file'],
  ])('%s is %s, also inside another error', (code, expected) => {
    const error = Object.assign(new Error(code), { code });
    expect(outputError(error, 'takes').code).toBe(expected);
    expect(outputError(new Error('worker', { cause: error }), 'takes').code).toBe(expected);
  });
});
