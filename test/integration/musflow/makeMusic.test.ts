/** The engine over its packs. All of it holds for any weights: lengths, determinism, seams, what is kept, cancellation. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { musflowSettingsSchema } from '../../../bridge/protocol/musflow.ts';
import { decisionSeed, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { cosineOf } from '../../../models/engines/musflow/conditions.ts';
import { normalNoise } from '../../../models/engines/musflow/flow/seededNoise.ts';
import { eachNumber } from '../../../models/engines/musflow/latent/latent.ts';
import { MelCanvas } from '../../../models/engines/musflow/latent/melCanvas.ts';
import { makeMusic } from '../../../models/engines/musflow/makeMusic.ts';
import { openMusflowNetworks } from '../../../models/engines/musflow/networks/musflowNetworks.ts';
import { PieceNotes } from '../../../models/engines/musflow/score/pieceNotes.ts';
import { vocodeSpan } from '../../../models/engines/musflow/vocodeSpan.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { Fourier } from '../../../models/audio/spectrum.ts';
import { describeWithMusflow, musflowPacks } from './describeWithMusflow.ts';
import type { MusflowSettings } from '../../../bridge/protocol/musflow.ts';
import type { MadeMusic, MusicRequest } from '../../../models/engines/musflow/makeMusic.ts';
import type { MusflowNetworks } from '../../../models/engines/musflow/networks/musflowNetworks.ts';

const hop = 320;
const rowSamples = 4 * hop;
let networks: MusflowNetworks;
beforeAll(async () => {
  networks = await openMusflowNetworks(new PackStore(musflowPacks));
});
afterAll(() => networks.close());

/** Steady music of so many seconds: a chord every half second, a bass, a drum. */
function steadyNotes(seconds: number): number[][] {
  const random = seededRandom(3);
  return Array.from({ length: Math.floor(seconds * 2) }, (_, beat) => beat / 2).flatMap((onset) => [
    [0, 60 + 2 * random.below(6), onset, 0.45, 0.8, 40],
    ...[48, 52, 55].map((pitch) => [1, pitch, onset, 0.5, 0.5, 48]),
    [2, 36, onset, 0.5, 0.7, 43],
    [3, 36, onset, 0.2, 0.8, 0],
  ]);
}

const embedding = (seed: number): number[] => {
  const noise = normalNoise(seed, 512);
  return [...noise].map((value) => value / Math.hypot(...noise));
};

function request(
  seconds: number,
  more: Partial<MusicRequest> = {},
  settings: Partial<MusflowSettings> = {},
): MusicRequest {
  return {
    rows: Math.round(seconds * 25),
    notes: steadyNotes(seconds),
    conditioning: [{ seconds: 0, embedding: embedding(1) }],
    settings: musflowSettingsSchema.parse({ steps: 2, ...settings }),
    seed: 5,
    ...more,
  };
}

const make = (...asked: Parameters<typeof request>): Promise<MadeMusic> =>
  makeMusic(networks, request(...asked));

