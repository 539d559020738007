import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMidi } from 'midi-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../../bridge/protocol/cue.ts';
import { loopSetSchema } from '../../../../../bridge/protocol/loopSet.ts';
import { readWav } from '../../../../../models/audio/readWav.ts';
import { findInstallation } from '../../../../../models/takes/installation.ts';
import { makeLoopSet, remakeLoopSet } from '../../../../../models/takes/loops/makeLoopSet.ts';
import { Stack } from '../../../../../models/takes/stack.ts';
import type { Cue } from '../../../../../bridge/protocol/cue.ts';
import type { MadeLoopSet } from '../../../../../models/takes/loops/makeLoopSet.ts';

const parent = mkdtempSync(join(tmpdir(), 'leitmotif-loops-'));
const stack = new Stack(findInstallation(), { workers: 2 });

const cueOf = (more: object = {}): Cue =>
  cueSchema.parse({
    leitmotif: 1,
    title: 'Chase',
    conditions: [{ kind: 'caption', id: 'c', text: 'a tense chase' }],
    attributes: { style: 'cinematic', key: 'D minor', tempo: 111, bars: 4, density: 0.6 },
    ...more,
  });
const request = (cue: Cue, out: string) => ({
  ...{ cue, folder: parent, out: join(parent, out), seed: 5, intro: 2, outro: 2, layers: true },
  sampleRate: 44_100 as const,
});

afterAll(async () => {
  await stack.close();
  rmSync(parent, { recursive: true, force: true });
});

describe('a loop set', () => {
  let made: MadeLoopSet;
  beforeAll(async () => {
    made = await makeLoopSet(stack, request(cueOf(), 'first'));
  });

  const frames = (path: string): number => readWav(join(made.folder, path)).channels[0]?.length ?? 0;

  it('is a folder with a recipe that names every file', () => {
    const written = JSON.parse(readFileSync(join(made.folder, 'loop.json'), 'utf8')) as unknown;
    expect(loopSetSchema.parse(written).id).toBe('chase-5-loop');
    expect(readdirSync(made.folder).sort()).toEqual([
      ...['intro.wav', 'layers', 'loop.json', 'loop.wav', 'outro.wav', 'score.mid', 'stems'],
    ]);
    expect(made.set.measured).toMatchObject({ key: 'D minor', tempo: 111, failures: [] });
  });

  it('lasts its bars to the sample, and everything that is played with it as long', () => {
    // MIDI stores whole microseconds.
    const bar = (4 * 44_100 * Math.round(60e6 / 111)) / 1e6;
    expect(made.set.files.loop.frames).toBe(Math.round(4 * bar));
    expect(Math.abs((made.set.files.intro?.frames ?? 0) - 2 * bar)).toBeLessThan(1);
    const together = [...made.set.files.stems, ...made.set.files.layers].map(({ path }) => frames(path));
    expect(new Set(together)).toEqual(new Set([made.set.files.loop.frames]));
  });

  it('goes round without a step or a stroke that the music has not', () => {
    const { jump, insideJump, flux, playedFlux } = made.set.measured.seam;
    expect(jump).toBeLessThan(insideJump);
    expect(Math.abs(flux - playedFlux)).toBeLessThan(0.05);
  });

  it('begins with what rings on of its end', () => {
    // Played from silence, the first frames would hold no reverberation before the first stroke.
    const [left = new Float32Array(0)] = readWav(join(made.folder, 'loop.wav')).channels;
    expect(left.subarray(0, 200).some((sample) => Math.abs(sample) > 1e-4)).toBe(true);
  });

  it('has layers that grow: each has all that plays in the one before, drums last', () => {
    const [calm, tense, battle] = made.set.files.layers;
    expect(made.set.files.layers.map(({ layer }) => layer)).toEqual(['calm', 'tense', 'battle']);
    expect(tense?.roles).toEqual(expect.arrayContaining(calm?.roles ?? []));
    expect(battle?.roles).toEqual(expect.arrayContaining(tense?.roles ?? []));
    expect(tense?.roles).not.toContain('percussion');
    expect(battle?.roles).toContain('percussion');
    expect(calm?.loudness).toBeLessThan(tense?.loudness ?? -Infinity);
    const all = readWav(join(made.folder, 'layers/battle.wav')).channels[0] ?? [];
    const loop = readWav(join(made.folder, 'loop.wav')).channels[0] ?? [];
    let apart = 0;
    for (const [i, value] of all.entries()) apart = Math.max(apart, Math.abs(value - (loop[i] ?? 0)));
    expect(apart).toBeLessThan(1e-5);
  });

  it('has a score of the body alone, marked where it goes round', () => {
    const { tracks } = parseMidi(readFileSync(join(made.folder, 'score.mid')));
    const ends = tracks.flatMap((track) => {
      let tick = 0;
      return track.map((event) => ({ ...event, tick: (tick += event.deltaTime) }));
    });
    const marked = ends.flatMap((event) => (event.type === 'marker' ? [`${event.text}@${event.tick}`] : []));
    expect(marked).toEqual(expect.arrayContaining(['loopStart@0', `loopEnd@${4 * 4 * 480}`]));
    expect(ends.filter(({ type }) => type === 'setTempo')).toHaveLength(1);
    const starts = ends.flatMap((event) => (event.type === 'noteOn' ? [event.tick] : []));
    expect(starts.length).toBeGreaterThan(20);
    expect(Math.max(...starts)).toBeLessThan(4 * 4 * 480);
  });

  it('is the same again from its recipe', async () => {
    const again = await remakeLoopSet(stack, made.set, { out: join(parent, 'again') });
    for (const name of ['intro.wav', 'loop.wav', 'outro.wav', 'score.mid', 'layers/calm.wav'])
      expect(readFileSync(join(again.folder, name)).equals(readFileSync(join(made.folder, name)))).toBe(true);
  });

  it('leaves nothing where it is cancelled', async () => {
    const stop = new AbortController();
    const making = makeLoopSet(stack, {
      ...request(cueOf(), 'cancelled'),
      signal: stop.signal,
      progress: ({ stage }) => {
        if (stage === 'render') stop.abort();
      },
    });
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    expect(() => readdirSync(join(parent, 'cancelled'))).toThrow();
  });

  it.each([
    ['hits', { hits: [{ id: 'h', seconds: 2, label: 'door', strength: 1 }] }],
    ['sections', { sections: [{ id: 's', label: 'A', start: 0 }] }],
    ['keyframes', { keyframes: { tension: [{ seconds: 0, value: 0.2 }] } }],
  ])('refuses %s, which have no meaning the second time', async (_, more) => {
    await expect(makeLoopSet(stack, request(cueOf(more), 'refused'))).rejects.toMatchObject({
      code: 'brief-impossible',
    });
  });

  it('refuses layers of two roles', async () => {
    const instruments = [
      { role: 'lead', instrument: 'violin', program: 40 },
      { role: 'bass', instrument: 'cello', program: 42 },
    ];
    const cue = cueOf({ attributes: { ...cueOf().attributes, style: 'piano', instruments } });
    await expect(makeLoopSet(stack, request(cue, 'few'))).rejects.toThrow(/three roles/);
  });
});
