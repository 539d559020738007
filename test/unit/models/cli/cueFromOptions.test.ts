import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { cueFromOptions } from '../../../../models/cli/cueFromOptions.ts';

const weights = { imageWeight: 1, storyWeight: 1, captionWeight: 1, referenceWeight: 1 };
const folder = mkdtempSync(join(tmpdir(), 'cue-options-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the cue of a command line', () => {
  it('holds what was attached, in its order, with weights, alt texts and attributes', async () => {
    const { cue, folder: base } = await cueFromOptions(['a.png', 'b.png'], {
      ...weights,
      imageWeight: 2,
      alt: ['a harbour'],
      story: ['@chapter.md', 'They came home.'],
      caption: ['no drums'],
      tempo: '72',
      key: 'd-Moll',
      instruments: 'lead: oboe',
    });
    expect(base).toBe(process.cwd());
    expect(cue.conditions).toEqual([
      { kind: 'image', id: 'image-1', path: 'a.png', alt: 'a harbour', weight: 2 },
      { kind: 'image', id: 'image-2', path: 'b.png', weight: 2 },
      { kind: 'story', id: 'story-1', path: 'chapter.md', weight: 1 },
      { kind: 'story', id: 'story-2', text: 'They came home.', weight: 1 },
      { kind: 'caption', id: 'caption-1', text: 'no drums', weight: 1 },
    ]);
    expect(cue.attributes).toMatchObject({
      tempo: 72,
      key: 'D minor',
      instruments: [{ role: 'lead', instrument: 'oboe' }],
    });
    expect(cueSchema.parse(cue)).toEqual(cue);
  });

  it('tells recordings from MIDI files by their content, and leaves what is neither to its reader', async () => {
    const files: Record<string, string> = {
      'song.wav': 'RIFF\0\0\0\0WAVEfmt ',
      'song.txt': 'MThd\0\0\0\x06',
      'lie.mid': 'fLaC\0\0\0\x22',
      'broken.mid': 'nothing of the kind',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, 'latin1');
    const names = [...Object.keys(files), 'missing.wav', '.'];
    const reference = names.map((name) => join(folder, name));
    const { cue } = await cueFromOptions([], { ...weights, reference, referenceWeight: 0.5 });
    expect(cue.conditions.map(({ id }) => id)).toEqual([
      'reference-audio-1',
      'reference-midi-1',
      'reference-audio-2',
      'reference-midi-2',
      'reference-audio-3',
      'reference-audio-4',
    ]);
    expect(cue.conditions[0]).toMatchObject({ path: reference[0], weight: 0.5 });
    expect(cueSchema.parse(cue)).toEqual(cue);
  });

  it('adds to a cue document: its identifiers stay its own, and typed paths do not move into its folder', async () => {
    mkdirSync(join(folder, 'film'));
    const document = {
      leitmotif: 1,
      conditions: [{ kind: 'image', id: 'image-1', path: 'roof.png' }],
      attributes: { tempo: 140, key: 'A minor' },
      seed: 3,
    };
    writeFileSync(join(folder, 'film/chase.leitmotif'), JSON.stringify(document));
    const path = join(folder, 'film/chase.leitmotif');
    const { cue, folder: base } = await cueFromOptions(['b.png'], { ...weights, cue: path, tempo: '150' });
    expect(base).toBe(join(folder, 'film'));
    expect(cue.conditions).toMatchObject([
      { id: 'image-1', path: 'roof.png' },
      { id: 'image-2', path: join(process.cwd(), 'b.png') },
    ]);
    expect(cue.attributes).toEqual({ tempo: 150, key: 'A minor' });
    expect(cue.seed).toBe(3);
  });

  it('reads captions from files as they stand', async () => {
    writeFileSync(join(folder, 'wish.txt'), '\ufeffslow strings, C# minor *\n');
    const { cue } = await cueFromOptions([], { ...weights, caption: [`@${join(folder, 'wish.txt')}`] });
    expect(cue.conditions).toMatchObject([{ kind: 'caption', text: 'slow strings, C# minor *\n' }]);
  });

  it('asks for a condition that counts', async () => {
    await expect(cueFromOptions([], weights)).rejects.toMatchObject({ code: 'no-condition' });
    await expect(cueFromOptions(['a.png'], { ...weights, imageWeight: 0 })).rejects.toMatchObject({
      code: 'no-condition',
    });
  });
});
