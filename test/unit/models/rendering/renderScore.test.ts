import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { readWav } from '../../../../models/audio/readWav.ts';
import { RenderPool } from '../../../../models/rendering/renderPool.ts';
import { loadSoundFont, soundFontFromBytes } from '../../../../models/rendering/soundFont.ts';
import { styleSpaces } from '../../../../models/rendering/space.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import { filesIn, render, soundFontPath, withFolder } from './testRendering.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';
import type { ProgressReport } from '../../../../bridge/protocol/progress.ts';

const pool = new RenderPool(2);
afterAll(async () => pool.close());

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A score of one note, for what happens around it. */
function oneNote(seconds: number, midiVelocity = 80, duration = 240): Score {
  const score = sampleScore({ seconds, parts: 1 });
  const part = {
    ...score.parts[0]!,
    notes: [{ tick: 0, duration, pitch: 69, midiVelocity }],
    controllers: [],
    bends: [],
  };
  return { ...score, parts: [part] };
}

describe('renderScore', () => {
  it('writes a mix of the exact length at −16 LUFS below −1 dBTP, and stems that sum to it', async () => {
    await withFolder(async (folder) => {
      const seconds = 7.123;
      const rendering = await render(sampleScore({ seconds, parts: 10 }), folder, { pool });
      expect(filesIn(folder)).toEqual(
        [
          'mix',
          ...[
            'bass',
            'colour',
            'counter-2',
            'counter',
            'figure-2',
            'figure',
            'lead',
            'pad-2',
            'pad',
            'percussion',
          ].map((role) => `stems/${role}`),
        ]
          .map((name) => `${name}.wav`)
          .sort(),
      );
      const mix = readWav(rendering.mix);
      const stems = rendering.stems.map((stem) => readWav(stem.path));
      for (const sound of [mix, ...stems]) {
        expect(sound.channels.map((channel) => channel.length)).toEqual(
          Array(2).fill(Math.round(seconds * 44_100)),
        );
      }
      expect(Math.abs(rendering.measured.loudness + 16)).toBeLessThan(0.5);
      expect(rendering.measured.truePeak).toBeLessThanOrEqual(-1);
      expect(rendering.measured.clippedFrames).toBe(0);
      expect(
        largestDifference(
          mix.channels,
          stems.map((stem) => stem.channels),
        ),
      ).toBeLessThan(12 * 2 ** -24);
    });
  });

  it('gives the same samples whatever the number of workers, and again when they are warm', async () => {
    await withFolder(async (folder) => {
      const score = sampleScore({ seconds: 5, parts: 6, seed: 3 });
      const hashes: string[][] = [];
      for (const options of [{ workers: 1 }, { workers: 3 }, { pool }, { pool }]) {
        const rendering = await render(score, folder, options);
        hashes.push([rendering.mix, ...rendering.stems.map((stem) => stem.path)].map(sha256));
      }
      for (const hash of hashes) expect(hash).toEqual(hashes[0]);
    });
  });

  it('follows the sample rate, with the same pool', async () => {
    await withFolder(async (folder) => {
      const fresh = await render(oneNote(3), folder, { sampleRate: 48000, workers: 1 });
      const expected = sha256(fresh.mix);
      await render(oneNote(3), folder, { sampleRate: 44100, pool });
      const warm = await render(oneNote(3), folder, { sampleRate: 48000, pool });
      expect(warm.measured.frames).toBe(144_000);
      expect(sha256(warm.mix)).toBe(expected);
    });
  });

  it('brings a very quiet single note to level without a step', async () => {
    await withFolder(async (folder) => {
      const rendering = await render(oneNote(4, 6, 1900), folder, { pool });
      expect(rendering.measured.loudness).toBeCloseTo(-16, 0);
      expect(rendering.measured.truePeak).toBeLessThanOrEqual(-1);
    });
  });

  it('fades to silence at the end', async () => {
    await withFolder(async (folder) => {
      const rendering = await render(oneNote(2, 80, 4000), folder, { pool });
      const [left] = readWav(rendering.mix).channels;
      expect(left!.at(-1)).toBe(0);
      expect(Math.max(...left!.slice(-40).map(Math.abs))).toBeLessThan(0.01);
    });
  });

  it('renders silence without notes, and without parts', async () => {
    await withFolder(async (folder) => {
      const silent = { ...oneNote(2), parts: [{ ...oneNote(2).parts[0]!, notes: [] }] };
      for (const score of [silent, { ...silent, parts: [] }]) {
        const { measured, gain } = await render(score, folder, { pool });
        expect(measured).toMatchObject({
          frames: 88_200,
          loudness: -Infinity,
          truePeak: -Infinity,
          leadingSilence: 2,
        });
        expect(gain).toBe(0);
      }
    });
  });

  it('starts a note on its sample', async () => {
    await withFolder(async (folder) => {
      const at = (tick: number): Score => {
        const score = oneNote(3);
        const note = { ...score.parts[0]!.notes[0]!, tick };
        return { ...score, parts: [{ ...score.parts[0]!, instrument: 'piano', program: 0, notes: [note] }] };
      };
      const dry = { ...styleSpaces.folk, level: -200 };
      const first = readWav((await render(at(0), folder, { pool, space: dry })).mix).channels[0]!;
      const later = readWav((await render(at(1001), folder, { pool, space: dry })).mix).channels[0]!;
      const delay = Math.round(((1001 / 480) * 60 * 44_100) / 96);
      const onset = (samples: Float32Array): number => samples.findIndex((sample) => Math.abs(sample) > 1e-4);
      expect(onset(later) - onset(first)).toBe(delay);
    });
  });

  it('reports true progress', async () => {
    await withFolder(async (folder) => {
      const reports: ProgressReport[] = [];
      await render(sampleScore({ seconds: 6, parts: 3 }), folder, {
        pool,
        onProgress: (report) => reports.push(report),
      });
      const steps = reports.map((report) => report.step);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(reports.at(-1)).toMatchObject({ stage: 'render', step: reports[0]!.of });
    });
  });
});

