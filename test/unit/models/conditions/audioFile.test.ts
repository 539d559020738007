import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { readAudioFile } from '../../../../models/conditions/audioFile.ts';
import { decodeWav } from '../../../../models/conditions/decodeWav.ts';
import { expectError, temporaryFiles } from './temporaryFiles.ts';
import { wavBytes } from './wavBytes.ts';

const { folder, write } = temporaryFiles();

const tone = (rate: number) => (frame: number) => 0.3 * Math.sin((2 * Math.PI * 440 * frame) / rate);

function recording(name: string): string {
  return fileURLToPath(new URL(`recordings/${name}`, import.meta.url));
}

/** How often a channel crosses zero upwards in a second: its frequency, for a tone. */
function frequency(samples: Float32Array, rate: number): number {
  const middle = samples.subarray(rate * 0.25, rate * 1.25);
  return middle.reduce((count, value, i) => count + (value >= 0 && (middle[i - 1] ?? 0) < 0 ? 1 : 0), 0);
}

/** A sound, or an error of the catalogue; an error may be thrown or given. */
function isReadOrRefused(work: () => unknown): boolean {
  try {
    const outcome = work();
    return !(outcome instanceof Error) || outcome instanceof LeitmotifError;
  } catch (error) {
    return error instanceof LeitmotifError;
  }
}

describe('formats', () => {
  it.each([
    ['tone.flac', 'flac'],
    ['tone.mp3', 'mp3'],
    ['tone.ogg', 'ogg-vorbis'],
  ])('reads %s', async (name, format) => {
    const file = await readAudioFile(recording(name));
    const bytes = readFileSync(recording(name));
    expect(file).toMatchObject({ format, sampleRate: 22_050, channels: 2, bytes: bytes.length, notes: [] });
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Math.abs(file.seconds - 1.5)).toBeLessThan(0.1);
    const [left, right] = file.stereo;
    expect(left).toHaveLength(right.length);
    expect(Math.abs(frequency(left, 22_050) - 440)).toBeLessThanOrEqual(2);
    expect(Math.abs(frequency(right, 22_050) - 660)).toBeLessThanOrEqual(2);
  });

  it.each([
    [8000, 1],
    [44_100, 2],
    [192_000, 2],
    [48_000, 6],
    [48_000, 8],
  ])('reads WAV at %i Hz with %i channels', async (sampleRate, channels) => {
    const bytes = wavBytes({ sampleRate, channels, frames: sampleRate * 1.5 }, tone(sampleRate));
    const file = await readAudioFile(write(`${sampleRate}-${channels}.bin`, bytes));
    expect(file).toMatchObject({ format: 'wav', sampleRate, channels, seconds: 1.5 });
    expect(file.notes).toHaveLength(channels > 2 ? 1 : 0);
    expect(Math.abs(frequency(file.stereo[0], sampleRate) - 440)).toBeLessThanOrEqual(1);
  });

  it('reads a recording that ends too early as far as it goes, and says so', async () => {
    const shape = { sampleRate: 8000, channels: 1, frames: 16_000, claimed: 64_000 };
    const cut = await readAudioFile(write('cut.wav', wavBytes(shape, tone(8000))));
    expect([cut.seconds, cut.notes.length]).toEqual([2, 1]);
    const streamed = wavBytes({ ...shape, claimed: 0xffffffff }, tone(8000));
    expect((await readAudioFile(write('streamed.wav', streamed))).notes).toEqual([]);
    const flac = readFileSync(recording('tone.flac')).subarray(0, 22_000);
    expect((await readAudioFile(write('cut.flac', flac))).seconds).toBeGreaterThan(1);
  });
});

