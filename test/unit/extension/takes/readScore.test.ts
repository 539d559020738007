import { describe, expect, it } from 'vitest';
import { readScore } from '../../../../extension/takes/readScore.ts';
import { scoreToMidi } from '../../../../models/rendering/midiFile.ts';
import { tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { barQuarters } from '../../../../bridge/protocol/meter.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';

describe('readScore', () => {
  const score = sampleScore({ seconds: 20 });
  const view = readScore(scoreToMidi(score), 'score.mid');

  it('has every note where it sounds', () => {
    const notes = score.parts.flatMap(({ notes: of }) => of);
    expect(view.notes).toHaveLength(notes.length);
    const first = notes.map(({ tick }) => tickToSeconds(score.tempos, tick)).sort((a, b) => a - b)[0];
    expect(view.notes[0]?.onset).toBeCloseTo(first!, 6);
    expect(view.notes.every(({ duration }) => duration > 0)).toBe(true);
  });

  it('knows roles and instruments of our tracks', () => {
    expect(view.parts.map(({ role }) => role)).toEqual(score.parts.map(({ role }) => role));
    expect(view.parts.map(({ role, label }) => `${role}: ${label}`)).toEqual(
      score.parts.map(({ name }) => name),
    );
  });

  it('has every bar and section', () => {
    expect(view.bars).toHaveLength(score.bars);
    const bar = barQuarters(score.meters[0]!.meter) * 480;
    expect(view.bars[1]).toBeCloseTo(tickToSeconds(score.tempos, bar), 6);
    expect(view.sections.map(({ label }) => label)).toEqual(score.sections.map(({ label }) => label));
  });

  it('refuses what is no MIDI file', () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('MThd and nothing'), Buffer.from('hello')])
      expect(() => readScore(bytes, 'score.mid')).toThrow(
        expect.objectContaining({ code: 'midi-undecodable' }),
      );
  });
});
