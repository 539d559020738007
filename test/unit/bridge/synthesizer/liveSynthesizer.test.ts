import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core';
import { beforeAll, describe, expect, it } from 'vitest';
import { LiveSynthesizer } from '../../../../bridge/synthesizer/liveSynthesizer.ts';
import { liveBlock } from '../../../../bridge/synthesizer/synthesizerMessages.ts';
import { loadSoundFont } from '../../../../models/rendering/soundFont.ts';
import { soundFontPath } from '../../models/rendering/testRendering.ts';
import type { PartEvent } from '../../../../models/rendering/partEvents.ts';
import type { LivePart } from '../../../../bridge/synthesizer/synthesizerMessages.ts';

const rate = 48_000;
/** Strings, which sound for as long as they are held. */
const strings: LivePart = {
  ...{ role: 'pad', name: 'strings', instrument: 'strings', program: 48, channel: 2 },
  ...{ volume: 100, pan: 64, reverb: 40, chorus: 0 },
};
let bank: BasicSoundBank;

beforeAll(async () => {
  await BasicSoundBank.isSF3DecoderReady;
  const { bytes } = await loadSoundFont(soundFontPath);
  bank = SoundBankLoader.fromArrayBuffer(bytes as unknown as ArrayBuffer);
});

/** Loudest sample of the next seconds. */
function loudest(synthesizer: LiveSynthesizer, seconds: number): number {
  let most = 0;
  for (let frames = 0; frames < seconds * rate; frames += liveBlock)
    for (const sample of synthesizer.render(liveBlock).left) most = Math.max(most, Math.abs(sample));
  return most;
}

function schedule(synthesizer: LiveSynthesizer, ...events: PartEvent[]): void {
  synthesizer.schedule([{ part: strings, events }]);
}

/** Of the next three seconds. */
function energy(synthesizer: LiveSynthesizer): number {
  let sum = 0;
  for (let frames = 0; frames < 3 * rate; frames += liveBlock)
    for (const sample of synthesizer.render(liveBlock).left) sum += sample * sample;
  return sum;
}

/** A second of a note by a program. */
function play(synthesizer: LiveSynthesizer, program: number): void {
  const { frame } = synthesizer;
  const events: PartEvent[] = [
    { frame, kind: 'controller', controller: 11, value: 60 + (program % 40) },
    { frame, kind: 'noteOn', pitch: 60, midiVelocity: 100 },
    { frame: frame + rate, kind: 'noteOff', pitch: 60 },
  ];
  synthesizer.schedule([{ part: { ...strings, program }, events }]);
}

describe('LiveSynthesizer', () => {
  it('ends a note in the room in which it began, though another style has come meanwhile', () => {
    const synthesizer = new LiveSynthesizer(bank, rate, 'cinematic');
    schedule(synthesizer, { frame: 0, kind: 'noteOn', pitch: 60, midiVelocity: 100 });
    expect(loudest(synthesizer, 1)).toBeGreaterThan(0.01);
    synthesizer.setSpace('strings');
    const now = synthesizer.frame;
    schedule(
      synthesizer,
      { frame: now + 100, kind: 'noteOff', pitch: 60 },
      { frame: now + 100, kind: 'noteOn', pitch: 60, midiVelocity: 100 },
      { frame: now + rate, kind: 'noteOff', pitch: 60 },
    );
    expect(loudest(synthesizer, 1)).toBeGreaterThan(0.01);
    loudest(synthesizer, 12);
    expect(loudest(synthesizer, 1)).toBe(0);
  });

  it('lets go of a pedal in every room', () => {
    const synthesizer = new LiveSynthesizer(bank, rate, 'cinematic');
    schedule(
      synthesizer,
      { frame: 0, kind: 'controller', controller: 64, value: 127 },
      { frame: 0, kind: 'noteOn', pitch: 60, midiVelocity: 100 },
      { frame: rate / 2, kind: 'noteOff', pitch: 60 },
    );
    loudest(synthesizer, 1);
    synthesizer.setSpace('strings');
    expect(loudest(synthesizer, 1)).toBeGreaterThan(0.01);
    schedule(synthesizer, { frame: synthesizer.frame, kind: 'controller', controller: 64, value: 0 });
    loudest(synthesizer, 12);
    expect(loudest(synthesizer, 1)).toBe(0);
  });

  it('keeps players that rest for when they come back, and lets those go that are too many', () => {
    const synthesizer = new LiveSynthesizer(bank, rate, 'cinematic');
    for (let program = 0; program < 15; program++) play(synthesizer, program);
    loudest(synthesizer, 30);
    play(synthesizer, 3);
    expect(synthesizer.players).toBe(15);
    for (let program = 15; program < 40; program++) play(synthesizer, program);
    loudest(synthesizer, 30);
    expect(synthesizer.players).toBeLessThanOrEqual(24);
  });

  it('gives a player that rests another part, which sounds as one of a new player does', () => {
    const used = new LiveSynthesizer(bank, rate, 'cinematic');
    for (let program = 0; program < 20; program++) play(used, program);
    loudest(used, 40);
    const players = used.players;
    play(used, 73);
    expect(used.players).toBe(players);
    const [anew, other] = [0, 1].map(() => new LiveSynthesizer(bank, rate, 'cinematic'));
    play(anew!, 73);
    play(other!, 0);
    // The library's vibrato goes by its clock, so that no two notes are the same to the sample.
    const wanted = energy(anew!);
    expect(Math.abs(10 * Math.log10(energy(used) / wanted))).toBeLessThan(0.5);
    expect(Math.abs(10 * Math.log10(energy(other!) / wanted))).toBeGreaterThan(1);
  });
});
