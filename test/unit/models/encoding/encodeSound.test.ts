/** What is encoded, read back by decoders that are not the encoders' own. */
import { readdirSync, readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { readWav } from '../../../../models/audio/readWav.ts';
import { WavWriter } from '../../../../models/audio/wavFile.ts';
import { readAudioFile } from '../../../../models/conditions/audioFile.ts';
import { encodedFormats, encodeSound } from '../../../../models/encoding/encodeSound.ts';
import type { SoundTags } from '../../../../models/encoding/soundTags.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-encoding-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const tags: SoundTags = {
  title: 'Häfen 港',
  encodedBy: 'Leitmotif 0.0.0, score engine 1',
  comment: 'Seed 7',
  licence: 'Sounds: MIT',
};

/** A swelling tone with seeded noise, different left and right. */
function writeSound(name: string, sampleRate: number, frames: number): string {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  let noise = 1;
  for (let i = 0; i < frames; i++) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const swell = 0.4 + 0.3 * Math.sin(i / 9000);
    left[i] = swell * Math.sin(i * 0.031) + 0.02 * (noise / 0x7fff_ffff - 0.5);
    right[i] = swell * Math.sin(i * 0.047);
  }
  const path = join(folder, name);
  const writer = new WavWriter(path, { sampleRate, bits: 24 });
  writer.write(left, right, 0, frames);
  writer.close();
  return path;
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

// The encoders' threads and the decoders' start slowly on a busy machine.
describe('encodeSound', { timeout: 120_000 }, () => {
  it.each([
    [44_100, 'flac', 1],
    [48_000, 'flac', 1],
    [44_100, 'ogg', 0.999],
    [48_000, 'ogg', 0.999],
    [44_100, 'mp3', 0.999],
    [48_000, 'mp3', 0.999],
  ] as const)('at %i Hz as %s: rate, length and sound come back', async (rate, format, least) => {
    const frames = Math.round(rate * 1.37);
    const source = writeSound(`source-${String(rate)}-${format}.wav`, rate, frames);
    const path = join(folder, `sound-${String(rate)}.${format}`);
    const shares: number[] = [];
    await encodeSound({ source, path, format, tags, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    const [left = new Float32Array(), right = new Float32Array()] = readWav(source).channels;
    const back = await readAudioFile(path);
    expect(back.sampleRate).toBe(rate);
    const [first, second] = back.stereo;
    expect(first.length).toBe(frames);
    expect(correlation(first, left)).toBeGreaterThanOrEqual(least - 1e-9);
    expect(correlation(second, right)).toBeGreaterThanOrEqual(least - 1e-9);
    // The decoder's full scale is 1 − 2⁻²³: half a step of 24 bit. To the bit: test/peers.
    const farthest = first.reduce((most, value, i) => Math.max(most, Math.abs(value - (left[i] ?? 0))), 0);
    expect(farthest).toBeLessThan(format === 'flac' ? 2 ** -22 : 0.2);
  });

  it.each(encodedFormats)('%s: the same bytes twice, and tags in UTF-8', async (format) => {
    const source = writeSound(`twice-${format}.wav`, 44_100, 50_000);
    const paths = ['a', 'b'].map((name) => join(folder, `${name}.${format}`));
    for (const path of paths) await encodeSound({ source, path, format, tags });
    const [a, b] = paths.map((path) => readFileSync(path));
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
    const told: readonly string[] = [tags.title, tags.encodedBy, tags.comment, tags.licence];
    for (const text of told) expect(a?.includes(Buffer.from(text, 'utf8'))).toBe(true);
  });

  it.each(encodedFormats)('%s: a sound of one frame', async (format) => {
    const source = writeSound(`short-${format}.wav`, 44_100, 1);
    const path = join(folder, `short.${format}`);
    await encodeSound({ source, path, format, tags });
    expect(readFileSync(path).length).toBeGreaterThan(40);
  });

  it.each(encodedFormats)('%s: cancelled half way, no file is left', async (format) => {
    const source = writeSound(`cancel-${format}.wav`, 44_100, 120_000);
    const into = mkdtempSync(join(folder, 'cancel-'));
    const controller = new AbortController();
    const work = encodeSound({
      source,
      path: join(into, `sound.${format}`),
      format,
      tags,
      signal: controller.signal,
      onProgress: (share) => {
        if (share > 0.4) controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(into)).toEqual([]);
  });

  it('refuses what is not the sound of a take, and a sound that was cut', async () => {
    const text = join(folder, 'text.wav');
    writeFileSync(text, 'not a sound '.repeat(20));
    const cut = join(folder, 'cut.wav');
    writeFileSync(cut, readFileSync(writeSound('whole.wav', 44_100, 1000)).subarray(0, 3000));
    for (const source of [text, cut, join(folder, 'absent.wav')]) {
      const error: unknown = await encodeSound({
        source,
        path: join(folder, 'x.flac'),
        format: 'flac',
        tags,
      }).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(LeitmotifError);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('x.'))).toEqual([]);
  });
});
