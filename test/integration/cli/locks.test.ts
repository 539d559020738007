/** Locks of a cue, as a person writes them: what is locked is the same in the files of the new take, read back by other code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { Lock } from '../../../bridge/protocol/cue.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-locks-'));
const bar = 3 * 480;
let take = '';

beforeAll(async () => {
  take = await made(['compose', '--cue', cueFile('first', []), '--no-stems', '--seed', '7']);
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A cue with locks; its take is known once it was made. */
function cueFile(
  name: string,
  locks: Omit<Lock, 'id' | 'take'>[],
  more: Record<string, unknown> = {},
): string {
  const path = join(folder, `${name}.leitmotif`);
  const cue = {
    leitmotif: 1,
    title: 'Waltz',
    conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano waltz with strings' }],
    attributes: { key: 'D minor', tempo: 96, bars: 16, meter: '3/4' },
    locks: locks.map((lock, i) => ({ id: `lock-${i}`, take: 'first take', ...lock })),
    takes: take === '' ? [] : [{ id: 'first take', folder: relative(folder, take) }],
  };
  writeFileSync(path, JSON.stringify({ ...cue, ...more }));
  return path;
}

async function made(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runLeitmotif([...args, '--quiet'], { cwd: folder });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout.trim();
}

async function composed(cue: string, seed: number): Promise<string> {
  return made(['compose', '--cue', cue, '--no-stems', '--seed', String(seed), '--out', 'made']);
}

function recipeOf(path: string): Recipe {
  return JSON.parse(readFileSync(join(path, 'take.json'), 'utf8')) as Recipe;
}

/** Notes of a part that begin in some bars, from 1. */
function notes(path: string, role: string, from = 1, to = 16): string[] {
  const { parts } = readMidi(readFileSync(join(path, 'score.mid')));
  const part = parts.find(({ name }) => name.startsWith(role));
  return (part?.notes ?? [])
    .filter(({ tick }) => tick + 40 >= (from - 1) * bar && tick + 40 < to * bar)
    .map(({ tick, pitch, midiVelocity }) => `${tick}:${pitch}:${midiVelocity}`);
}

function roles(path: string): string[] {
  return recipeOf(path).brief.attributes.instruments.value.map(({ role }) => role);
}

async function sameAgain(path: string): Promise<void> {
  const again = await runLeitmotif(['remake', path, '--out', join(folder, 'again')], { cwd: folder });
  expect(again.stdout).toContain('The score is the same, byte for byte.');
  expect(again.stdout).toContain('The mix is the same, byte for byte.');
}

