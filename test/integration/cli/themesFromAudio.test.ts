/** A theme that is sung or played into a microphone, as a person brings it: a file, and all that can be wrong with it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../bridge/protocol/errors.ts';
import { playedMelody, rising } from '../../fixtures/playedMelody.ts';
import { wavBytes } from '../../unit/models/conditions/wavBytes.ts';
import { seededRandom } from '../../unit/models/perception/seededNoise.ts';
import { render } from '../../unit/models/rendering/testRendering.ts';
import { runLeitmotif } from './runLeitmotif.ts';
import type { ErrorCode } from '../../../bridge/protocol/errors.ts';
import type { Theme } from '../../../bridge/protocol/cue.ts';
import type { Ended } from './runLeitmotif.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-sung-'));
const book = join(folder, 'work.themes.json');

beforeAll(async () => {
  const score = playedMelody(rising, { instrument: 'flute', transposed: 5, tempo: 92 });
  await render(score, folder, { stems: false });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fromAudio(file: string, ...args: string[]): Promise<Ended> {
  return runLeitmotif(['themes', 'from-audio', book, 'Sea', file, '--owner', 'place', ...args], {
    cwd: folder,
  });
}

/** A recording of what a function gives for each moment in seconds, in its folder. */
function record(name: string, seconds: number, sound: (time: number) => number): string {
  const sampleRate = 44_100;
  const shape = { sampleRate, channels: 1, frames: Math.round(seconds * sampleRate) };
  writeFileSync(
    join(folder, name),
    wavBytes(shape, (frame) => sound(frame / sampleRate)),
  );
  return name;
}

/** Syllables as a voice speaks them: 0.1 to 0.25 s long, their pitch gliding, with two formants; called moment by moment. */
function speech(): (time: number) => number {
  const random = seededRandom(3);
  let syllable = { start: 0, length: 0, from: 120, to: 120, end: 0 };
  let [phase, before] = [0, 0];
  return (time) => {
    if (time >= syllable.end) {
      const [length, from] = [0.1 + 0.15 * random(), 95 + 55 * random()];
      const to = from * (0.75 + 0.5 * random());
      syllable = { start: time, length, from, to, end: time + length + 0.02 + 0.1 * random() };
    }
    const place = (time - syllable.start) / syllable.length;
    if (place >= 1) return 0;
    const pitch = syllable.from + (syllable.to - syllable.from) * place;
    phase += 2 * Math.PI * pitch * (time - before);
    before = time;
    const formants = (f: number): number =>
      Math.exp(-(((f - 500) / 200) ** 2)) + 0.5 * Math.exp(-(((f - 1500) / 300) ** 2)) + 0.1;
    let sound = 0;
    for (let k = 1; k < 25; k++) sound += (Math.sin(k * phase) / k) * formants(k * pitch);
    return 0.3 * sound * Math.sin(Math.PI * place) ** 2;
  };
}

async function expectRefused(file: string, code: ErrorCode, ...args: string[]): Promise<string> {
  rmSync(book, { force: true });
  const ended = await fromAudio(file, ...args);
  expect(ended.stderr).toContain(`[${code}]`);
  expect(ended.code).toBe(errorCatalogue[code]);
  expect(existsSync(book)).toBe(false);
  return ended.stderr;
}

describe('leitmotif themes from-audio', () => {
  it('takes the theme from the recording: key, tempo, degrees and quarters', async () => {
    rmSync(book, { force: true });
    const ended = await fromAudio('mix.wav', '--part', '0-7', '--json');
    expect(ended.stderr).toBe('');
    const { theme, from } = JSON.parse(ended.stdout) as { theme: Theme; from: string };
    expect(from).toMatch(/^heard in G minor at 9[1-3] BPM$/);
    expect(theme.owner).toEqual({ kind: 'place', names: ['Sea'] });
    expect(theme.motif!.map(({ degree, alteration }) => [degree, alteration])).toEqual(
      [0, 1, 2, 4, 3, 2, 7, 6, 4].map((degree) => [degree, 0]),
    );
    expect(theme.motif!.slice(0, -1).map(({ quarters }) => quarters)).toEqual(
      rising.slice(0, -1).map(([, quarters]) => quarters),
    );
    const before = readFileSync(book, 'utf8');
    const again = await fromAudio('mix.wav', '--part', '0-7', '--force');
    expect(again.code).toBe(0);
    expect(readFileSync(book, 'utf8')).toBe(before);
  });

  it('goes by the tempo and the key that it is told', async () => {
    const ended = await fromAudio('mix.wav', '--tempo', '46', '--key', 'Bb major', '--force', '--json');
    const { theme, from } = JSON.parse(ended.stdout) as { theme: Theme; from: string };
    expect(from).toContain('Bb major at 46 BPM');
    expect(theme.motif!.slice(0, 4).map(({ quarters }) => quarters)).toEqual([0.5, 0.25, 0.25, 1]);
    expect(theme.motif![0]!.degree % 7).toBe(-2);
  });

  it('refuses what has no melody in it, and writes nothing', async () => {
    const random = seededRandom(5);
    await expectRefused(
      record('noise.wav', 4, () => 0.4 * random() - 0.2),
      'audio-unpitched',
    );
    const hiss = (time: number): number => (0.6 * random() - 0.3) * Math.exp(-8 * (time % 0.4));
    await expectRefused(record('bursts.wav', 4, hiss), 'audio-unpitched');
    await expectRefused(
      record('silence.wav', 4, () => 0),
      'audio-silent',
    );
    await expectRefused(record('speech.wav', 6, speech()), 'audio-unpitched');
    const told = await expectRefused(
      record('one.wav', 3, (time) => 0.3 * Math.sin(2 * Math.PI * 440 * time)),
      'themes-invalid',
    );
    expect(told).toContain('One note was heard');
  });

  it('refuses what is too short, too long, broken or no part of it', async () => {
    await expectRefused(
      record('short.wav', 0.5, (time) => 0.3 * Math.sin(2000 * time)),
      'audio-too-short',
    );
    const long = record('long.wav', 61, (time) => 0.3 * Math.sin(2000 * time));
    expect(await expectRefused(long, 'audio-too-long')).toContain('--part');
    writeFileSync(join(folder, 'broken.wav'), readFileSync(join(folder, 'mix.wav')).subarray(0, 30));
    await expectRefused('broken.wav', 'audio-undecodable');
    writeFileSync(join(folder, 'text.wav'), 'la la la');
    await expectRefused('text.wav', 'audio-undecodable');
    await expectRefused('none.wav', 'file-missing');
    await expectRefused('mix.wav', 'usage', '--part', '90-95');
    await expectRefused('mix.wav', 'usage', '--part', '5-3');
    await expectRefused('mix.wav', 'usage', '--tempo', 'fast');
  });
});
