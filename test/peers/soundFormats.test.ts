/** Exported sound as programs of others decode it: FLAC to the bit, OGG and MP3 to the frame. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLeitmotif } from '../integration/cli/runLeitmotif.ts';
import { describeWithPeer, runPeer } from './peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-formats-'));
const formats = ['flac', 'ogg', 'mp3'] as const;
let take = '';

beforeAll(async () => {
  const asked = ['--caption', 'driving electronic music with drums, 10 seconds', '--seed', '5', '--no-stems'];
  take = (await runLeitmotif(['compose', ...asked, '--quiet', '--out', folder])).stdout.trim();
  await runLeitmotif(['export', take, '--to', ...formats, '--quiet']);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function decoded(name: string): Float32Array {
  const raw = join(folder, `${name}.raw`);
  runPeer('ffmpeg', ['-v', 'error', '-y', '-i', join(take, name), '-f', 'f32le', raw]);
  const bytes = readFileSync(raw);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

describeWithPeer('ffmpeg', 'ffmpeg on exported sound', () => {
  it.each([
    ['flac', 0.999_999],
    ['ogg', 0.998],
    ['mp3', 0.998],
  ] as const)('decodes %s to the length and sound of mix.wav', (format, least) => {
    const mix = decoded('mix.wav');
    const other = decoded(`mix.${format}`);
    expect(other.length).toBe(mix.length);
    let [ab, aa, bb] = [0, 0, 0];
    let isSame = true;
    for (let i = 0; i < mix.length; i++) {
      const [x, y] = [mix[i] ?? 0, other[i] ?? 0];
      isSame &&= x === y;
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    expect(isSame).toBe(format === 'flac');
    expect(ab / Math.sqrt(aa * bb)).toBeGreaterThan(least);
  });

  it.each(formats)('reads the tags of %s', (format) => {
    const entries = 'stream=sample_rate,bits_per_raw_sample:format_tags:stream_tags';
    const args = ['-v', 'error', '-show_entries', entries, '-of', 'json', join(take, `mix.${format}`)];
    const said = runPeer('ffprobe', args);
    for (const text of ['driving electronic music', 'Leitmotif', 'seed 5', 'sounds of', '44100'])
      expect(said).toContain(text);
  });
});

describeWithPeer('FLAC', 'the reference decoder on mix.flac', () => {
  it('finds it whole, with the MD5 of its samples', () => {
    const path = join(take, 'mix.flac');
    expect(() => runPeer('flac', ['--test', '--silent', '--warnings-as-errors', path])).not.toThrow();
  });
});
