/** Revised takes as a person makes them: keep this, change that, and make it again. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseMidi, writeMidi } from 'midi-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { MidiData } from 'midi-file';
import type { MidiPart } from '../../../models/rendering/readMidi.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-revise-'));
let take = '';
let arc = '';

beforeAll(async () => {
  const about = ['--caption', 'calm piano waltz', '--key', 'D minor', '--tempo', '96', '--no-stems'];
  take = await made(['compose', ...about, '--bars', '12', '--seed', '7']);
  arc = await made(['compose', ...about, '--seconds', '20', '--hit', '8:door', '--seed', '8']);
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command that makes a take; returns its folder. */
async function made(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runLeitmotif([...args, '--quiet'], { cwd: folder });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout.trim();
}

function recipeOf(path: string): Recipe {
  return JSON.parse(readFileSync(join(path, 'take.json'), 'utf8')) as Recipe;
}

function parts(path: string): MidiPart[] {
  return readMidi(readFileSync(join(path, 'score.mid'))).parts;
}

function notes(path: string, role: string): string[] {
  const part = parts(path).find(({ name }) => name.startsWith(role));
  return (part?.notes ?? []).map(({ tick, duration, pitch }) => `${tick}:${duration}:${pitch}`);
}

/** The score of the take, edited, in a file. */
function edited(name: string, edit: (data: MidiData) => void, from = take): string {
  const data = parseMidi(readFileSync(join(from, 'score.mid')));
  edit(data);
  const path = join(folder, name);
  writeFileSync(path, Uint8Array.from(writeMidi(data)));
  return path;
}

function withoutNotes(data: MidiData, track: number): void {
  const events = data.tracks[track] ?? [];
  data.tracks[track] = events.filter(({ type }) => type !== 'noteOn' && type !== 'noteOff');
}

const up = (data: MidiData): void => {
  for (const event of data.tracks[1] ?? [])
    if (event.type === 'noteOn' || event.type === 'noteOff') event.noteNumber += 2;
};

async function sameAgain(path: string): Promise<void> {
  const out = join(folder, 'again');
  const again = await runLeitmotif(['remake', path, '--out', out], { cwd: folder });
  expect(again.stdout).toContain('The score is the same, byte for byte.');
  expect(again.stdout).toContain('The mix is the same, byte for byte.');
}

describe('a revised take', () => {
  it('keeps melody and bass, says what it kept, and is made again without the old one', async () => {
    const asked = ['revise', take, '--keep', 'melody,bass', '--seed', '11', '--out', 'kept'];
    const { code, stdout } = await runLeitmotif(asked, { cwd: folder });
    expect(code).toBe(0);
    const path = join(folder, 'kept', `${basename(take).replace(/-7$/, '')}-11`);
    for (const role of ['lead', 'bass']) {
      expect(notes(path, role)).toEqual(notes(take, role));
      expect(stdout).toContain(`${role}: all ${notes(take, role).length} notes`);
    }
    expect(parts(path)).not.toEqual(parts(take));
    const { revision, measured } = recipeOf(path);
    expect(revision?.parents.map(({ id }) => id)).toEqual([basename(take)]);
    expect(revision?.change).toMatchObject({ keep: ['melody', 'bass'], reroll: true });
    expect(measured.kept?.find(({ role }) => role === 'lead')).toMatchObject({
      kept: notes(take, 'lead').length,
    });
    await sameAgain(path);
  }, 120_000);

  it('is edited, extended, and has some bars of it composed anew, each a step that is remembered', async () => {
    const first = await made(['revise', take, '--score', edited('up.mid', up), '--out', 'steps']);
    expect(notes(first, 'lead')).not.toEqual(notes(take, 'lead'));
    expect(notes(first, 'bass')).toEqual(notes(take, 'bass'));
    const second = await made(['revise', first, '--extend', '4', '--seed', '3', '--out', 'steps']);
    expect(recipeOf(second).brief.attributes.bars.value).toBe(16);
    const third = await made(['revise', second, '--bars', '5-6', '--seed', '4', '--out', 'steps']);
    const { revision } = recipeOf(third);
    expect(revision?.parents).toHaveLength(3);
    const bar = 3 * 480;
    const before = (path: string): string[] =>
      parts(path).flatMap((part) =>
        part.notes.filter(({ tick }) => tick < 4 * bar - 60).map(({ tick, pitch }) => `${tick}:${pitch}`),
      );
    expect(before(third)).toEqual(before(first));
    expect(readdirSync(third).filter((name) => name.startsWith('edited-'))).toHaveLength(1);
    await sameAgain(third);
    const exported = await runLeitmotif(['export', third, '--to', 'musicxml'], { cwd: folder });
    expect(exported.stderr).not.toMatch(/error|differs/);
    rmSync(join(third, readdirSync(third).find((name) => name.startsWith('edited-')) ?? ''));
    const lost = await runLeitmotif(['remake', third], { cwd: folder });
    expect(lost.stderr).toContain('[file-missing]');
  }, 240_000);

  it('moves into another key and tempo note for note', async () => {
    const asked = ['revise', take, '--key', 'F minor', '--tempo', '72', '--out', 'moved', '--json'];
    const { stdout } = await runLeitmotif(asked, { cwd: folder });
    const result = JSON.parse(stdout) as { take: { folder: string; measured: Recipe['measured'] } };
    expect(result.take.measured).toMatchObject({ key: 'F minor', tempo: 72, failures: [] });
    for (const { kept, before } of result.take.measured.kept ?? []) expect(kept).toBe(before);
    await sameAgain(result.take.folder);
  }, 120_000);
});

