/** `leitmotif dataset` as a person runs it: a tiny set of our own, and one of folders with all that can be wrong in them. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeWav } from '../../../models/conditions/decodeWav.ts';
import { clipFrames } from '../../../models/dataset/clipShape.ts';
import { decodeNpy } from '../../../models/runtime/npyFile.ts';
import { readShard } from '../../../models/dataset/shards/readShard.ts';
import { splitOf, splitOfSeed } from '../../../models/dataset/split.ts';
import { harbour, root, runLeitmotif } from '../cli/runLeitmotif.ts';
import type { Ended } from '../cli/runLeitmotif.ts';
import type { ShardSample } from '../../../models/dataset/shards/readShard.ts';

const arrays = ['notes.npy', 'image.npy', 'story.npy', 'caption.npy'];
const folder = mkdtempSync(join(tmpdir(), 'dataset-'));
const own = (out: string, ...more: string[]): string[] => [
  ...['dataset', 'build', '--own', '--clips', '4', '--seed', '11', '--per-shard', '1', '--workers', '1'],
  ...['--out', join(folder, out), ...more],
];

function tars(out: string): string[] {
  return readdirSync(join(folder, out))
    .filter((name) => name.endsWith('.tar'))
    .sort();
}

async function samplesOf(out: string): Promise<ShardSample[]> {
  const samples: ShardSample[] = [];
  for (const name of tars(out)) {
    for await (const sample of readShard(join(folder, out, name), ['wav', ...arrays])) samples.push(sample);
  }
  return samples;
}

describe('our own set', () => {
  let built: Ended;
  let samples: ShardSample[];
  beforeAll(async () => {
    built = await runLeitmotif(own('own', '--json'));
    samples = await samplesOf('own');
  }, 240_000);

  it('has shards of every split, and nothing half-written', () => {
    expect(built).toMatchObject({ code: 0 });
    expect(JSON.parse(built.stdout)).toMatchObject({ name: 'own', kept: 0, skipped: [] });
    expect(tars('own')).toEqual([
      'own-test-000000.tar',
      'own-train-000000.tar',
      'own-train-000001.tar',
      'own-validation-000000.tar',
    ]);
    expect(readdirSync(join(folder, 'own')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('has samples of the shapes that training expects', () => {
    expect(samples).toHaveLength(4);
    for (const { record, files } of samples) {
      const [notes, image, story, caption] = arrays.map((name) => decodeNpy(files.get(name)!));
      const sound = decodeWav(files.get('wav')!, record.id);
      expect([sound.sampleRate, sound.channels, sound.stereo[0].length]).toEqual([32_000, 1, clipFrames]);
      expect([notes!.columns, image!.columns, story!.columns, caption!.columns]).toEqual([6, 1293, 384, 384]);
      expect(notes!.rows).toBeGreaterThan(0);
      expect(story!.rows).toBe(record.stories.length);
      expect(caption!.rows).toBe(record.captions.length);
      for (const { rows, columns, data } of [story!, caption!]) {
        for (let i = 0; i < rows; i++)
          expect(Math.hypot(...data.subarray(i * columns, (i + 1) * columns))).toBeCloseTo(1, 4);
      }
      expect(Math.hypot(...image!.data.subarray(0, 1280))).toBeCloseTo(1, 4);
    }
  });

  it('is loud enough, never clipped, and its notes lie in the clip', () => {
    for (const { files } of samples) {
      const peak = decodeWav(files.get('wav')!, 'clip').stereo[0].reduce(
        (most, one) => Math.max(most, Math.abs(one)),
        0,
      );
      expect(peak).toBeGreaterThan(0.05);
      expect(peak).toBeLessThan(1);
      const { rows, data } = decodeNpy(files.get('notes.npy')!);
      for (let i = 0; i < rows; i++) {
        const [role, pitch, onset, duration, velocity, program] = data.subarray(6 * i, 6 * i + 6);
        expect([0, 1, 2, 3]).toContain(role);
        expect(pitch! >= 0 && pitch! <= 127 && program! >= 0 && program! <= 127).toBe(true);
        expect(onset! < 10.24 && onset! + duration! > 0 && velocity! > 0 && velocity! <= 1).toBe(true);
      }
    }
  });

  it('keeps splits apart by scene, seed and wording', () => {
    for (const { record } of samples) {
      expect(splitOf(record.scene)).toBe(record.split);
      expect(splitOfSeed(record.seed)).toBe(record.split);
      expect(record.licence).toBe('MIT');
    }
    const texts = (test: boolean): string[] =>
      samples
        .filter(({ record }) => (record.split === 'test') === test)
        .flatMap(({ record }) => [...record.stories, ...record.captions]);
    const training = new Set(texts(false));
    expect(texts(true).filter((text) => training.has(text))).toEqual([]);
  });

  it('goes on after a kill, and has the same bytes as the set that was built at once, also in shares', async () => {
    const killed = await runLeitmotif(own('killed'), {
      watch: (child) => {
        const looking = setInterval(() => {
          if (notedShards('killed') > 0) child.kill('SIGKILL');
        }, 20);
        child.once('close', () => {
          clearInterval(looking);
        });
      },
    });
    expect(killed.code).not.toBe(0);
    const before = notedShards('killed');
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(4);
    const resumed = await runLeitmotif(own('killed', '--json'));
    expect(JSON.parse(resumed.stdout)).toMatchObject({ kept: before });
    for (const share of ['1/2', '2/2'])
      expect((await runLeitmotif(own('shared', '--shard', share))).code).toBe(0);
    for (const out of ['killed', 'shared']) {
      expect(tars(out)).toEqual(tars('own'));
      for (const name of tars('own')) {
        expect(readFileSync(join(folder, out, name)).equals(readFileSync(join(folder, 'own', name)))).toBe(
          true,
        );
      }
    }
  }, 400_000);

  it('is not mixed with another set, and is counted', async () => {
    const other = await runLeitmotif(own('own', '--seed', '12', '--json'));
    expect(other.code).toBe(64);
    expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: 'dataset-differs' } });
    const stats = await runLeitmotif(['dataset', 'stats', join(folder, 'own'), '--json']);
    expect(JSON.parse(stats.stdout)).toMatchObject({
      ...{ samples: 4, shards: 4, licences: { MIT: 4 } },
      splits: { train: { samples: 2 }, validation: { samples: 1 }, test: { samples: 1 } },
    });
    const review = await runLeitmotif(['dataset', 'review', join(folder, 'own')]);
    expect(review.stdout).toBe('4 samples were seen; none has a score.\n');
  }, 120_000);
});

/** Shards that a build has noted as whole: one whose name is there already may not be noted yet. */
function notedShards(out: string): number {
  try {
    const state = readFileSync(join(folder, out, 'own.1-of-1.state.json'), 'utf8');
    return Object.keys((JSON.parse(state) as { shards: object }).shards).length;
  } catch {
    return 0;
  }
}

