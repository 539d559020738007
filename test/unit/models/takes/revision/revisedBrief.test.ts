/** The brief of a revised take. */
import { describe, expect, it } from 'vitest';
import { randomBrief } from '../../../../../models/evaluation/explicitBrief.ts';
import { revisedBrief } from '../../../../../models/takes/revision/revisedBrief.ts';

const brief = randomBrief({ style: 'cinematic', seed: 5, bars: 16 });
const usual = { bars: 16, keepsInstruments: false };

describe('revisedBrief', () => {
  it('without a change is the brief', () => {
    expect(revisedBrief(brief, { ...usual, attributes: {} })).toEqual(brief);
  });

  it('has the length that follows from another tempo or more bars', () => {
    const tempo = Math.max(30, brief.attributes.tempo.value / 2);
    const slower = revisedBrief(brief, { ...usual, attributes: { tempo } }).attributes;
    expect(slower.tempo).toMatchObject({ value: tempo, source: 'explicit' });
    expect(slower.seconds.value).toBeGreaterThan(brief.attributes.seconds.value * 1.2);
    expect(slower.bars.value).toBe(16);
    const longer = revisedBrief(brief, { ...usual, attributes: {}, bars: 24 }).attributes;
    expect(longer.bars).toMatchObject({ value: 24, source: 'fitted' });
    expect(longer.seconds.value).toBeGreaterThan(brief.attributes.seconds.value);
  });

  it('moves sections with the tempo', () => {
    const sections = [0, 8].map((start, i) => ({ id: `s${i}`, label: `${i}`, start }));
    const half = {
      ...brief,
      sections,
      attributes: { ...brief.attributes, tempo: { ...brief.attributes.tempo, value: 120 } },
    };
    const moved = revisedBrief(half, { ...usual, attributes: { tempo: 60 } });
    expect(moved.sections.map(({ start }) => start)).toEqual([0, 16]);
  });

  it('gives another style its players, unless they are kept or were named', () => {
    const players = [{ role: 'lead' as const, instrument: 'violin' as const, program: 40 }];
    const of = (source: 'default' | 'explicit'): typeof brief => ({
      ...brief,
      attributes: {
        ...brief.attributes,
        instruments: { ...brief.attributes.instruments, value: players, source },
      },
    });
    const asked = { ...usual, attributes: { style: 'electronic' as const } };
    expect(revisedBrief(of('default'), asked).attributes.instruments.value).not.toEqual(players);
    expect(revisedBrief(of('explicit'), asked).attributes.instruments.value).toEqual(players);
    const kept = revisedBrief(of('default'), { ...asked, keepsInstruments: true });
    expect(kept.attributes.instruments.value).toEqual(players);
  });

  it('gives one role another player and leaves the others', () => {
    const given = [{ role: 'lead' as const, instrument: 'flute' as const, program: 73 }];
    const { value } = revisedBrief(brief, { ...usual, attributes: { instruments: given } }).attributes
      .instruments;
    const others = brief.attributes.instruments.value.filter(({ role }) => role !== 'lead');
    expect(value.filter(({ role }) => role !== 'lead')).toEqual(others);
    expect(value.find(({ role }) => role === 'lead')?.instrument).toBe('flute');
  });

  it('refuses bars that are longer than the longest take', () => {
    expect(() => revisedBrief(brief, { ...usual, attributes: { tempo: 30 }, bars: 1990 })).toThrow(
      /longer than/,
    );
  });
});
