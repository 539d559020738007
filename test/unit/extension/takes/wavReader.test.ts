import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { framesPerPeak, peaksView, readOutline } from '../../../../extension/takes/peaks.ts';
import { WavReader } from '../../../../extension/takes/wavReader.ts';
import { WavWriter } from '../../../../models/audio/wavFile.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-wav-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const frames = 3 * framesPerPeak * 256 + 100;
const left = Float32Array.from({ length: frames }, (_, i) => Math.sin(i / 50) * 0.5);
const right = Float32Array.from({ length: frames }, (_, i) => ((i % 200) - 100) / 400);

function write(bits: 24 | 32): string {
  const path = join(folder, `${bits}.wav`);
  const writer = new WavWriter(path, { sampleRate: 48_000, bits });
  writer.write(left, right);
  writer.close(false);
  return path;
}

describe('WavReader', () => {
  it.each([24, 32] as const)('reads any span of our own files of %i bit', async (bits) => {
    const wav = await WavReader.open(write(bits));
    expect([wav.frames, wav.sampleRate]).toEqual([frames, 48_000]);
    const samples = await wav.read(1000, 300);
    expect(samples).toHaveLength(600);
    for (let i = 0; i < 300; i++) {
      expect(samples[2 * i]).toBeCloseTo(left[1000 + i]!, 5);
      expect(samples[2 * i + 1]).toBeCloseTo(right[1000 + i]!, 5);
    }
    expect(await wav.read(frames - 10, 100)).toHaveLength(20);
    expect(await wav.read(frames + 10, 100)).toHaveLength(0);
    await wav.close();
  });

  it('reads one channel as two, and 16 bit', async () => {
    const bytes = Buffer.alloc(44 + 8);
    bytes.write('RIFF', 0, 'latin1');
    bytes.write('WAVEfmt ', 8, 'latin1');
    [16, 0x0001_0001, 8000, 16_000, 0x0010_0002].forEach((value, i) =>
      bytes.writeUInt32LE(value, 16 + 4 * i),
    );
    bytes.write('data', 36, 'latin1');
    bytes.writeUInt32LE(8, 40);
    [0, 16_384, -16_384, -32_768].forEach((value, i) => bytes.writeInt16LE(value, 44 + 2 * i));
    const path = join(folder, 'mono.wav');
    writeFileSync(path, bytes);
    const wav = await WavReader.open(path);
    expect([...(await wav.read(0, 9))]).toEqual([0, 0, 0.5, 0.5, -0.5, -0.5, -1, -1]);
    await wav.close();
  });

  it('says what is no sound, and what is not there', async () => {
    const path = join(folder, 'text.wav');
    writeFileSync(path, 'RIFF, or so they say, but no sound at all');
    await expect(WavReader.open(path)).rejects.toMatchObject({ code: 'audio-undecodable' });
    await expect(WavReader.open(join(folder, 'gone.wav'))).rejects.toMatchObject({ code: 'file-missing' });
  });
});

describe('readOutline', () => {
  it('has the least and the greatest of every stretch, at any width', async () => {
    const wav = await WavReader.open(write(32));
    const outline = await readOutline(wav);
    await wav.close();
    expect(outline.seconds).toBeCloseTo(frames / 48_000);
    for (const columns of [1, 7, 300, 1_000_000]) {
      const { columns: count, values } = peaksView(outline, columns);
      const pairs = new Float32Array(values);
      expect(pairs).toHaveLength(2 * count);
      expect(count).toBeLessThanOrEqual(Math.min(columns, outline.pairs.length / 2));
      expect(Math.min(...pairs)).toBeCloseTo(-0.5, 3);
      expect(Math.max(...pairs)).toBeCloseTo(0.5, 3);
    }
  });

  it('ends when nobody wants it any more', async () => {
    const wav = await WavReader.open(write(32));
    await expect(readOutline(wav, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await wav.close();
  });
});
