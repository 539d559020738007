import { BasicSoundBank, SoundBankLoader, SpessaSynthProcessor } from 'spessasynth_core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSoundFont } from '../../../../models/rendering/soundFont.ts';
import { filtersOf, forgetFilters, forgetLastNotes } from '../../../../models/rendering/synthesizerMemory.ts';
import { soundFontPath } from './testRendering.ts';

const rate = 48_000;
const block = 128;
let bank: BasicSoundBank;

beforeAll(async () => {
  await BasicSoundBank.isSF3DecoderReady;
  const { bytes } = await loadSoundFont(soundFontPath);
  bank = SoundBankLoader.fromArrayBuffer(bytes as unknown as ArrayBuffer);
});

function newSynthesizer(): SpessaSynthProcessor {
  const synthesizer = new SpessaSynthProcessor(rate, { eventsEnabled: false });
  synthesizer.soundBankManager.addSoundBank(bank, 'main');
  synthesizer.programChange(0, 48);
  return synthesizer;
}

/** A fifth of a second of a note whose filter is swept and made to resonate by this much (0…127). */
function sweep(synthesizer: SpessaSynthProcessor, resonance: number): Float32Array {
  const sound = new Float32Array(75 * block);
  synthesizer.controllerChange(0, 71, resonance);
  synthesizer.noteOn(0, 60, 100);
  for (let i = 0; i < 75; i++) {
    synthesizer.controllerChange(0, 74, 20 + i);
    synthesizer.process(sound, new Float32Array(sound.length), i * block, block);
  }
  synthesizer.noteOff(0, 60);
  return sound;
}

/** Plays on until nothing sounds. */
function ringOut(synthesizer: SpessaSynthProcessor): void {
  for (let i = 0; i < 10_000 && synthesizer.voiceCount > 0; i++)
    synthesizer.process(new Float32Array(block), new Float32Array(block), 0, block);
}

/** What the library's voices hold of notes. */
function held(synthesizer: SpessaSynthProcessor): number {
  const { voices } = (
    synthesizer as unknown as {
      synthCore: { voices: { modulators: unknown[]; wavetable: { sampleData?: Float32Array } }[] };
    }
  ).synthCore;
  return voices.filter(
    ({ modulators, wavetable }) => modulators.length > 0 || (wavetable.sampleData?.length ?? 0) > 0,
  ).length;
}

describe('what the library keeps', () => {
  it('keeps as few filters after many sweeps as after one, and the sound is that of before', () => {
    const synthesizer = newSynthesizer();
    const first = sweep(synthesizer, 64);
    ringOut(synthesizer);
    for (let resonance = 66; resonance < 126; resonance += 4) {
      sweep(synthesizer, resonance);
      ringOut(synthesizer);
    }
    const filters = filtersOf(synthesizer);
    expect(filters?.size).toBeGreaterThan(6500);
    forgetFilters(synthesizer);
    expect(filters?.size).toBe(5500);
    expect(sweep(newSynthesizer(), 64)).toEqual(first);
  });

  it('leaves few filters where they are', () => {
    const synthesizer = newSynthesizer();
    sweep(synthesizer, 64);
    const before = filtersOf(synthesizer)?.size;
    expect(before).toBeGreaterThan(5500);
    forgetFilters(synthesizer);
    expect(filtersOf(synthesizer)?.size).toBe(before);
  });

  it('lets go of the last notes of silent voices, and of no note that sounds', () => {
    const synthesizer = newSynthesizer();
    sweep(synthesizer, 64);
    ringOut(synthesizer);
    expect(held(synthesizer)).toBeGreaterThan(0);
    forgetLastNotes(synthesizer);
    expect(held(synthesizer)).toBe(0);
    synthesizer.noteOn(0, 64, 100);
    const sounding = held(synthesizer);
    expect(sounding).toBeGreaterThan(0);
    forgetLastNotes(synthesizer);
    expect(held(synthesizer)).toBe(sounding);
  });
});