describe('a cue with locks', () => {
  it('keeps melody and bass of its take and composes the rest anew with the new seed', async () => {
    const cue = cueFile('two', [{ keep: 'melody' }, { keep: 'role', role: 'bass' }], { title: 'Another' });
    const path = await composed(cue, 11);
    for (const role of ['lead', 'bass']) {
      expect(notes(take, role).length).toBeGreaterThan(10);
      expect(notes(path, role)).toEqual(notes(take, role));
    }
    const others = roles(take).filter((role) => !['lead', 'bass'].includes(role));
    expect(others.some((role) => notes(path, role).join() !== notes(take, role).join())).toBe(true);
    const { revision, seed, measured, cue: told } = recipeOf(path);
    expect(seed).toBe(11);
    expect(told.title).toBe('Another');
    expect(revision?.parents.map(({ id }) => id)).toEqual([basename(take)]);
    expect(measured.failures).toEqual([]);
    await sameAgain(path);
  }, 120_000);

  it('keeps some bars whole and a part in others, step by step', async () => {
    const cue = cueFile('bars', [
      { keep: 'bars', bars: [5, 8] },
      { keep: 'role', role: 'bass', bars: [9, 12] },
    ]);
    const { code, stdout } = await runLeitmotif(
      ['compose', '--cue', cue, '--no-stems', '--seed', '12', '--out', 'made'],
      { cwd: folder },
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`Kept of ${basename(take)}:`);
    const path = join(folder, 'made', 'waltz-12');
    for (const role of roles(take)) expect(notes(path, role, 5, 8)).toEqual(notes(take, role, 5, 8));
    expect(notes(path, 'bass', 9, 12)).toEqual(notes(take, 'bass', 9, 12));
    for (const [from, to] of [
      [1, 4],
      [13, 16],
    ] as const)
      expect(notes(path, 'lead', from, to)).not.toEqual(notes(take, 'lead', from, to));
    const { revision, measured } = recipeOf(path);
    expect(revision?.parents).toHaveLength(3);
    const bass = measured.kept?.find(({ role }) => role === 'bass');
    expect(bass?.kept).toBeGreaterThanOrEqual(notes(take, 'bass', 5, 12).length - 1);
    await sameAgain(path);
    // What came of locks can be kept itself.
    const next = await made(['revise', path, '--keep', 'melody', '--seed', '3', '--out', 'made']);
    expect(notes(next, 'lead')).toEqual(notes(path, 'lead'));
    await sameAgain(next);
  }, 600_000);

  it('keeps the melody under another tempo, and the instruments of a take in a piece of its own', async () => {
    const slower = { key: 'D minor', tempo: 80, bars: 16, meter: '3/4' };
    const path = await composed(cueFile('tempo', [{ keep: 'melody' }], { attributes: slower }), 13);
    expect(notes(path, 'lead')).toEqual(notes(take, 'lead'));
    expect(recipeOf(path).measured.tempo).toBe(80);
    const locks = [{ keep: 'instruments' as const }];
    const other = [{ kind: 'caption', id: 'caption', text: 'epic orchestra battle with drums' }];
    const own = await composed(cueFile('players', locks, { conditions: other }), 14);
    const players = (of: string): unknown => recipeOf(of).brief.attributes.instruments.value;
    expect(players(own)).toEqual(players(take));
    expect(notes(own, 'lead')).not.toEqual(notes(take, 'lead'));
  }, 120_000);

  it('says what it cannot keep, and composes where there is nothing to keep', async () => {
    const cue = cueFile('gone', [{ keep: 'melody' }], { takes: [] });
    const { code, stdout } = await runLeitmotif(['brief', '--cue', cue], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('note: melody was to be kept of first take, which the cue has not');
  }, 60_000);

  it.each<[string, Omit<Lock, 'id' | 'take'>[], Record<string, unknown>, string, RegExp]>([
    ['role', [{ keep: 'role' }], {}, 'cue-invalid', /does not say which.*lock-0/s],
    ['past', [{ keep: 'bars', bars: [9, 40] }], {}, 'setting-invalid', /ends with bar 16/],
    ['all', [{ keep: 'bars', bars: [1, 16] }], {}, 'setting-invalid', /nothing is left to compose anew/],
    [
      'key',
      [{ keep: 'melody' }],
      { attributes: { key: 'F minor', tempo: 96, bars: 16, meter: '3/4' } },
      'setting-invalid',
      /keeps melody.*asks for another key/s,
    ],
    [
      'length',
      [{ keep: 'harmony' }],
      { attributes: { key: 'D minor', tempo: 96, bars: 24, meter: '3/4' } },
      'setting-invalid',
      /asks for another bars/,
    ],
    ['networks', [{ keep: 'melody' }], { engine: 'musflow' }, 'setting-invalid', /musflow engine/],
    [
      'two-takes',
      [{ keep: 'melody' }, { keep: 'harmony', take: 'second' } as Omit<Lock, 'id' | 'take'>],
      {
        takes: ['first take', 'second'].map((id) => ({ id, folder: 'nowhere' })),
      },
      'setting-invalid',
      /several takes/,
    ],
    [
      'lost',
      [{ keep: 'melody' }],
      { takes: [{ id: 'first take', folder: 'nowhere' }] },
      'file-missing',
      /The take that is locked is not there.*nowhere/s,
    ],
    [
      'moment',
      [{ keep: 'melody' }],
      { hits: [{ id: 'door', seconds: 8, label: 'door' }] },
      'setting-invalid',
      /hits that .* was not made for/,
    ],
  ])(
    'refuses %s in words',
    async (name, locks, more, code, words) => {
      const cue = cueFile(name, locks, more);
      const out = join('refused', name);
      const { stderr, code: exit } = await runLeitmotif(['compose', '--cue', cue, '--out', out], {
        cwd: folder,
      });
      expect(exit).not.toBe(0);
      expect(stderr).toContain(`[${code}]`);
      expect(stderr).toMatch(words);
    },
    60_000,
  );
});
