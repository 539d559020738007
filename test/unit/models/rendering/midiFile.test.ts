import fc from 'fast-check';
import { parseMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { meters, modes, tonics } from '../../../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { endOverlaps } from '../../../../models/rendering/endOverlaps.ts';
import { keySignatureFifths } from '../../../../models/rendering/keySignature.ts';
import { scoreToMidi } from '../../../../models/rendering/midiFile.ts';
import { readMidi } from '../../../../models/rendering/readMidi.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import type { MidiPart } from '../../../../models/rendering/readMidi.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';

const byTick = <T extends { tick: number }>(list: T[]): T[] => [...list].sort((a, b) => a.tick - b.tick);
const tick = fc.integer({ min: 0, max: 100_000 });
const seven = fc.integer({ min: 0, max: 127 });

const note = fc.record({
  tick,
  duration: fc.integer({ min: 1, max: 10_000 }),
  pitch: seven,
  midiVelocity: fc.integer({ min: 1, max: 127 }),
});
const part: fc.Arbitrary<Part> = fc.record({
  role: fc.constant('lead' as const),
  name: fc.string({ unit: 'grapheme', maxLength: 30 }),
  instrument: fc.constant('piano' as const),
  program: seven,
  channel: fc.integer({ min: 0, max: 15 }),
  volume: seven,
  pan: seven,
  reverb: seven,
  chorus: seven,
  notes: fc.array(note, { minLength: 1, maxLength: 40 }).map(endOverlaps),
  controllers: fc.array(fc.record({ tick, controller: seven, value: seven }), { maxLength: 20 }).map(byTick),
  bends: fc
    .array(fc.record({ tick, value: fc.integer({ min: -8192, max: 8191 }) }), { maxLength: 10 })
    .map(byTick),
});
const score: fc.Arbitrary<Score> = fc.record({
  title: fc.string({ unit: 'grapheme', maxLength: 40 }),
  parts: fc.array(part, { maxLength: 5 }),
  tempos: fc
    .array(fc.record({ tick, microsecondsPerQuarter: fc.integer({ min: 1, max: 0xff_ffff }) }), {
      maxLength: 5,
    })
    .map((rest) => byTick([{ tick: 0, microsecondsPerQuarter: 500_000 }, ...rest])),
  meters: fc.array(fc.record({ tick, meter: fc.constantFrom(...meters) }), { maxLength: 3 }).map(byTick),
  keys: fc
    .array(fc.record({ tick, tonic: fc.constantFrom(...tonics), mode: fc.constantFrom(...modes) }), {
      maxLength: 3,
    })
    .map(byTick),
  sections: fc.constant([]),
  chords: fc.constant([]),
  markers: fc.array(fc.record({ tick, text: fc.string({ maxLength: 20 }) }), { maxLength: 4 }).map(byTick),
  bars: fc.constant(4),
  endTick: tick,
  seconds: fc.constant(10),
});

/** A part without what MIDI cannot say. */
function omit(whole: Part): MidiPart {
  const rest: Partial<Part> = { ...whole };
  delete rest.role;
  delete rest.instrument;
  return rest as MidiPart;
}

describe('scoreToMidi', () => {
  it('is type 1 at 480 ticks with a conductor and one track a part', () => {
    const data = parseMidi(scoreToMidi(sampleScore({ seconds: 20, parts: 5 })));
    expect(data.header).toMatchObject({ format: 1, numTracks: 6, ticksPerBeat: 480 });
    expect(data.tracks[0]?.map((event) => event.type)).toEqual([
      'trackName',
      'timeSignature',
      'keySignature',
      'setTempo',
      'marker',
      'endOfTrack',
    ]);
    expect(data.tracks[5]?.filter((event) => 'channel' in event).every((event) => event.channel === 9)).toBe(
      true,
    );
  });

  it('gives the same bytes for the same score', () => {
    const bytes = scoreToMidi(sampleScore({ seconds: 30 }));
    expect(scoreToMidi(sampleScore({ seconds: 30 }))).toEqual(bytes);
  });

  it('ends a note before its pitch is struck again at the same tick, and sets controllers before it sounds', () => {
    const whole = sampleScore({ seconds: 4, parts: 1 });
    const notes = [
      { tick: 0, duration: 960, pitch: 60, midiVelocity: 80 },
      { tick: 480, duration: 480, pitch: 60, midiVelocity: 90 },
    ];
    const lead = {
      ...whole.parts[0]!,
      notes,
      bends: [],
      controllers: [{ tick: 480, controller: 64, value: 127 }],
    };
    const track = parseMidi(scoreToMidi({ ...whole, parts: [lead] })).tracks[1]!;
    expect(track.slice(6).map(({ type, deltaTime }) => [type, deltaTime])).toEqual([
      ['noteOn', 0],
      ['noteOff', 480],
      ['controller', 0],
      ['noteOn', 0],
      ['noteOff', 480],
      ['endOfTrack', whole.endTick - 960],
    ]);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(score, (original) => {
        const view = readMidi(scoreToMidi(original));
        expect(view.title).toBe(original.title);
        expect(view.tempos).toEqual(original.tempos);
        expect(view.markers).toEqual(original.markers);
        expect(view.meters.map((one) => `${one.numerator}/${one.denominator}`)).toEqual(
          original.meters.map((one) => one.meter),
        );
        expect(view.keys.map((one) => one.fifths)).toEqual(
          original.keys.map((one) => keySignatureFifths(one.tonic, one.mode)),
        );
        const parts = original.parts.map((one) => omit(one));
        expect(view.parts).toEqual(parts);
      }),
      { numRuns: 200 },
    );
  });
});

