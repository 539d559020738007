import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clipFrames } from '../../../../../models/dataset/clipShape.ts';
import { clipOf, listenToRecording } from '../../../../../models/dataset/folders/musicCatalogue.ts';
import { ClipIndex, filterMusic } from '../../../../../models/dataset/folders/musicFiltering.ts';
import { reviewScript, seenJudge } from '../../../../../models/dataset/folders/scriptReview.ts';
import {
  decodeVector,
  encodeVector,
  recordingSchema,
  scriptSchema,
} from '../../../../../models/dataset/folders/stageRecords.ts';
import type { MusicJudge } from '../../../../../models/dataset/folders/musicCatalogue.ts';
import type { SourceFile } from '../../../../../models/dataset/folders/sourceFolder.ts';

/** Each text is a corner of a cube by its first letter. */
const letters = {
  encode: (texts: readonly string[]): Promise<Float32Array[]> =>
    Promise.resolve(
      texts.map((text) => Float32Array.from('abc', (letter) => (text.startsWith(letter) ? 1 : 0))),
    ),
};
const judge: MusicJudge = {
  name: 'letters',
  threshold: 0.5,
  hear: () => Promise.resolve(Float32Array.of(1, 0, 0)),
  read: (captions) => letters.encode(captions),
};

describe('script review', () => {
  const file: SourceFile = { name: 'p', path: 'p', licence: 'MIT' };
  const script = scriptSchema.parse({
    key: 'p',
    passages: [
      { text: 'a wolf', weight: 0.75 },
      { text: 'b', weight: 0.25 },
    ],
    stories: ['c nothing of it', 'b a little', 'a wolf in the snow'],
  });

  it('keeps stories that are about what is seen, the most relevant first', async () => {
    const review = await reviewScript(script, file, { judge: seenJudge(letters) });
    expect(review.stories).toEqual([
      { text: 'a wolf in the snow', relevance: 0.875 },
      { text: 'b a little', relevance: 0.625 },
    ]);
  });

  it('says why nothing is kept', async () => {
    const review = await reviewScript(script, file, { judge: seenJudge(letters), threshold: 0.95 });
    expect(review.skipped?.code).toBe('story-irrelevant');
    expect(review.skipped?.reason).toContain('0.88 of 0.95');
  });
});

describe('music filtering', () => {
  const index = new ClipIndex();
  const clip = (...vector: number[]): object => ({
    start: 0,
    heard: {},
    words: '',
    vector: encodeVector(Float32Array.from(vector)),
  });
  index.add(
    recordingSchema.parse({ key: 'x.wav', split: 'train', clips: [clip(0.6, 0, 0.8), clip(0.8, 0.6, 0)] }),
  );
  index.add(recordingSchema.parse({ key: 'y.wav', split: 'test', clips: [clip(1, 0, 0)] }));
  const of = (split: 'train' | 'test' | 'validation', caption: string): ReturnType<typeof filterMusic> =>
    filterMusic(
      { key: 'p', split },
      { key: 'p', captions: ['c', caption], asked: {} },
      { index, judge: { ...judge, threshold: 0.7 } },
    );

  it('takes the clip that is most alike to any caption, of the sample’s own split', async () => {
    expect(await of('train', 'a')).toMatchObject({
      recording: 'x.wav',
      clip: 0,
      likeness: 0.8,
      caption: 'c',
    });
    expect(await of('test', 'a')).toMatchObject({ recording: 'y.wav', likeness: 1, caption: 'a' });
  });

  it('says where none is alike enough, or the split has no music', async () => {
    expect((await of('test', 'b')).skipped).toMatchObject({ code: 'music-unlike' });
    expect((await of('validation', 'a')).skipped).toMatchObject({ code: 'no-music' });
  });
});

describe('the catalogue of recordings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
  const listen = (name: string, bytes: Buffer): ReturnType<typeof listenToRecording> => {
    writeFileSync(join(folder, name), bytes);
    return listenToRecording({ name, path: join(folder, name), licence: 'MIT' }, { judge, audio: undefined });
  };

  it.each([
    { name: 'of 8 channels', rate: 44_100, channels: 8, seconds: 10.5, clips: 1 },
    { name: 'at 192 kHz', rate: 192_000, channels: 1, seconds: 10.24, clips: 1 },
    { name: 'of two clips', rate: 8_000, channels: 1, seconds: 25, clips: 2 },
  ])('hears one $name', async ({ rate, channels, seconds, clips }) => {
    const recording = await listen('good.wav', wav(rate, channels, Math.ceil(seconds * rate)));
    expect(recording.clips.map(({ start }) => start)).toEqual([0, 10.24].slice(0, clips));
    expect([...decodeVector(recording.clips[0]!.vector)]).toEqual([1, 0, 0]);
  });

  it.each([
    { name: 'one sample', bytes: wav(44_100, 1, 1), code: 'audio-too-short' },
    { name: 'five seconds', bytes: wav(44_100, 1, 5 * 44_100), code: 'audio-too-short' },
    { name: 'silence', bytes: wav(8_000, 2, 88_000, 0), code: 'audio-silent' },
    { name: 'a broken one', bytes: Buffer.alloc(900, 'no music'), code: 'audio-undecodable' },
    { name: 'an empty one', bytes: Buffer.alloc(0), code: 'file-empty' },
  ])('refuses $name', async ({ bytes, code }) => {
    await expect(listen('bad.wav', bytes)).rejects.toMatchObject({ code });
  });

  it.each([8_000, 44_100, 192_000])('cuts clips of one length from %i Hz', (sampleRate) => {
    const channel = new Float32Array(Math.round(10.24 * sampleRate)).fill(0.5);
    const clip = clipOf({ stereo: [channel, channel], sampleRate }, 0);
    expect(clip).toHaveLength(clipFrames);
    expect(clip[clipFrames / 2]).toBeCloseTo(0.5, 3);
  });
});

/** A WAV file of 16 bit with a tone. */
function wav(rate: number, channels: number, frames: number, level = 12_000): Buffer {
  const bytes = Buffer.alloc(44 + 2 * channels * frames);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  [16, 0].forEach((value, i) => bytes.writeUInt16LE(value, 16 + 2 * i));
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let i = 0; i < frames; i++) {
    const value = Math.round(level * Math.sin((440 * 2 * Math.PI * i) / rate));
    for (let channel = 0; channel < channels; channel++)
      bytes.writeInt16LE(value, 44 + 2 * (i * channels + channel));
  }
  return bytes;
}
