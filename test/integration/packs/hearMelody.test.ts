/**
 * Melodies that our own SoundFont plays are heard: the pitches exactly, the onsets within 50 ms where the sound itself begins at
 * once. Bowed and sung samples swell over a tenth of a second.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudioFile } from '../../../models/conditions/audioFile.ts';
import { hearMelody } from '../../../models/perception/hearMelody.ts';
import { openPitchDetector } from '../../../models/perception/pitchDetector.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { fair, ode, playedMelody, rising } from '../../fixtures/playedMelody.ts';
import { seededRandom } from '../../unit/models/perception/seededNoise.ts';
import { render, withFolder } from '../../unit/models/rendering/testRendering.ts';
import { packsDirectory } from './packReference.ts';
import type { AudioFile } from '../../../models/conditions/audioFile.ts';
import type { HeardMelody } from '../../../models/perception/hearMelody.ts';
import type { PackPitchDetector } from '../../../models/perception/pitchDetector.ts';
import type { Melody, Playing } from '../../fixtures/playedMelody.ts';

let detector: PackPitchDetector;
beforeAll(async () => {
  detector = await openPitchDetector(await new PackStore(packsDirectory).open('basic-pitch'));
});
afterAll(() => detector.close());

function soundOf(melody: Melody, playing: Playing): Promise<AudioFile> {
  return withFolder(async (folder) => {
    const { mix } = await render(playedMelody(melody, playing), folder, { stems: false });
    return readAudioFile(mix);
  });
}

async function hear(melody: Melody, playing: Playing): Promise<HeardMelody> {
  return hearMelody(await soundOf(melody, playing), detector);
}

/** When each note of a melody begins, in seconds. */
function onsetsOf(melody: Melody, tempo = 100): number[] {
  let at = 0;
  return melody.map(([, quarters]) => {
    const seconds = (at * 60) / tempo;
    at += quarters;
    return seconds;
  });
}

const players: [string, Melody, Playing, late: number][] = [
  ['a piano with repeated notes', ode, { instrument: 'piano', held: 1.2 }, 0.05],
  ['a piano with leaps', fair, { instrument: 'piano' }, 0.05],
  ['an oboe with vibrato', fair, { instrument: 'oboe', vibrato: 0.15, held: 0.85, reverb: 0 }, 0.05],
  ['a flute', rising, { instrument: 'flute', transposed: 5 }, 0.06],
  ['an alto saxophone', rising, { instrument: 'alto-sax' }, 0.05],
  ['a violin with vibrato', rising, { instrument: 'violin', vibrato: 0.2, reverb: 0, held: 0.9 }, 0.15],
  ['voices with vibrato', rising, { instrument: 'voice-oohs', vibrato: 0.4 }, 0.16],
];

describe('hearMelody', () => {
  it.each(players)('hears %s', async (_name, melody, playing, late) => {
    const { notes, voiced, tuning, shared } = await hear(melody, playing);
    const transposed = playing.transposed ?? 0;
    expect(notes.map(({ pitch }) => pitch)).toEqual(melody.map(([pitch]) => pitch + transposed));
    const onsets = onsetsOf(melody);
    const apart = notes.map(({ seconds }, i) => Math.abs(seconds - onsets[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(late);
    expect(voiced).toBeGreaterThan(0.9);
    expect(tuning).toBe(0);
    expect(shared).toBeLessThan(0.15);
  });

  it('takes one note at a time of two voices, and tells of the other', async () => {
    const upper = await soundOf(rising, { instrument: 'oboe' });
    const lower = await soundOf(rising, { instrument: 'oboe', transposed: -4 });
    const both = upper.stereo[0].map((value, i) => (value + (lower.stereo[0][i] ?? 0)) / 2);
    const heard = await hearMelody({ stereo: [both, both], sampleRate: upper.sampleRate }, detector);
    expect(heard.shared).toBeGreaterThan(0.3);
    expect(heard.notes.length).toBeGreaterThanOrEqual(7);
    const written = rising.flatMap(([pitch]) => [pitch, pitch - 4]);
    expect(written).toEqual(expect.arrayContaining(heard.notes.map(({ pitch }) => pitch)));
  });

  it('puts a singer in tune who is between two keys', async () => {
    const playing = { instrument: 'voice-oohs', vibrato: 0.2, detuned: 0.45, reverb: 20 } as const;
    const { notes, tuning } = await hear(rising, playing);
    expect(tuning).toBeGreaterThan(0);
    expect(notes.map(({ pitch }) => pitch)).toEqual(rising.map(([pitch]) => pitch));
  });

  it('hears no melody in noise and in silence', async () => {
    const random = seededRandom(1);
    const noise = Float32Array.from({ length: 3 * 44_100 }, () => 0.4 * random() - 0.2);
    for (const samples of [noise, new Float32Array(3 * 44_100)]) {
      const heard = await hearMelody({ stereo: [samples, samples], sampleRate: 44_100 }, detector);
      expect(heard.voiced).toBeLessThan(0.25);
    }
  });
});
