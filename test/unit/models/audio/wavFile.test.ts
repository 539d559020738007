import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioFileError, whileWriting } from '../../../../models/audio/audioFileError.ts';
import { parseWav, readWav } from '../../../../models/audio/readWav.ts';
import { WavWriter } from '../../../../models/audio/wavFile.ts';
import { hasFfmpeg, signal, sine, withFolder } from './testSignals.ts';

const rates = fc.constantFrom(44_100, 48_000);
const depths = fc.constantFrom<24 | 32>(24, 32);
const samples = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { maxLength: 300 });

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AudioFileError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('WavWriter', () => {
  it('writes what is read back, in blocks of any length', () => {
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      fc.assert(
        fc.property(
          samples,
          rates,
          depths,
          fc.integer({ min: 1, max: 50 }),
          (values, sampleRate, bits, block) => {
            const left = Float32Array.from(values);
            const right = left.map((sample) => -sample / 2);
            const writer = new WavWriter(path, { sampleRate, bits });
            for (let i = 0; i < left.length; i += block) {
              writer.write(left, right, i, Math.min(block, left.length - i));
            }
            writer.close();
            const sound = readWav(path);
            expect(sound).toMatchObject({ sampleRate, bits });
            const step = bits === 24 ? 2 ** -23 : 0;
            for (const [channel, expected] of [left, right].entries()) {
              expect(sound.channels[channel]!.length).toBe(expected.length);
              expected.forEach((sample, i) => {
                const wanted = bits === 24 ? Math.min(sample, 1 - 2 ** -23) : sample;
                expect(Math.abs(sound.channels[channel]![i]! - wanted)).toBeLessThanOrEqual(step / 2 + 1e-9);
              });
            }
            expect(readdirSync(folder)).toEqual(['sound.wav']);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  it('holds what is beyond full scale, and takes what is not a number for silence', () => {
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      const writer = new WavWriter(path, { sampleRate: 48_000, bits: 24 });
      const left = Float32Array.of(2, -2, NaN, Infinity, -Infinity, 1, -1);
      writer.write(left, left);
      writer.close();
      const top = 1 - 2 ** -23;
      expect([...readWav(path).channels[0]!]).toEqual([top, -1, 0, top, -1, top, -1]);
    });
  });

  it('leaves nothing when aborted, and an older file as it was', () => {
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      writeFileSync(path, 'older');
      const writer = new WavWriter(path, { sampleRate: 44_100, bits: 24 });
      writer.write(new Float32Array(9000), new Float32Array(9000));
      expect(existsSync(`${path}.part`)).toBe(true);
      writer.abort();
      writer.abort();
      expect(readdirSync(folder)).toEqual(['sound.wav']);
      expect(readFileSync(path, 'utf8')).toBe('older');
    });
  });

  it('says why it cannot write', () => {
    withFolder((folder) => {
      const format = { sampleRate: 44_100, bits: 24 } as const;
      expect(faultOf(() => new WavWriter(join(folder, 'none/sound.wav'), format))).toBe('unwritable');
      mkdirSync(join(folder, 'taken.wav.part'));
      expect(faultOf(() => new WavWriter(join(folder, 'taken.wav'), format))).toBe('unwritable');
      const systemError = (code: string): Error => Object.assign(new Error(code), { code });
      for (const [code, fault] of [
        ['ENOSPC', 'disk-full'],
        ['EDQUOT', 'disk-full'],
        ['EACCES', 'unwritable'],
      ]) {
        expect(
          faultOf(() =>
            whileWriting('x', () => {
              throw systemError(code!);
            }),
          ),
        ).toBe(fault);
      }
    });
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', () => {
    withFolder((folder) => {
      // /dev/full takes the open and refuses every write.
      spawnSync('ln', ['-s', '/dev/full', join(folder, 'sound.wav.part')]);
      const format = { sampleRate: 44_100, bits: 24 } as const;
      expect(faultOf(() => new WavWriter(join(folder, 'sound.wav'), format))).toBe('disk-full');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('refuses what a WAV file cannot hold', () => {
    withFolder((folder) => {
      const writer = new WavWriter(join(folder, 'sound.wav'), { sampleRate: 44_100, bits: 24 });
      const huge = { length: 0xffff_ffff / 6 } as Float32Array;
      expect(
        faultOf(() => {
          writer.write(huge, huge, 0, huge.length);
        }),
      ).toBe('too-long');
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe('readWav', () => {
  it('answers any bytes with a sound or a fault', () => {
    const expectKnown = (bytes: Uint8Array): void => {
      expect(['none', 'malformed']).toContain(faultOf(() => parseWav(bytes, 'fuzz.wav')));
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectKnown), { numRuns: 300 });
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      const writer = new WavWriter(path, { sampleRate: 44_100, bits: 24 });
      writer.write(...signal(44_100, 0.01, sine(440, 0.5)));
      writer.close();
      const good = readFileSync(path);
      const damage = fc.array(fc.tuple(fc.nat(100), fc.nat(255)), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(damage, fc.nat(good.length), (changes, length) => {
          const bytes = Uint8Array.from(good.subarray(0, length));
          for (const [index, value] of changes) if (index < bytes.length) bytes[index] = value;
          expectKnown(bytes);
        }),
        { numRuns: 500 },
      );
    });
  });

  it('names a file that is not there', () => {
    expect(faultOf(() => readWav('/none/such.wav'))).toBe('unreadable');
  });

  const formats = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'];
  it.skipIf(!hasFfmpeg).each(formats)('reads %s as ffmpeg writes it', (format) => {
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      const source = 'sine=frequency=1000:sample_rate=48000:duration=0.1';
      spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:a', format, path]);
      const sound = readWav(path);
      expect(sound).toMatchObject({ sampleRate: 48_000 });
      expect(sound.channels[0]!.length).toBe(4800);
      // ffmpeg's sine has an amplitude of 1/8.
      expect(Math.max(...sound.channels[0]!)).toBeCloseTo(0.125, 1);
    });
  });

  it.skipIf(!hasFfmpeg)('is read by others: ffprobe sees 24 bit, stereo and the exact length', () => {
    withFolder((folder) => {
      const path = join(folder, 'sound.wav');
      const writer = new WavWriter(path, { sampleRate: 44_100, bits: 24 });
      writer.write(...signal(44_100, 0.5, sine(440, 0.5)));
      writer.close();
      const entries = 'stream=codec_name,sample_rate,channels,duration_ts';
      const seen = spawnSync('ffprobe', [
        '-v',
        'error',
        '-show_entries',
        entries,
        '-of',
        'json',
        path,
      ]).stdout;
      const { streams } = JSON.parse(seen.toString()) as { streams: unknown[] };
      expect(streams[0]).toEqual({
        codec_name: 'pcm_s24le',
        sample_rate: '44100',
        channels: 2,
        duration_ts: 22_050,
      });
    });
  });
});
