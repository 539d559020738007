/** What the READMEs promise of the checkout: one a folder, and figures that were measured. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { KeptRow } from '../bench/keptRows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = ['bridge', 'extension', 'webview', 'models', 'media', 'test', '.ci'];
/** More files than this need words of their own; fewer may be told of in the folder above. */
const fewFiles = 4;

/** Folders with their files, without what tools leave there. `test/unit` mirrors the sources and explains itself once. */
function folders(folder: string): string[] {
  const below = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const names = below
    .map(({ name }) => `${folder}/${name}`)
    .filter((name) => !/__pycache__|egg-info|\.venv|node_modules/u.test(name));
  return [folder, ...(folder === 'test/unit' ? [] : names.flatMap(folders))];
}

function explainsItself(folder: string): boolean {
  const files = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
  if (files.some(({ name }) => name === 'README.md' || name === 'card.md')) return true;
  const above = join(root, folder, '..', 'README.md');
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const isNamedAbove = existsSync(above) && readFileSync(above, 'utf8').includes(`${name}/`);
  return (
    files.length <= fewFiles ||
    (isNamedAbove && files.every((file) => /\.(?:png|jpg|webp|avif|gif|tiff|md|json)$/u.test(file.name)))
  );
}

describe('folders', () => {
  it('explain themselves: a README, a card, or words in the folder above for what is small or no code', () => {
    const all = rooms.filter((room) => existsSync(join(root, room))).flatMap(folders);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter((folder) => !explainsItself(folder))).toEqual([]);
  });
});

describe('figures of the README', () => {
  const kept = join(root, 'models/evaluation/results/bench.json');
  const { rows } = JSON.parse(readFileSync(kept, 'utf8')) as { rows: KeptRow[] };
  const values = (name: string): number[] =>
    rows.filter((row) => row.name.startsWith(name)).map(({ value }) => value);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  /** The numbers of a line of the table, as written. */
  function written(line: string): string[] {
    const cell = new RegExp(`^\\| ${line}[^|]*\\|([^|]*)\\|`, 'mu').exec(readme)?.[1] ?? '';
    return cell.match(/\d+(?:\.\d+)?/gu) ?? [];
  }

  it.each<[string, string[]]>([
    ['a warm take', ['warm take, 30 s, image + story']],
    ['its brief alone', ['warm brief']],
    ['the same in a new process', ['cold take']],
    ['rendering ten roles', ['rendering speed', 'FluidSynth against ours']],
    ['peak memory', ['peak memory, take of 30 s', 'peak memory, take of 20 min']],
    ['ten seconds of MusFlow', ['musflow: 10.24 s with 10', 'musflow: first second', 'musflow: peak memory']],
    ['models and sounds', ['packs and SoundFont', 'musflow: weights']],
  ])('%s: as the bench kept it', (line, names) => {
    const expected = names.map((name) => values(name)[0] ?? NaN);
    const numbers = written(line);
    expect(numbers).toHaveLength(expected.length);
    expect(numbers).toEqual(
      expected.map((value, i) => value.toFixed(numbers[i]?.split('.')[1]?.length ?? 0)),
    );
  });

  it('the score engine: from the fastest style to the slowest', () => {
    const engine = values('engine, 3 minutes');
    expect(written('the score engine').map(Number)).toEqual(
      [Math.min(...engine), Math.max(...engine)].map(Math.round),
    );
  });
});