describe('an edited score', () => {
  it('of another resolution and in one track is the same; a lost track is told, an empty one is silent', async () => {
    const finer = edited('finer.mid', (data) => {
      data.header.ticksPerBeat = 960;
      for (const event of data.tracks.flat()) event.deltaTime *= 2;
    });
    const same = await made(['revise', take, '--score', finer, '--out', 'edited']);
    expect(parts(same)).toEqual(parts(take));
    const gaps = edited('gaps.mid', (data) => {
      withoutNotes(data, 1);
      data.tracks.splice(2, 1);
      data.header.numTracks -= 1;
    });
    const { code, stdout } = await runLeitmotif(['revise', take, '--score', gaps, '--out', 'edited'], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/the lead has a track without notes: it is silent/);
    expect(stdout).toMatch(/has no track in the edited score: it is as it was/);
  }, 120_000);

  it.each([
    ['many.mid', 'midi-undecodable', /100\d{3} notes/],
    ['empty.mid', 'midi-empty', /no notes/],
    ['foreign.mid', 'take-unsuitable', /"Kazoo"/],
    ['text.mid', 'midi-undecodable', /not a MIDI file/],
    ['nowhere.mid', 'file-missing', /no such file/],
  ])(
    '%s is refused, and nothing is left',
    async (name, code, words) => {
      const note = { channel: 14, noteNumber: 60, velocity: 60 };
      const end = { deltaTime: 0, meta: true, type: 'endOfTrack' } as const;
      const named = (text: string) => ({ deltaTime: 0, meta: true, type: 'trackName', text }) as const;
      if (name === 'text.mid') writeFileSync(join(folder, name), 'Once upon a time');
      else if (name !== 'nowhere.mid')
        edited(name, (data) => {
          if (name === 'empty.mid')
            data.tracks.forEach((_, i) => {
              withoutNotes(data, i);
            });
          if (name === 'foreign.mid') {
            const on = { ...note, deltaTime: 0, type: 'noteOn' } as const;
            data.tracks.push([named('Kazoo'), on, { ...note, deltaTime: 90, type: 'noteOff' }, end]);
          }
          if (name === 'many.mid') {
            const many = Array.from(
              { length: 100_000 },
              () => ({ ...note, channel: 0, deltaTime: 1, type: 'noteOn' }) as const,
            );
            data.tracks[1] = [named('lead'), ...many, end];
          }
          data.header.numTracks = data.tracks.length;
        });
      const asked = ['revise', take, '--score', join(folder, name), '--out', join(folder, 'refused')];
      const { code: exit, stderr } = await runLeitmotif(asked, { cwd: folder });
      expect(exit).not.toBe(0);
      expect(stderr).toContain(`[${code}]`);
      expect(stderr).toMatch(words);
      expect(readdirSync(folder)).not.toContain('refused');
    },
    60_000,
  );
});