describe('readMidi', () => {
  const expectCatalogued = (bytes: Uint8Array): void => {
    try {
      readMidi(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(LeitmotifError);
    }
  };

  it('answers any bytes with a view or an error of the catalogue', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectCatalogued), { numRuns: 500 });
  });

  it('answers damaged files with a view or an error of the catalogue', () => {
    const good = scoreToMidi(sampleScore({ seconds: 8, parts: 3 }));
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const bytes = good.slice(0, length);
        for (const [index, value] of changes) if (index < bytes.length) bytes[index] = value;
        expectCatalogued(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('names the file in the error', () => {
    expect(() => readMidi(Uint8Array.of(1, 2, 3), 'song.mid')).toThrow(/song\.mid/);
  });

  it('splits a file of type 0 by channel and rescales its ticks', () => {
    const bytes = Uint8Array.from([
      ...[0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96],
      ...[0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 20],
      ...[0, 0x90, 60, 64, 0, 0x91, 64, 64, 96, 0x80, 60, 0, 0, 0x91, 64, 0, 0, 0xff, 0x2f, 0],
    ]);
    const view = readMidi(bytes);
    expect(view.parts.map((one) => [one.channel, one.notes])).toEqual([
      [0, [{ tick: 0, duration: 480, pitch: 60, midiVelocity: 64 }]],
      [1, [{ tick: 0, duration: 480, pitch: 64, midiVelocity: 64 }]],
    ]);
  });
});

describe('keySignatureFifths', () => {
  it.each([
    ['C', 'major', 0],
    ['D', 'minor', -1],
    ['D', 'dorian', 0],
    ['F', 'lydian', 0],
    ['Bb', 'mixolydian', -3],
    ['F#', 'major', 6],
    ['Cb', 'major', -7],
    ['A#', 'minor', 7],
    ['D#', 'major', -3],
    ['B', 'locrian', 0],
    ['E', 'phrygian', 0],
  ] as const)('writes %s %s as %i', (tonic, mode, fifths) => {
    expect(keySignatureFifths(tonic, mode)).toBe(fifths);
  });

  it('never needs more than seven accidentals', () => {
    for (const tonic of tonics) {
      for (const mode of modes) expect(Math.abs(keySignatureFifths(tonic, mode))).toBeLessThanOrEqual(7);
    }
  });
});