describe('a set of folders', () => {
  const [pictures, music] = [join(folder, 'pictures'), join(folder, 'music')];
  const build = [
    ...['dataset', 'build', '--images', pictures, '--music', music],
    '--out',
    join(folder, 'mine'),
    '--json',
  ];

  beforeAll(() => {
    for (const path of [pictures, music, join(folder, 'empty')]) mkdirSync(path);
    const drawn = join(root, 'models/evaluation/conditions/pictures');
    for (const name of ['cathedral-interior.jpg', 'dark-forest.jpg'])
      copyFileSync(join(drawn, name), join(pictures, name));
    copyFileSync(harbour, join(pictures, 'harbour.jpg'));
    writeFileSync(join(pictures, 'broken.png'), 'no picture');
    writeFileSync(join(pictures, 'LICENCE'), 'CC-BY-4.0\n');
    writeFileSync(join(music, 'broken.mp3'), Buffer.alloc(4000, 'x'));
    writeFileSync(join(music, 'licence.json'), '{"licence": "CC0-1.0"}');
  });

  it('says that there is nothing to build from', async () => {
    const empty = await runLeitmotif([...build.slice(0, 3), join(folder, 'empty'), ...build.slice(4)]);
    expect(empty.code).toBe(65);
    expect(JSON.parse(empty.stdout)).toMatchObject({ error: { code: 'dataset-empty' } });
    const half = await runLeitmotif(['dataset', 'build', '--images', pictures, '--json']);
    expect(half.code).toBe(64);
  }, 60_000);

  it('matches pictures with music, names sources and licences, lists what was skipped, and is the same again', async () => {
    let n = 0;
    for await (const { files } of readAll(join(folder, 'own')))
      writeFileSync(join(music, `song-${n++}.wav`), files.get('wav')!);
    const built = await runLeitmotif(build);
    expect(built).toMatchObject({ code: 0 });
    const report = JSON.parse(built.stdout) as { skipped: { source: string; code: string }[] };
    const codes = Object.fromEntries(report.skipped.map(({ source, code }) => [source, code]));
    expect(codes).toMatchObject({ 'broken.png': 'image-undecodable', 'broken.mp3': 'audio-undecodable' });
    const samples = await samplesOf('mine');
    expect(samples.length).toBeGreaterThan(0);
    for (const { record, files } of samples) {
      expect(record.licence).toBe('image: CC-BY-4.0; music: CC0-1.0');
      expect(record.scores.imageStory).toBeGreaterThan(0.3);
      expect(record.scores.captionMusic).toBeGreaterThan(0.3);
      expect(JSON.stringify(record)).not.toContain(folder);
      expect(decodeNpy(files.get('notes.npy')!)).toMatchObject({ rows: 0, columns: 6 });
      expect(decodeNpy(files.get('image.npy')!).columns).toBe(1293);
    }
    const again = await runLeitmotif(build);
    expect(JSON.parse(again.stdout)).toMatchObject({ kept: tars('mine').length });
    const review = await runLeitmotif(['dataset', 'review', join(folder, 'mine'), '--json']);
    expect((JSON.parse(review.stdout) as { samples: unknown[] }).samples).toHaveLength(samples.length);
  }, 240_000);

  it('cuts nothing from a recording that is not the one it judged, and goes on when that is back', async () => {
    const [lost = ''] = tars('mine');
    const before = readFileSync(join(folder, 'mine', lost));
    rmSync(join(folder, 'mine', lost));
    const songs = readdirSync(music).filter((name) => name.startsWith('song-'));
    const sounds = songs.map((name) => readFileSync(join(music, name)));
    const write = (turn: number): void => {
      for (const [i, name] of songs.entries())
        writeFileSync(join(music, name), sounds[(i + turn) % sounds.length]!);
    };
    write(1);
    const changed = await runLeitmotif(build);
    expect(changed.code).toBe(64);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      error: { code: 'dataset-differs', subject: expect.stringMatching(/^song-/u) as string },
    });
    expect(readdirSync(join(folder, 'mine')).filter((name) => name.endsWith('.part'))).toEqual([]);
    write(0);
    expect(await runLeitmotif(build)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'mine', lost)).equals(before)).toBe(true);
  }, 240_000);
});

async function* readAll(path: string): AsyncGenerator<ShardSample> {
  for (const name of readdirSync(path).filter((one) => one.endsWith('.tar'))) {
    yield* readShard(join(path, name), ['wav']);
  }
}
