/** `leitmotif export`, and `compose --musicxml`, by the built program. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  mkdtempSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExport } from '../../../extension/processes/runExport.ts';
import { readWav } from '../../../models/audio/readWav.ts';
import { exportChoices } from '../../../models/cli/exportOptions.ts';
import { exportEndings } from '../../../models/takes/exportTake.ts';
import { program, runLeitmotif } from './runLeitmotif.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-export-test-'));
let take = '';

beforeAll(async () => {
  const asked = ['--caption', 'calm piano in C minor, 8 seconds', '--seed', '3', '--no-stems'];
  const ended = await runLeitmotif(['compose', ...asked, '--musicxml', '--quiet', '--out', folder]);
  take = ended.stdout.trim();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function files(): string[] {
  return readdirSync(take).sort();
}

describe('leitmotif export', () => {
  it('offers what a take can be exported to', () => {
    expect([...exportChoices]).toEqual(Object.keys(exportEndings));
  });

  it('has written the score as MusicXML while composing, and writes the same again', async () => {
    const first = readFileSync(join(take, 'score.musicxml'), 'utf8');
    expect(first).toContain('<score-partwise version="4.0">');
    const out = join(folder, 'again.musicxml');
    const ended = await runLeitmotif(['export', take, '--to', 'musicxml', '--out', out, '--json']);
    expect(JSON.parse(ended.stdout)).toEqual({ exported: [{ to: 'musicxml', path: out, notes: [] }] });
    expect(readFileSync(out, 'utf8')).toBe(first);
  });

  it('packs the same score as MXL', async () => {
    const out = join(folder, 'score.mxl');
    await runLeitmotif(['export', join(take, 'take.json'), '--to', 'mxl', '--out', out]);
    const zip = readFileSync(out);
    expect(zip.toString('latin1', 30, 72)).toBe('mimetypeapplication/vnd.recordare.musicxml');
    const head = zip.lastIndexOf('PK\u0003\u0004', zip.length, 'latin1');
    const at = head + 30 + 'score.musicxml'.length;
    const content = zip.subarray(at, at + zip.readUInt32LE(head + 18));
    expect(inflateRawSync(content).toString('utf8')).toBe(readFileSync(join(take, 'score.musicxml'), 'utf8'));
  });

  it('renders at 48 kHz for all formats at once, the same as a take of that rate, and leaves nothing else', async () => {
    const into = join(folder, 'shared');
    mkdirSync(into);
    const asked = ['--to', 'wav', 'flac', 'ogg', 'mp3', '--sample-rate', '48000', '--out', into];
    const ended = await runLeitmotif(['export', take, ...asked, '--quiet']);
    expect(ended.code).toBe(0);
    const names = ['flac', 'mp3', 'ogg', 'wav'].map((ending) => `${take.split('/').at(-1) ?? ''}.${ending}`);
    expect(readdirSync(into).sort()).toEqual(names);
    const exported = join(into, names[3] ?? '');
    expect(readWav(exported).sampleRate).toBe(48_000);
    const whole = ['--caption', 'calm piano in C minor, 8 seconds', '--seed', '3', '--no-stems', '--quiet'];
    const at48 = await runLeitmotif([
      'compose',
      ...whole,
      '--sample-rate',
      '48000',
      '--out',
      join(folder, 'at48'),
    ]);
    const other = at48.stdout.trim();
    expect(readFileSync(exported).equals(readFileSync(join(other, 'mix.wav')))).toBe(true);
    const recipe = JSON.parse(readFileSync(join(other, 'take.json'), 'utf8')) as Recipe;
    expect(recipe.sampleRate).toBe(48_000);
    const again = await runLeitmotif(['remake', other, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ remake: { sameScore: true, sameMix: true } });
  });

  it('replaces nothing unless it is told to, and never the files of the take', async () => {
    const before = files();
    const taken = await runLeitmotif(['export', take, '--to', 'musicxml', '--json']);
    expect(JSON.parse(taken.stdout)).toMatchObject({ error: { code: 'output-unwritable' } });
    const forced = await runLeitmotif(['export', take, '--to', 'musicxml', '--force']);
    expect(forced.code).toBe(0);
    const own = await runLeitmotif(['export', take, '--to', 'wav', '--force', '--json']);
    expect(JSON.parse(own.stdout)).toMatchObject({ error: { code: 'output-unwritable' } });
    expect(files()).toEqual(before);
  });

  it.each([
    [['--to', 'aiff'], 'usage'],
    [['--to', 'flac', '--sample-rate', '96000'], 'usage'],
    [['--to', 'flac', 'mp3', '--out', 'one.flac'], 'usage'],
    [[], 'usage'],
    [['--to', 'mp3', '--out', '/proc/nowhere/x.mp3'], 'output-unwritable'],
  ])('%j is refused as %s', async (options, code) => {
    const ended = await runLeitmotif(['export', take, ...options, '--json']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
  });

  it('says that the score is not that of score.mid where it was changed', async () => {
    const score = join(take, 'score.mid');
    const bytes = readFileSync(score);
    writeFileSync(score, Buffer.concat([bytes, Buffer.from([0])]));
    const ended = await runLeitmotif(['export', take, '--to', 'mxl', '--out', join(folder, 'changed.mxl')]);
    writeFileSync(score, bytes);
    expect(ended.stderr).toContain('differs from score.mid');
  });

  it('cancelled while encoding leaves no file', async () => {
    const out = join(folder, 'cancelled.mp3');
    const args = ['export', take, '--to', 'mp3', '--sample-rate', '48000', '--out', out];
    const ended = await runLeitmotif(args, {
      watch: (child, stderr) => {
        if (stderr.includes('[5/7]')) child.kill('SIGINT');
      },
    });
    expect(ended.code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
  });
});

describe('the editor’s export', () => {
  const order = (name: string): { folder: string; to: string; file: string } => ({
    folder: take,
    to: 'flac',
    file: join(folder, name),
  });
  const own = { node: process.execPath, program, environment: {} };

  it('runs the command line, and hands on what it refuses', async () => {
    expect(await runExport(own, order('editor.flac'), new AbortController().signal)).toEqual([]);
    expect(existsSync(join(folder, 'editor.flac'))).toBe(true);
    const nowhere = { ...order('x.flac'), folder: join(folder, 'nowhere') };
    await expect(runExport(own, nowhere, new AbortController().signal)).rejects.toMatchObject({
      code: 'file-missing',
    });
    const absent = { ...own, node: join(folder, 'no-node') };
    await expect(runExport(absent, order('y.flac'), new AbortController().signal)).rejects.toMatchObject({
      code: 'runtime-unavailable',
    });
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const work = runExport(own, order('stopped.flac'), controller.signal);
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });
});