describe('a take that meets moments', () => {
  const hitOf = (path: string): boolean | undefined => recipeOf(path).measured.hits?.[0]?.met;

  it('is composed anew around its melody, meets them still, and is made again from its recipe', async () => {
    const path = await made(['revise', arc, '--keep', 'melody', '--seed', '5', '--out', 'arcs']);
    expect(notes(path, 'lead')).toEqual(notes(arc, 'lead'));
    expect(hitOf(path)).toBe(true);
    expect(recipeOf(path).measured).toMatchObject({ failures: [] });
    expect(recipeOf(path).measured.kept?.some(({ kept, before }) => kept < before)).toBe(true);
    const { stdout, code } = await runLeitmotif(['remake', path, '--json'], { cwd: folder });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { remake: object }).remake).toMatchObject({
      sameScore: true,
      sameMix: true,
    });
  }, 120_000);

  it('has other bars, or what a person wrote, and the moments are where they were', async () => {
    const path = await made(['revise', arc, '--bars', '2-3', '--seed', '5', '--out', 'arcs']);
    expect(hitOf(path)).toBe(true);
    expect(notes(path, 'lead')).not.toEqual(notes(arc, 'lead'));
    const score = edited(
      'arc.mid',
      (data) => {
        withoutNotes(data, data.tracks.length - 1);
      },
      path,
    );
    const silent = await made(['revise', path, '--score', score, '--out', 'arcs']);
    expect(parts(silent).length).toBe(parts(path).length - 1);
    expect(hitOf(silent)).toBe(true);
  }, 120_000);

  it('has another melody on the same rhythm', async () => {
    const path = await made(['revise', arc, '--keep', 'rhythm', '--seed', '5', '--out', 'arcs']);
    const rhythm = (take: string): string[] =>
      notes(take, 'lead').map((text) => text.split(':').slice(0, 2).join(':'));
    expect(rhythm(path)).toEqual(rhythm(arc));
    expect(notes(path, 'lead')).not.toEqual(notes(arc, 'lead'));
    expect(hitOf(path)).toBe(true);
  }, 60_000);

  it('is refused more bars, in words', async () => {
    const { code, stderr } = await runLeitmotif(['revise', arc, '--extend', '4', '--out', 'none'], {
      cwd: folder,
    });
    expect(stderr).toMatch(/ends where its sections end/);
    expect(code).not.toBe(0);
    expect(readdirSync(folder)).not.toContain('none');
  });
});

describe('what cannot be', () => {
  it.each([
    [[], /nothing to revise/],
    [['--keep', 'melody', '--key', 'G major'], /cannot be kept in G major/],
    [['--keep', 'lead,counter,pad,figure,bass', '--seed', '3'], /has no|Every part is kept/],
    [['--keep', 'instruments', '--instruments', 'lead: oboe'], /cannot be kept and be others/],
    [['--keep', 'tune'], /cannot be kept/],
    [['--bars', '11-14'], /ends with bar 12/],
    [['--bars', '4-2'], /no bars in this range/],
    [['--bars', 'all'], /first and last bar/],
    [['--bars', '3-4', '--extend', '4'], /not both at once/],
    [['--bars', '3-4', '--tempo', '80'], /in some bars only/],
    [['--extend', '4', '--keep', 'melody'], /keeps all that it has/],
    [['--extend', '1999'], /more than the 2000/],
    [['--score', 'x.mid', '--seed', '3'], /rendered as it is/],
    [['--tempo', '96'], /like that already/],
    [['--instruments', 'drums: percussion'], /no percussion|not known/],
    [['--valence', '0.5'], /Unknown option '--valence'/],
  ])('%j is refused in words', async (args, words) => {
    const { code, stderr } = await runLeitmotif(['revise', take, ...args, '--out', 'no'], { cwd: folder });
    expect(stderr).toMatch(words);
    expect(code).not.toBe(0);
    expect(readdirSync(folder)).not.toContain('no');
  });

  it('is said of other engines, of loops, and of a changed score', async () => {
    const refused = async (path: string): Promise<string> => {
      const { code, stderr } = await runLeitmotif(['revise', path, '--seed', '5'], { cwd: folder });
      expect(code).toBe(65);
      return stderr;
    };
    const copy = (name: string, change: (recipe: Recipe) => void): string => {
      const path = join(folder, name);
      mkdirSync(path);
      const recipe = recipeOf(take);
      change(recipe);
      writeFileSync(join(path, 'take.json'), JSON.stringify(recipe));
      return path;
    };
    const byNetworks = copy('networks', (recipe) => {
      recipe.engine.name = 'musflow';
    });
    expect(await refused(byNetworks)).toMatch(/made by networks/);
    const older = copy('older', (recipe) => {
      recipe.engine.version = 0;
    });
    expect(await refused(older)).toMatch(/Version 0 of the engine/);
    const changed = copy('changed', () => undefined);
    writeFileSync(join(changed, 'score.mid'), readFileSync(edited('other.mid', up)));
    expect(await refused(changed)).toMatch(/not what the recipe makes/);
    mkdirSync(join(folder, 'loop'));
    writeFileSync(join(folder, 'loop/loop.json'), '{}');
    expect(await refused(join(folder, 'loop'))).toMatch(/loop set cannot be revised/);
  }, 60_000);
});
