/** `leitmotif accompany` and `harmonize`, as a person runs them: the melody is in the take as it was in the file, read back by other code. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exitCodes } from '../../../bridge/protocol/errors.ts';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { midiOf, tunes } from '../../fixtures/melodies.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-accompany-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function notesOf(path: string, named: string): string[] {
  const { parts } = readMidi(readFileSync(path));
  const part = parts.find(({ name }) => name.startsWith(named));
  return (part?.notes ?? []).map(({ tick, duration, pitch, midiVelocity }) =>
    [tick, duration, pitch, midiVelocity].join(':'),
  );
}

/** The same file with its times in SMPTE frames. */
function inFrames(bytes: Uint8Array): Uint8Array {
  const film = Buffer.from(bytes);
  film.writeUInt16BE(0xe728, 12);
  return film;
}

function recipeOf(path: string): Recipe {
  return JSON.parse(readFileSync(join(path, 'take.json'), 'utf8')) as Recipe;
}

it('composes everything around a melody, which stays note for note, and makes it again', async () => {
  const melody = file('ode.mid', midiOf(tunes.ode));
  const args = [
    'accompany',
    melody,
    '--caption',
    'calm strings and harp',
    '--seed',
    '7',
    '--out',
    join(folder, 'takes'),
    '--no-stems',
    '--quiet',
  ];
  const { code, stdout, stderr } = await runLeitmotif(args);
  expect([code, stderr]).toEqual([0, '']);
  const take = stdout.trim();
  expect(notesOf(join(take, 'score.mid'), 'lead')).toEqual(notesOf(melody, 'Melody'));
  const recipe = recipeOf(take);
  const { key, tempo, meter, bars } = recipe.brief.attributes;
  expect([key.value, tempo.value, meter.value, bars.value]).toEqual(['D major', 108, '4/4', 8]);
  expect(recipe.measured.kept).toEqual([{ role: 'lead', before: 30, after: 30, kept: 30 }]);
  expect(readMidi(readFileSync(join(take, 'score.mid'))).parts.length).toBeGreaterThan(2);
  const again = await runLeitmotif(['remake', take, '--out', join(folder, 'again'), '--json']);
  expect(again.code).toBe(0);
  const same = join(folder, 'again', readdirSync(join(folder, 'again'))[0]!);
  for (const name of ['mix.wav', 'score.mid'])
    expect(readFileSync(join(same, name)).equals(readFileSync(join(take, name)))).toBe(true);
}, 120_000);

it('harmonizes: chords and bass under the melody, which can be revised like any take', async () => {
  const melody = file('grace.mid', midiOf(tunes.grace));
  const out = join(folder, 'chords');
  const { code, stdout } = await runLeitmotif([
    'harmonize',
    melody,
    '--seed',
    '3',
    '--out',
    out,
    '--no-stems',
    '--quiet',
    '--musicxml',
  ]);
  expect(code).toBe(0);
  const take = stdout.trim();
  const roles = recipeOf(take).brief.attributes.instruments.value.map(({ role }) => role);
  expect(roles).toEqual(expect.arrayContaining(['lead', 'pad']));
  expect(roles.every((role) => ['lead', 'pad', 'bass'].includes(role))).toBe(true);
  expect(notesOf(join(take, 'score.mid'), 'lead')).toEqual(notesOf(melody, 'Melody'));
  expect(readFileSync(join(take, 'score.musicxml'), 'utf8')).toContain('<harmony');
  const revised = await runLeitmotif([
    'revise',
    take,
    '--keep',
    'melody,harmony',
    '--seed',
    '4',
    '--no-stems',
    '--quiet',
  ]);
  expect(revised.code).toBe(0);
  expect(notesOf(join(revised.stdout.trim(), 'score.mid'), 'lead')).toEqual(notesOf(melody, 'Melody'));
}, 120_000);

it('takes the highest voice of a melody in chords, and says so', async () => {
  const chords = midiOf(tunes.frere, {
    more: [
      [0, 4, 41],
      [0, 1, 57],
      [4, 1, 60],
    ],
  });
  const args = [
    'accompany',
    file('chords.mid', chords),
    '--style',
    'folk',
    '--seed',
    '1',
    '--out',
    join(folder, 'voices'),
    '--no-stems',
  ];
  const { code, stdout } = await runLeitmotif(args);
  expect(code).toBe(0);
  expect(stdout).toContain('left out 3 notes under a higher one');
  expect(stdout).toMatch(/lead: all 32 notes/);
}, 60_000);

