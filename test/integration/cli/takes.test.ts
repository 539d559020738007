/** The main job as a person does it: a picture and words become a folder of music that can be made again. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import { recipeSchema } from '../../../bridge/protocol/take.ts';
import { readWav } from '../../../models/audio/readWav.ts';
import { harbour, root, runLeitmotif, runProcess } from './runLeitmotif.ts';
import type { Ended } from './runLeitmotif.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-takes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface TakeJson {
  id: string;
  folder: string;
  seed: number;
  files: {
    mix: string;
    score: string;
    stems: { role: string; instrument: string; path: string }[];
    recipe: string;
  };
  measured: Record<string, unknown>;
}
interface ResultJson {
  brief: {
    description: string;
    attributes: Record<string, object>;
    shares: { share: number }[];
    notes: string[];
  };
  take: TakeJson;
  takes?: TakeJson[];
  remake?: { sameScore: boolean; sameMix: boolean; differences: string[] };
}

function parse(ended: Ended): ResultJson {
  expect(ended.stderr.replaceAll(/\[\d\/7\] .*\n/g, '')).toBe('');
  expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(ended.stdout) as ResultJson;
}

async function compose(...args: string[]): Promise<Ended> {
  return runLeitmotif(['compose', ...args], { cwd: folder });
}

describe('compose with --json', () => {
  const args = [
    '--story',
    'nuns quietly praying in a serene church',
    '--caption',
    'slow strings, D minor, 72 BPM',
  ];
  let ended: Ended;
  let result: ResultJson;
  beforeAll(async () => {
    ended = await compose(harbour, ...args, '--seconds', '20', '--seed', '7', '--out', 'takes', '--json');
    result = parse(ended);
  });

  it('prints the brief as the issue names it', () => {
    expect(ended.code).toBe(0);
    expect(result.brief.description).toMatch(/D minor/);
    expect(Object.keys(result.brief.attributes)).toEqual(attributeNames);
    expect(result.brief.attributes).toMatchObject({
      tempo: { value: 72, source: 'caption', confidence: 1 },
      key: { value: 'D minor', source: 'caption' },
      seconds: { value: 20, source: 'explicit' },
      bars: { source: 'fitted' },
    });
    for (const attribute of Object.values(result.brief.attributes)) {
      expect(Object.keys(attribute)).toEqual(['value', 'source', 'confidence', 'reason']);
    }
    expect(result.brief.shares).toHaveLength(3);
    expect(result.brief.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  it('writes the files it names, and no others', () => {
    const { files, folder: made, id } = result.take;
    expect(id).toBe('harbour-7');
    expect(made).toBe(join(folder, 'takes/harbour-7'));
    expect(readdirSync(made).sort()).toEqual(['mix.wav', 'score.mid', 'stems', 'take.json']);
    for (const path of [files.mix, files.score, files.recipe, ...files.stems.map((stem) => stem.path)]) {
      expect({ path, isWritten: statSync(path).size > 100 }).toEqual({ path, isWritten: true });
    }
    expect(readdirSync(join(made, 'stems')).sort()).toEqual(
      files.stems.map(({ role }) => `${role}.wav`).sort(),
    );
  });

  it('keeps to what was asked, and says so', () => {
    expect(result.take.measured).toMatchObject({
      seconds: 20,
      tempo: 72,
      key: 'D minor',
      keyAgrees: true,
      clippedFrames: 0,
      failures: [],
    });
    const { sampleRate, bits, channels } = readWav(result.take.files.mix);
    expect({ sampleRate, bits, channels: channels.length }).toEqual({
      sampleRate: 44_100,
      bits: 24,
      channels: 2,
    });
    expect(channels[0]!.length).toBe(20 * 44_100);
  });

  it('writes stems that sum to the mix', () => {
    const { mix, stems } = result.take.files;
    const sounds = stems.map((stem) => readWav(stem.path));
    const errors = readWav(mix).channels.map((channel, c) =>
      channel.reduce((worst, sample, i) => {
        const sum = sounds.reduce((total, { channels }) => total + channels[c]![i]!, 0);
        return Math.max(worst, Math.abs(sum - sample));
      }, 0),
    );
    // Each file is rounded to 24 bit.
    expect(Math.max(...errors)).toBeLessThan((stems.length + 1) / 2 ** 23);
  });

  it('keeps a recipe that validates and names everything that went in', () => {
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(result.take.files.recipe, 'utf8')));
    expect(recipe.id).toBe('harbour-7');
    expect(recipe.inputs.map(({ condition }) => condition)).toEqual(['image-1', 'story-1', 'caption-1']);
    expect(recipe.packs.map(({ id }) => id)).toEqual(['all-minilm-l6-v2', 'efficientnet-lite0']);
    expect(recipe.device.provider).toBe('cpu');
    expect(recipe.timings.total).toBeGreaterThan(recipe.timings.render!);
    expect(recipe.brief.embedding).toHaveLength(384);
  });

  it('makes the same take again from the recipe, byte for byte, beside the old one', async () => {
    const remade = parse(await runLeitmotif(['remake', result.take.files.recipe, '--json'], { cwd: folder }));
    expect(remade.remake).toEqual({ sameScore: true, sameMix: true, differences: [] });
    expect(remade.take.folder).toBe(join(folder, 'takes/harbour-7-2'));
    expect(remade.brief).toEqual(result.brief);
    const stems = remade.take.files.stems.map(({ path }) => readFileSync(path));
    expect(stems.map((stem, i) => stem.equals(readFileSync(result.take.files.stems[i]!.path)))).toEqual(
      stems.map(() => true),
    );
  });

  it('says what differs where the recipe comes from elsewhere', async () => {
    const recipe = JSON.parse(readFileSync(result.take.files.recipe, 'utf8')) as { engine: object };
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(
      join(elsewhere, 'take.json'),
      JSON.stringify({ ...recipe, engine: { name: 'score', version: 0 } }),
    );
    const args = ['remake', elsewhere, '--out', join(folder, 'again')];
    const { stdout, code } = await runLeitmotif(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('The old score is not there to compare with.');
    expect(stdout).toContain('note: the score engine was 0 and is');
  });
});

describe('compose for a person', () => {
  it('tells progress on one stream and the result on the other', async () => {
    const { stdout, stderr, code } = await compose(
      '--caption',
      'calm piano',
      '--seconds',
      '8',
      '--no-stems',
      '--out',
      'calm',
    );
    expect(code).toBe(0);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 5)),
    ).toEqual([1, 2, 3, 4, 5, 6, 7].map((stage) => `[${stage}/7]`));
    expect(stdout).toMatch(/attribute +value +source +why/);
    expect(stdout).toMatch(/calm-piano-\d+\//);
    expect(readdirSync(join(folder, 'calm'))).toHaveLength(1);
    expect(existsSync(join(folder, 'calm', readdirSync(join(folder, 'calm'))[0]!, 'stems'))).toBe(false);
  });

  it('prints nothing but the folders with --quiet, and makes several takes of one brief', async () => {
    const args = [
      '--caption',
      'calm piano',
      '--seconds',
      '6',
      '--seed',
      '4294967295',
      '--takes',
      '2',
      '--quiet',
    ];
    const { stdout, stderr } = await compose(...args, '--out', 'two', '--sample-rate', '48000');
    expect(stderr).toBe('');
    const [first, second] = stdout.trimEnd().split('\n');
    expect([first, second]).toEqual(
      ['calm-piano-4294967295', 'calm-piano-0'].map((name) => join(folder, 'two', name)),
    );
    expect(readWav(join(first!, 'mix.wav')).sampleRate).toBe(48_000);
    expect(readFileSync(join(first!, 'score.mid')).equals(readFileSync(join(second!, 'score.mid')))).toBe(
      false,
    );
  });

  it('begins from a cue document, whose other parts reach the recipe untouched', async () => {
    const cue = {
      leitmotif: 1,
      title: 'The chase',
      conditions: [{ kind: 'story', id: 'chapter', path: 'chapter.md', weight: 2 }],
      attributes: { tempo: 140, seconds: 6 },
      hits: [{ id: 'jump', seconds: 4, label: 'the jump', strength: 0.5 }],
      themes: [{ id: 'ada', name: 'Ada', owner: { kind: 'character', names: ['Ada'] } }],
    };
    mkdirSync(join(folder, 'film'));
    writeFileSync(join(folder, 'film/chase.leitmotif'), JSON.stringify(cue));
    writeFileSync(join(folder, 'film/chapter.md'), '# Chase\n\nAda ran over the *roofs* of the city.');
    const args = [
      '--cue',
      'film/chase.leitmotif',
      '--tempo',
      '150',
      '--out',
      'chase',
      '--seed',
      '1',
      '--json',
    ];
    const { take, brief } = parse(await compose(...args));
    expect(take.id).toBe('the-chase-1');
    expect(brief.attributes.tempo).toMatchObject({ value: 150, source: 'explicit' });
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(take.files.recipe, 'utf8')));
    expect(recipe.cue.hits).toEqual(cue.hits);
    expect(recipe.cue.themes).toEqual(cue.themes);
    expect(recipe.cue.conditions).toMatchObject([
      { id: 'chapter', text: expect.stringContaining('Ada ran') as string },
    ]);
  });

  it('lets a reader go away', async () => {
    const shell = `"${process.execPath}" dist/leitmotif.js compose --help | head -1`;
    const { stdout, stderr, code } = await runInShell(shell);
    expect(stdout).toMatch(/^Usage/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

describe('brief', () => {
  it('stops after the brief and writes nothing', async () => {
    const before = readdirSync(folder);
    const { brief } = parse(await runLeitmotif(['brief', harbour, '--json'], { cwd: folder }));
    expect(brief.shares).toMatchObject([{ condition: 'image-1', kind: 'image', share: 1 }]);
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each([
    ['Japanese', '静かな港に雪が降り、船は帰らなかった。'],
    ['German', 'Der Regen fiel auf den stillen Hafen, und niemand kam mehr nach Hause.'],
  ])('says how much of a %s story is understood', async (_language, story) => {
    const { brief } = parse(await runLeitmotif(['brief', '--story', story, '--json'], { cwd: folder }));
    expect(brief.notes.join(' ')).toMatch(/trained on English/);
  });

  it('reads stories with NUL bytes and lone surrogates as far as they go', async () => {
    writeFileSync(
      join(folder, 'nul.txt'),
      'The harbour was still.\0 Nobody spoke of the storm that took the boats.',
    );
    writeFileSync(
      join(folder, 'lone.txt'),
      Buffer.from('\ufeffA quiet \ud800 morning \udfff by the sea.', 'utf16le'),
    );
    for (const name of ['nul.txt', 'lone.txt']) {
      const { code, stderr } = await runLeitmotif(['brief', '--story', `@${name}`], { cwd: folder });
      expect({ name, code, stderr }).toMatchObject({ name, code: 0 });
    }
  });
});

function runInShell(script: string): Promise<Ended> {
  return runProcess('bash', ['-o', 'pipefail', '-c', script], { cwd: root });
}
