import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core';
import { beforeAll, describe, expect, it } from 'vitest';
import { PartSynthesizer } from '../../../../models/rendering/partSynthesizer.ts';
import { loadSoundFont } from '../../../../models/rendering/soundFont.ts';
import { styleSpaces } from '../../../../models/rendering/space.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import { soundFontPath } from './testRendering.ts';
import type { Note } from '../../../../bridge/protocol/score.ts';

const frames = 22_050;
const score = sampleScore({ seconds: 2, parts: 3 });
const piano = score.parts[2]!;
let bank: BasicSoundBank;

beforeAll(async () => {
  await BasicSoundBank.isSF3DecoderReady;
  const { bytes } = await loadSoundFont(soundFontPath);
  bank = SoundBankLoader.fromArrayBuffer(bytes as unknown as ArrayBuffer);
});

/** Half a second of these notes on a piano, with its room; `forgets` what it worked out of them in the middle. */
function play(notes: readonly Note[], forgets = false): Float32Array {
  const part = { ...piano, notes: [...notes], controllers: [] };
  const synthesizer = new PartSynthesizer(bank, part, score.tempos, 44_100, styleSpaces.piano);
  const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
  const half = frames / 2;
  synthesizer.render(left.subarray(0, half), right.subarray(0, half));
  if (forgets) synthesizer.forgetNotes();
  synthesizer.render(left.subarray(half), right.subarray(half));
  return left;
}

describe('PartSynthesizer', () => {
  it('plays as many notes at once as there are: sixty keys are the sum of sixty keys', () => {
    const keys = Array.from({ length: 60 }, (_, i): Note => {
      return { tick: 0, duration: 1920, pitch: 30 + i, midiVelocity: 90 };
    });
    const together = play(keys);
    const sum = new Float64Array(frames);
    for (const key of keys) play([key]).forEach((sample, i) => (sum[i] = sum[i]! + sample));
    const worst = together.reduce((most, sample, i) => Math.max(most, Math.abs(sample - sum[i]!)), 0);
    expect(together.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(0.5);
    expect(worst).toBeLessThan(1e-4);
  });

  it('plays on as if nothing had been forgotten, what sounds and what comes', () => {
    const notes = Array.from({ length: 12 }, (_, i): Note => {
      return { tick: 40 * i, duration: 300, pitch: 50 + 3 * (i % 4), midiVelocity: 80 };
    });
    expect(play(notes, true)).toEqual(play(notes));
  });
});