it('finds the melody among both hands of a pianist, joined notes as they were, in cut time, and says why', async () => {
  const tune = { ...tunes.ode, meter: [2, 2] as const, tempo: 96 };
  const legato = midiOf(tune, { joined: 0.1 });
  const hands = midiOf(tune, {
    joined: 0.1,
    more: Array.from({ length: 60 }, (_, i) => [i / 2, 0.48, [50, 57, 54, 57][i % 4]!] as const),
  });
  const [alone, path] = [file('legato.mid', legato), file('hands.mid', hands)];
  const args = ['--style', 'piano', '--seed', '1', '--out', join(folder, 'hands'), '--no-stems'];
  const { code, stdout } = await runLeitmotif(['accompany', path, ...args]);
  expect(code).toBe(0);
  expect(stdout).toContain('left out 60 notes under a higher one');
  expect(stdout).toContain('the melody is in 2/2: its bars are counted in 4/4');
  const take = join(folder, 'hands', readdirSync(join(folder, 'hands'))[0]!);
  expect(notesOf(join(take, 'score.mid'), 'lead')).toEqual(notesOf(alone, 'Melody'));
  const { key, tempo } = recipeOf(take).brief.attributes;
  expect([key.value, key.reason, tempo.reason]).toEqual([
    'D major',
    'found in the melody',
    'that of the melody',
  ]);
}, 120_000);

it('makes music of a melody of one note, and of one without a key', async () => {
  const one = { ...tunes.ode, notes: [[60, 4] as const] };
  const chromatic = { ...tunes.ode, notes: Array.from({ length: 16 }, (_, i) => [60 + i, 1] as const) };
  for (const [name, tune] of [
    ['one', one],
    ['chromatic', chromatic],
  ] as const) {
    const path = file(`${name}.mid`, midiOf(tune));
    const { code, stdout } = await runLeitmotif([
      'accompany',
      path,
      '--seed',
      '1',
      '--out',
      join(folder, 'odd'),
      '--no-stems',
      '--quiet',
    ]);
    expect([exitCodes.ok, exitCodes.measuredAmiss]).toContain(code);
    expect(notesOf(join(stdout.trim(), 'score.mid'), 'lead')).toEqual(notesOf(path, 'Melody'));
  }
}, 120_000);

it.each([
  ['drums only', () => midiOf(tunes.ode, { channel: 9 }), [], 'only drums', exitCodes.badInput],
  ['nothing', () => midiOf({ ...tunes.ode, notes: [] }), [], 'no notes', exitCodes.badInput],
  ['no MIDI file', () => Buffer.from('MThd and no more'), [], 'MIDI', exitCodes.badInput],
  ['no such track', () => midiOf(tunes.ode), ['--track', 'oboe'], 'no part "oboe"', exitCodes.usage],
  ['frames of film', () => inFrames(midiOf(tunes.ode)), [], 'counts frames of film', exitCodes.badInput],
  ['a strange meter', () => midiOf({ ...tunes.ode, meter: [11, 8] }), [], '11/8', exitCodes.badInput],
  ['too fast', () => midiOf({ ...tunes.ode, tempo: 400 }), [], 'outside 30 to 260', exitCodes.badInput],
  [
    'too many notes',
    () => midiOf({ ...tunes.ode, notes: Array.from({ length: 100_000 }, (_, i) => [60 + (i % 12), 0.25]) }),
    [],
    '100000 notes, more than the 40000',
    exitCodes.badInput,
  ],
  [
    'too low',
    () =>
      midiOf({
        ...tunes.ode,
        notes: [
          [12, 4],
          [100, 4],
        ],
      }),
    [],
    'no instrument has them all',
    exitCodes.badInput,
  ],
  ['a length', () => midiOf(tunes.ode), ['--seconds', '30'], 'as long as its melody', exitCodes.usage],
  ['hits', () => midiOf(tunes.ode), ['--hit', '3:door'], 'its own course', exitCodes.badInput],
] as const)(
  'refuses %s in words and leaves nothing',
  async (name, bytes, more, words, code) => {
    const out = join(folder, `refused ${name}`);
    const path = file(`${name.replaceAll(' ', '-')}.mid`, bytes());
    const { code: exit, stderr } = await runLeitmotif([
      'accompany',
      path,
      ...more,
      '--seed',
      '1',
      '--out',
      out,
    ]);
    expect(stderr).toContain(words);
    expect(exit).toBe(code);
    expect(() => readdirSync(out)).toThrow();
  },
  60_000,
);
