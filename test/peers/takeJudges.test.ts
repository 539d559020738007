/** What programs that we did not write say of finished takes: decoder and loudness meter, beat tracker, score parser. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLeitmotif } from '../integration/cli/runLeitmotif.ts';
import { peerPython } from './findPeer.ts';
import { describeWithPeer, runPeer } from './peers.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-judges-'));
const asked = [
  { name: 'strings', caption: 'slow strings', tempo: 72, key: 'D minor', meter: '3/4' },
  {
    name: 'electronic',
    caption: 'driving electronic music with drums',
    tempo: 120,
    key: 'G minor',
    meter: '4/4',
  },
  {
    name: 'folk',
    caption: 'merry folk dance with fiddle and drums',
    tempo: 140,
    key: 'A major',
    meter: '4/4',
  },
] as const;
const takes = new Map<string, string>();

beforeAll(async () => {
  for (const { name, caption, tempo, key, meter } of asked) {
    const given = [
      '--tempo',
      String(tempo),
      '--key',
      key,
      '--meter',
      meter,
      '--seconds',
      '30',
      '--seed',
      '7',
    ];
    const args = ['compose', '--caption', caption, ...given, '--quiet', '--no-stems', '--out', folder];
    takes.set(name, (await runLeitmotif(args)).stdout.trim());
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, file: string): string {
  return join(takes.get(name) ?? '', file);
}

describeWithPeer('ffmpeg', 'ffmpeg on mix.wav', () => {
  it.each(asked)('decodes $name as 24-bit stereo of the asked length', ({ name }) => {
    const entries = 'stream=codec_name,sample_rate,channels,bits_per_raw_sample,duration_ts';
    const args = ['-v', 'error', '-show_entries', entries, '-of', 'json', fileOf(name, 'mix.wav')];
    const { streams } = JSON.parse(runPeer('ffprobe', args)) as { streams: object[] };
    expect(streams).toEqual([
      {
        codec_name: 'pcm_s24le',
        sample_rate: '44100',
        channels: 2,
        bits_per_raw_sample: '24',
        duration_ts: 30 * 44_100,
      },
    ]);
  });

  it.each(asked)('measures the loudness and the true peak of $name as we do', ({ name }) => {
    const args = [
      '-hide_banner',
      '-nostats',
      '-i',
      fileOf(name, 'mix.wav'),
      '-af',
      'ebur128=peak=true',
      '-f',
      'null',
      '-',
    ];
    const summary = runPeer('ffmpeg', args).split('Summary:')[1] ?? '';
    const loudness = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
    const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
    const { measured } = JSON.parse(readFileSync(fileOf(name, 'take.json'), 'utf8')) as Recipe;
    expect(Math.abs(loudness + 16)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(loudness - measured.loudness)).toBeLessThanOrEqual(0.1);
    expect(peak).toBeLessThanOrEqual(-1);
    expect(Math.abs(peak - measured.truePeak)).toBeLessThanOrEqual(0.15);
  });
});

describeWithPeer('aubio', 'aubio on mix.wav', () => {
  it.each(asked.slice(1))('hears the beat of $name', ({ name, tempo }) => {
    const times = runPeer('aubio', ['beat', fileOf(name, 'mix.wav')])
      .match(/^\d+\.\d+/gm)!
      .map(Number);
    const gaps = times
      .slice(1)
      .map((time, i) => time - times[i]!)
      .sort((a, b) => a - b);
    const heard = 60 / gaps[gaps.length >> 1]!;
    // aubio places beats on a grid of 11.6 ms.
    expect(Math.abs(heard / tempo - 1), `${heard} BPM`).toBeLessThan(0.03);
  });
});

interface Described {
  keys: string[];
  meters: string[];
  tempi: [number, number][];
  notes: number;
  parts: string[];
}

describeWithPeer('music21', 'music21 on score.mid', () => {
  const script = fileURLToPath(new URL('describeScore.py', import.meta.url));
  const described = new Map<string, Described>();
  beforeAll(() => {
    for (const { name } of asked) {
      described.set(name, JSON.parse(runPeer(peerPython, [script, fileOf(name, 'score.mid')])) as Described);
    }
  });

  it.each(asked)('reads the meter and the tempo map of $name', ({ name, tempo, meter }) => {
    const { meters, tempi } = described.get(name)!;
    expect(meters).toEqual([meter]);
    expect(tempi[0]).toEqual([0, tempo]);
    expect(tempi.every(([, bpm]) => bpm <= tempo)).toBe(true);
  });

  it.each(asked)('reads every part of $name under its name, and every note', ({ name }) => {
    const { measured } = JSON.parse(readFileSync(fileOf(name, 'take.json'), 'utf8')) as Recipe;
    const { parts, notes } = described.get(name)!;
    expect(parts.every((part) => /^[a-z]+: /.test(part))).toBe(true);
    expect(notes).toBe(measured.notes);
  });

  it.each(asked)('hears the key of $name among its first three', ({ name, key }) => {
    // Its profiles count pitch classes and hear no cadence, so that near keys may come first.
    expect(described.get(name)!.keys.slice(0, 3)).toContain(key);
  });
});