/** Spectral flux of every frame of 10 ms: how much the magnitudes of a 2048-point spectrum grow. */
function spectralFlux(samples: Float32Array): number[] {
  const size = 2048;
  const fourier = new Fourier(size);
  let before: Float64Array | undefined;
  const flux: number[] = [];
  for (let start = 0; start + size <= samples.length; start += hop) {
    const real = Float64Array.from({ length: size }, (_, i) => {
      return samples[start + i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
    });
    const imaginary = new Float64Array(size);
    fourier.transform(real, imaginary);
    const magnitudes = Float64Array.from({ length: size / 2 }, (_, i) => Math.hypot(real[i]!, imaginary[i]!));
    const last = before;
    if (last) flux.push(magnitudes.reduce((sum, value, i) => sum + Math.max(0, value - last[i]!), 0));
    before = magnitudes;
  }
  return flux;
}

/** Mean flux around a sample, against the mean of all: 1 is as anywhere. */
function fluxAt(flux: readonly number[], sample: number, reach = 24): number {
  const middle = Math.round((sample - 1024) / hop);
  const near = flux.slice(Math.max(0, middle - reach), middle + reach);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return mean(near) / mean(flux);
}

describeWithMusflow('music of one window', () => {
  it('is exactly as long as asked, finite, and the same again, whoever listens', async () => {
    const alone = await make(4.2);
    expect(alone.samples).toHaveLength(105 * rowSamples);
    expect(alone.samples.every(Number.isFinite)).toBe(true);
    expect(alone.samples.some((value) => Math.abs(value) > 1e-4)).toBe(true);
    const heard: Float32Array[] = [];
    const again = await make(4.2, { onSound: (samples) => void heard.push(samples.slice()) });
    expect(again.samples).toEqual(alone.samples);
    expect(again.latent.data).toEqual(alone.latent.data);
    expect(heard.length).toBeGreaterThan(1);
    expect(heard[0]!.length).toBeLessThan(2 * 32_000);
    expect(Float32Array.from(heard.flatMap((samples) => [...samples]))).toEqual(alone.samples);
    expect(alone.timings.solve).toBeGreaterThan(0);
    expect(alone.evaluations).toBe(2 * 2);
  });

  it('follows seed, e_f and score, and each of them alone changes it', async () => {
    const settings = { ...musflowSettingsSchema.parse({ steps: 2 }), temperature: 0.2 };
    const [base, seed, other, silent, noScore, cool] = await Promise.all([
      make(3),
      make(3, { seed: 6 }),
      make(3, { conditioning: [{ seconds: 0, embedding: embedding(2) }] }),
      make(3, { conditioning: [] }),
      make(3, { notes: undefined }),
      make(3, { settings }),
    ]);
    const all = [base, seed, other, silent, noScore, cool].map(({ samples }) => samples);
    for (const [i, one] of all.entries()) for (const two of all.slice(i + 1)) expect(one).not.toEqual(two);
    expect(silent.windows[0]!.alignment).toEqual([]);
  });

  it('takes as many evaluations as solver and guidance need', async () => {
    const count = async (settings: Partial<MusflowSettings>): Promise<number> => {
      return (await make(1, {}, settings)).evaluations;
    };
    expect(await count({ steps: 3, guidance: 1 })).toBe(3);
    expect(await count({ steps: 3, guidance: 2, solver: 'midpoint' })).toBe(12);
    expect(await count({ steps: 3, guidance: 0, grid: 'cosine' })).toBe(3);
    expect(await count({ steps: 3, solver: 'adaptive' })).toBeGreaterThan(3);
  });

  it('guides by e_f alone: the score stays, and without e_f there is nothing to guide by', async () => {
    const other = [{ seconds: 0, embedding: embedding(2) }];
    const ignored = await make(3, {}, { guidance: 0 });
    expect((await make(3, { conditioning: other }, { guidance: 0 })).samples).toEqual(ignored.samples);
    expect((await make(3, { notes: steadyNotes(1) }, { guidance: 0 })).samples).not.toEqual(ignored.samples);
    const [score, exaggerated] = [
      await make(3, { conditioning: [] }, { guidance: 1 }),
      await make(3, { conditioning: [] }, { guidance: 5 }),
    ];
    expect(exaggerated.samples).toEqual(score.samples);
    expect(exaggerated.evaluations).toBe(2);
  });

  it('sounds in the room of its style', async () => {
    const [unknown, choral, march] = [await make(3), await make(3, { style: 'choral' }), await make(3, { style: 'march' })]; // prettier-ignore
    expect(choral.samples).not.toEqual(march.samples);
    expect(choral.samples).not.toEqual(unknown.samples);
  });

  it('keeps the candidate that lies nearest to e_f', async () => {
    const { windows, latent } = await make(3, {}, { candidates: 3 });
    const [{ alignment, candidate }] = windows as [MadeMusic['windows'][0]];
    expect(alignment).toHaveLength(3);
    expect(alignment[candidate]).toBe(Math.max(...alignment));
    const seed = candidate === 0 ? 5 : decisionSeed(5, `candidate/${candidate}`);
    const single = await make(3, { seed });
    expect(single.latent.data).toEqual(latent.data);
  });

  it('refuses to rank candidates by nothing', async () => {
    const making = make(1, { conditioning: [] }, { candidates: 2 });
    await expect(making).rejects.toMatchObject({ code: 'setting-invalid' });
  });
});

describeWithMusflow('music of several windows', () => {
  it('has seams that are no louder in spectral flux than the inside', async () => {
    const { samples, windows } = await make(26, { notes: steadyNotes(26) }, { steps: 4 });
    expect(samples).toHaveLength(650 * rowSamples);
    expect(windows.length).toBeGreaterThan(2);
    const flux = spectralFlux(samples);
    const inside = Array.from({ length: 60 }, (_, i) => fluxAt(flux, (i + 2) * 0.4 * 32_000));
    const highest = Math.max(...inside);
    for (const { row } of windows.slice(1)) {
      for (const place of [row + 16, row + 32, row + 48, row + 64]) {
        expect(fluxAt(flux, place * rowSamples)).toBeLessThanOrEqual(highest * 1.05);
      }
    }
  });

  it('is heard while the rest is solved', async () => {
    const events: string[] = [];
    await make(22, {
      onSound: () => void events.push('sound'),
      onProgress: (share, busy) => {
        if (busy === 'solving') events.push('solve');
        expect(share).toBeLessThanOrEqual(1);
      },
    });
    expect(events.indexOf('sound')).toBeLessThan(events.lastIndexOf('solve'));
  });

  it('slides from one e_f to another', async () => {
    const conditioning = [
      { seconds: 0, embedding: embedding(1) },
      { seconds: 8, embedding: embedding(2) },
    ];
    const [from, slid] = await Promise.all([make(8), make(8, { conditioning })]);
    expect(slid.evaluations).toBe(2 * 3);
    const flat = (made: MadeMusic, first: number, last: number): number[] => {
      const kept: number[] = [];
      eachNumber(made.latent, (i, row) => {
        if (row >= first && row < last) kept.push(made.latent.data[i]!);
      });
      return kept;
    };
    // The beginning is nearer to what the first e_f alone gives than the end is.
    const begin = cosineOf(flat(from, 0, 30), flat(slid, 0, 30));
    const end = cosineOf(flat(from, 170, 200), flat(slid, 170, 200));
    expect(begin).toBeGreaterThan(end);
  });
});

describeWithMusflow('a loop', () => {
  it.each([3.2, 11.6, 21])('of %d s goes over into itself without a seam', async (seconds) => {
    const { samples, latent } = await make(seconds, {}, { loop: true, steps: 3 });
    const rows = Math.round(seconds * 25);
    expect(samples).toHaveLength(rows * rowSamples);
    expect(latent.rows).toBe(rows);
    const twice = new Float32Array(2 * samples.length);
    twice.set(samples);
    twice.set(samples, samples.length);
    const flux = spectralFlux(twice);
    const beats = Array.from({ length: Math.floor(seconds * 2) - 2 }, (_, i) => {
      return fluxAt(flux, 0.5 * (i + 1) * 32_000, 16);
    });
    expect(fluxAt(flux, samples.length, 16)).toBeLessThanOrEqual(Math.max(...beats) * 1.25);
    const jump = Math.abs(samples[0]! - samples.at(-1)!);
    const widest = samples.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (samples[i - 1] ?? value))),
      0,
    );
    // A click would stand out of the steps from sample to sample by far.
    expect(jump).toBeLessThanOrEqual(1.5 * widest);
  });
});