describe('renderScore that fails', () => {
  const expectCode = async (run: Promise<unknown>, code: string): Promise<void> => {
    const error: unknown = await run.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LeitmotifError);
    expect((error as LeitmotifError).code).toBe(code);
  };

  it.each([0, 30, 150, 400, 700])('cancelled after %i ms, stops soon and leaves nothing', async (after) => {
    await withFolder(async (folder) => {
      const controller = new AbortController();
      const run = render(sampleScore({ seconds: 60 }), folder, { pool, signal: controller.signal });
      const settled = run.catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, after));
      const start = performance.now();
      controller.abort();
      expect(await settled).toMatchObject({ code: 'cancelled' });
      // About 100 ms on an idle machine; test machines are busy.
      expect(performance.now() - start).toBeLessThan(15_000);
      expect(filesIn(folder)).toEqual([]);
    });
  });

  it('names a missing and a damaged SoundFont', async () => {
    await withFolder(async (folder) => {
      const damaged = join(folder, 'leitmotif.sf3');
      const bytes = readFileSync(soundFontPath);
      bytes[1_000_000]! ^= 1;
      writeFileSync(damaged, bytes);
      writeFileSync(join(folder, 'manifest.json'), readFileSync(join(soundFontPath, '../manifest.json')));
      await expectCode(loadSoundFont(join(folder, 'none.sf3')), 'soundfont-missing');
      await expectCode(loadSoundFont(damaged), 'soundfont-corrupt');
      writeFileSync(damaged, 'RIFF');
      await expectCode(loadSoundFont(damaged), 'soundfont-corrupt');
      const cut = soundFontFromBytes(bytes.subarray(0, 5000), 'cut.sf3');
      await expectCode(
        render(oneNote(2), join(folder, 'take'), { pool, soundFont: cut }),
        'soundfont-corrupt',
      );
      expect(filesIn(join(folder, 'take'))).toEqual([]);
    });
  });

  it('says so when the folder cannot be written', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      await expectCode(render(oneNote(2), join(file, 'take'), { pool }), 'output-unwritable');
      mkdirSync(join(folder, 'take/mix.wav.part'), { recursive: true });
      await expectCode(render(oneNote(2), join(folder, 'take'), { pool }), 'output-unwritable');
    });
  });

  it('says so when nothing can be written into the folder', async () => {
    // Root may write into a read-only folder, but nobody can make a file in the kernel's own.
    await expectCode(render(oneNote(2), '/proc/self', { pool }), 'output-unwritable');
  });

  it('loses one job when a worker fails, not the pool', async () => {
    await withFolder(async (folder) => {
      const part = oneNote(2).parts[0]!;
      const broken = { ...oneNote(2), parts: [{ ...part, notes: [null as never] }] };
      await expectCode(render(broken, folder, { pool }), 'render-failed');
      expect(filesIn(folder)).toEqual([]);
      await expect(render(oneNote(2), folder, { pool })).resolves.toMatchObject({ sampleRate: 44100 });
    });
  });
});

function largestDifference(mix: Float32Array[], stems: Float32Array[][]): number {
  let largest = 0;
  for (let channel = 0; channel < 2; channel++) {
    for (let i = 0; i < mix[channel]!.length; i++) {
      const sum = stems.reduce((total, stem) => total + stem[channel]![i]!, 0);
      largest = Math.max(largest, Math.abs(sum - mix[channel]![i]!));
    }
  }
  return largest;
}
