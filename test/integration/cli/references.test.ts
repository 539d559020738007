/** Music given as an example: a take's own sound and score come back as conditions of the next. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, cpSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../bridge/protocol/errors.ts';
import { recipeSchema } from '../../../bridge/protocol/take.ts';
import { wavBytes } from '../../unit/models/conditions/wavBytes.ts';
import { harbour, root, runLeitmotif } from './runLeitmotif.ts';
import type { ErrorCode } from '../../../bridge/protocol/errors.ts';

interface BriefAttributeJson {
  value: unknown;
  source: string;
  reason: string;
}
interface BriefJson {
  brief: {
    attributes: Record<string, BriefAttributeJson>;
    shares: { condition: string; kind: string; share: number; reading: string }[];
    notes: string[];
  };
}
interface TakeResult extends BriefJson {
  take: { files: { mix: string; score: string; recipe: string }; measured: { failures: string[] } };
}

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-references-'));
const mix = join(folder, 'mix.wav');
const score = join(folder, 'score.mid');
const out = join(folder, 'none');

beforeAll(async () => {
  const asked = 'slow waltz for piano, E minor, 92 BPM, 3/4';
  const args = ['compose', '--caption', asked, '--seconds', '24', '--seed', '3', '--out', 'first', '--json'];
  const { stdout } = await runLeitmotif(args, { cwd: folder });
  const { take } = JSON.parse(stdout) as TakeResult;
  cpSync(take.files.mix, mix);
  cpSync(take.files.score, score);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function brief(...args: string[]): Promise<BriefJson['brief']> {
  const ended = await runLeitmotif(['brief', ...args, '--json'], { cwd: folder });
  expect(ended.code).toBe(0);
  return (JSON.parse(ended.stdout) as BriefJson).brief;
}

describe('a recording as the only condition', () => {
  it('gives its tempo and key, and says so', async () => {
    const { attributes, shares, notes } = await brief('--reference', 'mix.wav');
    const { tempo, key } = attributes;
    expect(Number(tempo?.value)).toBeGreaterThan(92 * 0.98);
    expect(Number(tempo?.value)).toBeLessThan(92 * 1.02);
    expect(tempo?.source).toBe('reference');
    expect(tempo?.reason).toBe(`the reference "mix.wav" is at ${String(tempo?.value)} BPM`);
    expect(key).toMatchObject({ value: 'E minor', reason: 'the reference "mix.wav" is in E minor' });
    expect(shares).toMatchObject([{ condition: 'reference-audio-1', kind: 'reference-audio', share: 1 }]);
    expect(shares[0]?.reading).toContain('piano');
    expect(notes).toEqual([]);
  });

  it('becomes a take whose recipe has its hash and the audio pack', async () => {
    const args = ['compose', '--reference', 'mix.wav', '--seconds', '6', '--seed', '1', '--out', 'second'];
    const ended = await runLeitmotif([...args, '--json'], { cwd: folder });
    expect(ended.code).toBe(0);
    const { take } = JSON.parse(ended.stdout) as TakeResult;
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(take.files.recipe, 'utf8')));
    const sha256 = createHash('sha256').update(readFileSync(mix)).digest('hex');
    expect(recipe.inputs).toMatchObject([{ condition: 'reference-audio-1', path: 'mix.wav', sha256 }]);
    expect(recipe.packs.map(({ id }) => id)).toContain('musicnn-mtt');
    expect(recipe.measured.failures).toEqual([]);
  });
});

describe('a reference among other conditions', () => {
  it('has a share, several stand beside each other, and a caption wins', async () => {
    const references = ['--reference', 'mix.wav', '--reference', 'score.mid', '--reference-weight', '0.8'];
    const { attributes, shares } = await brief(harbour, ...references, '--caption', 'in D minor');
    expect(shares.map(({ kind }) => kind).sort()).toEqual([
      'caption',
      'image',
      'reference-audio',
      'reference-midi',
    ]);
    expect(shares.filter(({ kind, share }) => kind.startsWith('reference') && share <= 0)).toEqual([]);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(attributes['key']).toMatchObject({ value: 'D minor', source: 'caption' });
    expect(attributes['meter']).toMatchObject({ value: '3/4', source: 'reference' });
  });

  it('may stand in a cue, and lists no audio pack where only MIDI was read', async () => {
    const conditions = [{ kind: 'reference-midi', id: 'motif', path: 'score.mid' }];
    writeFileSync(join(folder, 'waltz.leitmotif'), JSON.stringify({ leitmotif: 1, conditions }));
    const args = ['compose', '--cue', 'waltz.leitmotif', '--seconds', '6', '--seed', '1', '--out', 'third'];
    const ended = await runLeitmotif([...args, '--json'], { cwd: folder });
    const result = JSON.parse(ended.stdout) as TakeResult;
    expect(result.brief.attributes).toMatchObject({
      tempo: { value: 92, source: 'reference' },
      key: { value: 'E minor', source: 'reference' },
      meter: { value: '3/4', source: 'reference' },
    });
    expect(result.brief.shares).toMatchObject([{ condition: 'motif', share: 1 }]);
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(result.take.files.recipe, 'utf8')));
    expect(recipe.packs.map(({ id }) => id)).toEqual(['all-minilm-l6-v2']);
    expect(recipe.inputs).toMatchObject([{ condition: 'motif' }]);
  });

  it.each(['tone.mp3', 'tone.flac', 'tone.ogg'])('may be compressed: %s', async (name) => {
    const { shares } = await brief('--reference', join(root, 'test/unit/models/conditions/recordings', name));
    expect(shares).toMatchObject([{ kind: 'reference-audio', share: 1 }]);
  });
});

describe('what is no reference', () => {
  beforeAll(() => {
    const shape = { sampleRate: 8000, channels: 1, frames: 16_000 };
    const sine = (frame: number): number => 0.3 * Math.sin(frame / 5);
    const files: Record<string, string | Buffer> = {
      'silent.wav': wavBytes(shape, () => 0),
      'short.wav': wavBytes({ ...shape, frames: 800 }, sine),
      'empty.wav': '',
      'renamed.mp3': 'Dear diary, today I became a song.',
      'words.mid': 'Dear diary, today I became a song.',
      'broken.flac': Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(5000, 7)]),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    cpSync(score, join(folder, 'cut.mid'));
    truncateSync(join(folder, 'cut.mid'), 200);
    writeFileSync(join(folder, 'no-notes.mid'), emptyMidi);
  });

  it.each<[string, ErrorCode]>([
    ['missing.wav', 'file-missing'],
    ['missing.mid', 'file-missing'],
    ['.', 'file-is-directory'],
    ['/dev/zero', 'file-unreadable'],
    ['empty.wav', 'file-empty'],
    ['silent.wav', 'audio-silent'],
    ['short.wav', 'audio-too-short'],
    ['renamed.mp3', 'audio-undecodable'],
    ['broken.flac', 'audio-undecodable'],
    [harbour, 'audio-unsupported'],
    ['words.mid', 'midi-undecodable'],
    ['cut.mid', 'midi-undecodable'],
    ['no-notes.mid', 'midi-empty'],
  ])('%s: %s', async (name, code) => {
    const args = ['compose', '--reference', name, '--out', out];
    const ended = await runLeitmotif(args, { cwd: folder });
    expect(ended.stderr).toContain(`[${code}]`);
    expect(ended.code).toBe(errorCatalogue[code]);
    expect(ended.stdout).toBe('');
    expect(existsSync(out), 'something was left behind').toBe(false);
  });

  it('refuses a weight that is none', async () => {
    const ended = await runLeitmotif(['brief', '--reference', mix, '--reference-weight', '11']);
    expect(ended.code).toBe(errorCatalogue.usage);
  });
});

describe('a long recording', () => {
  it('is let go of at once when it is cancelled', async () => {
    // Ten minutes of MP3, which take a few seconds in the decoder's thread.
    const path = join(folder, 'long.mp3');
    const tone = readFileSync(join(root, 'test/unit/models/conditions/recordings/tone.mp3'));
    writeFileSync(path, Buffer.concat(Array.from({ length: 300 }, () => tone)));
    let sent = false;
    const ended = await runLeitmotif(['compose', '--reference', path, '--out', out], {
      watch: (child) => {
        if (sent) return;
        // The first line says that the file is being read.
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(ended.code).toBe(130);
    expect(ended.stderr).not.toContain('[3/7]');
    expect(existsSync(out)).toBe(false);
  });
});

/** A MIDI file with one track that ends at once. */
const emptyMidi = Buffer.from(
  '4d546864000000060000000101e04d54726b0000000400ff2f00'.match(/../g)?.map((hex) => parseInt(hex, 16)) ?? [],
);