describeWithMusflow('music from a take', () => {
  it('without noise is the same; with more noise it is farther away', async () => {
    const first = await make(4);
    const start = (noise: number): Partial<MusicRequest> => ({
      start: { latent: first.latent, noise },
      seed: 99,
    });
    const same = await make(4, start(0));
    expect(same.latent.data).toEqual(first.latent.data);
    expect(same.samples).toEqual(first.samples);
    const [little, much] = [
      await make(4, start(0.2), { steps: 10 }),
      await make(4, start(0.9), { steps: 10 }),
    ];
    const likeness = (made: MadeMusic): number => cosineOf(made.latent.data, first.latent.data);
    expect(likeness(little)).toBeGreaterThan(likeness(much));
    expect(likeness(little)).toBeLessThan(0.99999);
  });

  it('repaints a range and leaves the rest as it is', async () => {
    const first = await make(16);
    const before = first.latent.data.slice();
    const repainted = await make(16, {
      start: { latent: first.latent, noise: 1, repaint: { from: 100, to: 150 } },
      seed: 99,
    });
    expect(first.latent.data).toEqual(before);
    let [inside, outside] = [0, 0];
    eachNumber(first.latent, (i, row) => {
      const off = Math.abs(repainted.latent.data[i]! - first.latent.data[i]!);
      if (row >= 100 && row < 150) inside = Math.max(inside, off);
      else outside = Math.max(outside, off);
    });
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(0.1);
  });
});

