import { describe, expect, it } from 'vitest';
import { microsecondsPerQuarter, ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { measureTempo } from '../../../../models/takes/tempoMeter.ts';
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { Score, TempoChange } from '../../../../bridge/protocol/score.ts';

function scoreOf(ticks: readonly number[], tempos: TempoChange[], meter: Meter = '4/4'): Score {
  const notes = ticks.map((tick) => ({ tick, duration: 100, pitch: 60, midiVelocity: 80 }));
  const part = { role: 'lead', name: 'lead', instrument: 'piano', program: 0, channel: 0, notes } as const;
  const mix = { volume: 100, pan: 64, reverb: 40, chorus: 0, controllers: [], bends: [] };
  const endTick = 32 * 4 * ticksPerQuarter;
  return {
    title: 'test',
    parts: [{ ...part, ...mix }],
    tempos,
    meters: [{ tick: 0, meter }],
    keys: [],
    sections: [],
    chords: [],
    markers: [],
    bars: 32,
    endTick,
    seconds: 60,
  };
}

const quarters = Array.from({ length: 64 }, (_, i) => i * ticksPerQuarter);
const steady = (tempo: number): TempoChange[] => [
  { tick: 0, microsecondsPerQuarter: microsecondsPerQuarter(tempo) },
];

describe('the tempo meter', () => {
  it.each([30, 72, 97, 140, 260])('measures %d BPM', (tempo) => {
    expect(measureTempo(scoreOf(quarters, steady(tempo))).tempo).toBeCloseTo(tempo, 2);
  });

  it('counts dotted quarters in compound meters', () => {
    const eighths = Array.from({ length: 96 }, (_, i) => (i * ticksPerQuarter) / 2);
    expect(measureTempo(scoreOf(eighths, steady(90), '6/8')).tempo).toBeCloseTo(60, 2);
  });

  it('leaves marked ritardandi out, and only those', () => {
    const slowing = [
      ...steady(100),
      { tick: 30_000, microsecondsPerQuarter: 800_000, ritardando: true as const },
    ];
    expect(measureTempo(scoreOf(quarters, slowing)).tempo).toBeCloseTo(100, 2);
  });

  it('confirms the map by notes that lean, swing and rest', () => {
    const played = quarters
      .filter((_, i) => i % 5 !== 3)
      .flatMap((tick, i) => [tick + ((i * 37) % 23) - 11, tick + 320])
      .map((tick) => Math.max(0, tick));
    const measured = measureTempo(scoreOf(played, steady(97)));
    expect(measured.heard).toBeDefined();
    expect(measured.tempo).toBeCloseTo(97, 2);
  });

  it('believes the notes where they play another tempo than the map says', () => {
    const faster = quarters.map((tick) => Math.round(tick / 1.08));
    const { tempo } = measureTempo(scoreOf(faster, steady(100)));
    expect(Math.abs(tempo - 108)).toBeLessThan(1);
  });

  it('says nothing about too few notes', () => {
    expect(measureTempo(scoreOf([0, 480, 960], steady(80)))).toEqual({ tempo: 80 });
  });
});
