import { describe, expect, it } from 'vitest';
import { instrumentOf } from '../../../../models/perception/midiInstruments.ts';
import { midiKey } from '../../../../models/perception/midiKey.ts';
import { readReferenceMidi } from '../../../../models/perception/readReferenceMidi.ts';
import { processorTime } from '../../../fixtures/processorTime.ts';
import type { MidiPart, MidiView } from '../../../../models/rendering/readMidi.ts';

/** A part that plays pitches in quarters, one after the other. */
function partOf(pitches: readonly number[], part: Partial<MidiPart> = {}): MidiPart {
  return {
    ...{ name: '', channel: 0, program: 0, volume: 100, pan: 64, reverb: 40, chorus: 0 },
    ...{ controllers: [], bends: [] },
    notes: pitches.map((pitch, i) => ({ tick: 480 * i, duration: 480, pitch, midiVelocity: 67 })),
    ...part,
  };
}

function viewOf(parts: MidiPart[], view: Partial<MidiView> = {}): MidiView {
  const tempos = [{ tick: 0, microsecondsPerQuarter: 600_000 }];
  return {
    title: '',
    tracks: [],
    parts,
    tempos,
    meters: [],
    keys: [],
    markers: [],
    endTick: 99_999,
    ...view,
  };
}

const scaleOf = (tonic: number): number[] =>
  [0, 2, 4, 5, 7, 9, 11, 12, 7, 4, 0, 0].map((step) => tonic + step);

describe('readReferenceMidi', () => {
  it('reads tempo, meter, key, instruments, density, register and dynamics', () => {
    const drums = partOf(Array<number>(12).fill(38), { channel: 9 });
    const view = viewOf([partOf(scaleOf(62), { program: 40 }), drums], {
      meters: [{ tick: 0, numerator: 3, denominator: 4 }],
      keys: [{ tick: 0, fifths: 2, isMinor: false }],
    });
    const reading = readReferenceMidi({ id: 'm', weight: 2, view });
    expect(reading).toMatchObject({
      condition: 'm',
      kind: 'reference-midi',
      weight: 2,
      tempo: { value: 100, confidence: 1 },
      meter: { value: '3/4' },
      key: { value: 'D major' },
      register: 'middle',
      tags: [],
      notes: [],
    });
    expect(reading.seconds).toBeCloseTo(7.2);
    expect(reading.density).toBeCloseTo(12 / 7.2 / 8);
    expect(reading.dynamics).toBeCloseTo((67 - 20) / 95);
    expect(reading.hints.instruments.map(({ value }) => value)).toEqual(['violin', 'drum-kit']);
    expect(reading.summary).toBe('heard: violin, drum kit; 100 BPM; 3/4; D major; 7 s');
    expect(reading.description).toBe('Music: violin, drum kit.');
  });

  it('counts dotted quarters in 6/8, the tempo that is held longest, and doubts 120 throughout', () => {
    const meters = [{ tick: 0, numerator: 6, denominator: 8 }];
    const tempos = [
      { tick: 0, microsecondsPerQuarter: 400_000 },
      { tick: 480, microsecondsPerQuarter: 500_000 },
    ];
    const held = readReferenceMidi({
      id: 'm',
      weight: 1,
      view: viewOf([partOf(scaleOf(60))], { meters, tempos }),
    });
    expect(held.tempo?.value).toBeCloseTo(80);
    expect(held.tempo?.confidence).toBeGreaterThan(0.9);
    const plain = viewOf([partOf(scaleOf(60))], { tempos: [{ tick: 0, microsecondsPerQuarter: 500_000 }] });
    expect(readReferenceMidi({ id: 'm', weight: 1, view: plain }).tempo).toEqual({
      value: 120,
      confidence: 0.5,
    });
  });

  it('leaves out a meter that the engines do not know, and says so', () => {
    const view = viewOf([partOf([84, 86])], { meters: [{ tick: 0, numerator: 11, denominator: 16 }] });
    const reading = readReferenceMidi({ id: 'm', weight: 1, view });
    expect(reading.meter).toBeUndefined();
    expect(reading.notes[0]).toContain('11/16');
    expect(reading.register).toBe('high');
  });

  it('reads drums alone', () => {
    const reading = readReferenceMidi({
      id: 'm',
      weight: 1,
      view: viewOf([partOf([36, 38], { channel: 9 })]),
    });
    expect([reading.key, reading.register]).toEqual([undefined, undefined]);
  });

  it('takes no longer for a tempo at every note', () => {
    const pitches = Array.from({ length: 40_000 }, (_, i) => 60 + (i % 12));
    const tempos = pitches.map((_, i) => ({ tick: 480 * i, microsecondsPerQuarter: 500_000 + (i % 7) }));
    const start = processorTime();
    const reading = readReferenceMidi({ id: 'm', weight: 1, view: viewOf([partOf(pitches)], { tempos }) });
    expect(processorTime() - start).toBeLessThan(2000);
    expect(reading.notes.join(' ')).toContain('tempo changes often');
  });
});

describe('midiKey', () => {
  it('believes a signature that the notes bear out, with its spelling', () => {
    const keys = [{ tick: 0, fifths: -7, isMinor: false }];
    expect(midiKey({ parts: [partOf(scaleOf(59))], keys })?.value).toBe('Cb major');
  });

  it('does not believe C major of a piece in E', () => {
    const keys = [{ tick: 0, fifths: 0, isMinor: false }];
    expect(midiKey({ parts: [partOf(scaleOf(64))], keys })?.value).toBe('E major');
  });

  it('lets the notes tell the relative minor', () => {
    const minor = [69, 71, 72, 76, 69, 72, 76, 74, 71, 69, 69, 69, 64, 69];
    const keys = [{ tick: 0, fifths: 0, isMinor: false }];
    expect(midiKey({ parts: [partOf(minor)], keys })?.value).toBe('A minor');
    expect(midiKey({ parts: [partOf(minor)], keys: [] })?.value).toBe('A minor');
  });
});

describe('instrumentOf', () => {
  it('finds the instrument of a program, else the nearest of its family, else none', () => {
    expect(instrumentOf({ channel: 0, program: 73 })).toBe('flute');
    expect(instrumentOf({ channel: 0, program: 1 })).toBe('piano');
    expect(instrumentOf({ channel: 9, program: 25 })).toBe('electronic-kit');
    expect(instrumentOf({ channel: 0, program: 125 })).toBeUndefined();
  });
});