describeWithMusflow('the vocoder in spans', () => {
  it('gives the samples of the whole', async () => {
    const rows = 100;
    const mel = new MelCanvas(256, 100, false);
    const noise = normalNoise(3, 1024 * 100).map((value, i) => value * 0.5 - 4 - (4 * (i % 100)) / 100);
    mel.add({ start: 0, known: new Float32Array(256) }, noise, undefined);
    const notes = new PieceNotes(steadyNotes(4), 256, false);
    const source = { networks, mel, notes, rows: 256, isLoop: false };
    const whole = await vocodeSpan(source, { from: 0, to: 256 });
    const span = await vocodeSpan(source, { from: 40, to: rows });
    const off = span.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - whole[40 * rowSamples + i]!)),
      0,
    );
    const level = Math.sqrt(whole.reduce((sum, value) => sum + value * value, 0) / whole.length);
    expect(off / level).toBeLessThan(2e-3);
  });
});

describeWithMusflow('what cannot be', () => {
  it('is cancelled between the steps of the solver', async () => {
    const controller = new AbortController();
    let steps = 0;
    const making = make(
      10,
      {
        signal: controller.signal,
        onProgress: () => {
          if (++steps === 2) controller.abort();
        },
      },
      { steps: 200 },
    );
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toBe(2);
  });

  it.each([0, 1e6, 1.5])('%s steps are refused', async (steps) => {
    const settings = { ...musflowSettingsSchema.parse({}), steps };
    await expect(make(1, { settings })).rejects.toMatchObject({ code: 'setting-invalid' });
  });

  it('a guidance that is no number is refused', async () => {
    const settings = { ...musflowSettingsSchema.parse({}), guidance: NaN };
    await expect(make(1, { settings })).rejects.toMatchObject({ code: 'setting-invalid' });
  });

  it('vectors of another encoder are refused, and the mean of the adapters is theirs', async () => {
    const { adapter, shape } = networks;
    const adapting = adapter.adapt({ story: { vector: [1, 2, 3], weight: 1 } });
    await expect(adapting).rejects.toMatchObject({ code: 'pack-incompatible' });
    const text = (seed: number): number[] => [...normalNoise(seed, shape.text)];
    const both = await adapter.adapt({
      story: { vector: text(1), weight: 3 },
      caption: { vector: text(2), weight: 1 },
    });
    const { story, caption, image } = both!.each;
    expect(image).toBeUndefined();
    both!.fused.forEach((value, i) => {
      expect(value).toBeCloseTo(0.75 * story![i]! + 0.25 * caption![i]!, 5);
    });
    expect(await adapter.adapt({})).toBeUndefined();
  });
});