describe('what cannot be read', () => {
  const claims = (shape: Parameters<typeof wavBytes>[0]): Buffer => wavBytes(shape, () => 0.5);

  it('is too short, silent, or without samples', async () => {
    const one = claims({ sampleRate: 44_100, channels: 1, frames: 1 });
    await expectError(readAudioFile(write('one.wav', one)), 'audio-too-short');
    const none = claims({ sampleRate: 44_100, channels: 2, frames: 0 });
    await expectError(readAudioFile(write('none.wav', none)), 'audio-too-short');
    const silent = wavBytes({ sampleRate: 8000, channels: 2, frames: 16_000 }, () => 0);
    await expectError(readAudioFile(write('silent.wav', silent)), 'audio-silent');
  });

  it('is too long: an hour is refused by its header', async () => {
    const size = 3600 * 16_000;
    const header = wavBytes({ sampleRate: 8000, channels: 1, frames: 0, claimed: size }, () => 0);
    const hour = Buffer.concat([header, Buffer.alloc(size)]);
    const error = await expectError(readAudioFile(write('hour.wav', hour)), 'audio-too-long');
    expect(error.what).toContain('15 minutes');
  });

  it('has an impossible header', async () => {
    const rate = claims({ sampleRate: 10, channels: 1, frames: 100 });
    await expectError(readAudioFile(write('rate.wav', rate)), 'audio-unsupported');
    const adpcm = claims({ sampleRate: 44_100, channels: 2, frames: 44_100, tag: 2 });
    await expectError(readAudioFile(write('adpcm.wav', adpcm)), 'audio-unsupported');
    const cut = claims({ sampleRate: 44_100, channels: 2, frames: 10 }).subarray(0, 30);
    await expectError(readAudioFile(write('header.wav', cut)), 'audio-undecodable');
  });

  it.each([
    ['song.m4a', '\0\0\0\x20ftypM4A \0\0\0\0', 'MPEG-4'],
    ['song.aif', 'FORM\0\0\0\0AIFF', 'AIFF'],
    ['song.opus', `OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`, 'Opus'],
    ['song.mid', 'MThd\0\0\0\x06', 'MIDI'],
    ['photo.png', '\x89PNG\r\n\x1a\n', 'picture'],
    ['story.txt', 'Once upon a time', 'plain text'],
  ])('%s says what it is', async (name, content, what) => {
    const path = write(name, Buffer.from(content, 'latin1'));
    expect((await expectError(readAudioFile(path), 'audio-unsupported')).what).toContain(what);
  });

  it('is named as a recording and is none', async () => {
    const text = await expectError(readAudioFile(write('a.mp3', 'Once upon a time')), 'audio-undecodable');
    expect(text.what).toContain('plain text');
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) & 255));
    await expectError(readAudioFile(write('noise.mp3', noise)), 'audio-undecodable');
    noise.write('fLaC', 'latin1');
    await expectError(readAudioFile(write('noise.flac', noise)), 'audio-undecodable');
    const header = readFileSync(recording('tone.ogg')).subarray(0, 200);
    await expectError(readAudioFile(write('header.ogg', header)), 'audio-undecodable');
    await expectError(readAudioFile(`${folder}/not-there.wav`), 'file-missing');
  });

  it('is never anything but an error of the catalogue, whatever a WAV file says', () => {
    const good = wavBytes({ sampleRate: 8000, channels: 2, frames: 64 }, tone(8000));
    const edit = fc.record({ at: fc.nat(good.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.nat(good.length), (edits, length) => {
        const bytes = Buffer.from(good);
        for (const { at, byte } of edits) bytes[at] = byte;
        expect(isReadOrRefused(() => decodeWav(bytes.subarray(0, length), 'a.wav'))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['tone.flac', 'tone.mp3', 'tone.ogg'])('stays within bounds for a damaged %s', async (name) => {
    const good = readFileSync(recording(name));
    const edit = fc.record({ at: fc.nat(good.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 400 }), async (edits) => {
        const bytes = Buffer.from(good);
        for (const { at, byte } of edits) bytes[at] = byte;
        const outcome = await readAudioFile(write(`damaged-${name}`, bytes)).catch((error: unknown) => error);
        expect(isReadOrRefused(() => outcome)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});

describe('cancelling', () => {
  it('ends before reading and while a thread decodes', async () => {
    const signal = AbortSignal.abort();
    await expectError(readAudioFile(recording('tone.mp3'), { signal }), 'cancelled');
    const stop = new AbortController();
    const work = readAudioFile(recording('tone.flac'), { signal: stop.signal });
    setTimeout(() => {
      stop.abort();
    }, 3);
    await expectError(work, 'cancelled');
  });
});
