import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOverlaps } from '../../../../models/rendering/endOverlaps.ts';
import { partEvents } from '../../../../models/rendering/partEvents.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import type { PartEvent } from '../../../../models/rendering/partEvents.ts';

const note = fc.record({
  tick: fc.nat(50),
  duration: fc.integer({ min: 1, max: 40 }),
  pitch: fc.integer({ min: 60, max: 63 }),
  midiVelocity: fc.integer({ min: 1, max: 127 }),
});

describe('endOverlaps', () => {
  it('never lets a pitch sound twice, and keeps every onset', () => {
    fc.assert(
      fc.property(fc.array(note), (notes) => {
        const kept = endOverlaps(notes);
        for (const one of kept) {
          const next = kept.find((other) => other.pitch === one.pitch && other.tick > one.tick);
          expect(one.duration).toBeGreaterThanOrEqual(1);
          expect(one.tick + one.duration).toBeLessThanOrEqual(next?.tick ?? Infinity);
        }
        const onsets = (list: typeof notes): Set<string> =>
          new Set(list.map((one) => `${one.tick}/${one.pitch}`));
        expect(onsets(kept)).toEqual(onsets(notes));
      }),
    );
  });
});

describe('partEvents', () => {
  it('ends every note that it begins', () => {
    const score = sampleScore({ seconds: 20 });
    for (const part of score.parts) {
      const sounding = new Set<number>();
      const faults: PartEvent[] = [];
      for (const event of partEvents(part, score.tempos, 44_100)) {
        if (event.kind === 'noteOn' && sounding.has(event.pitch)) faults.push(event);
        if (event.kind === 'noteOn') sounding.add(event.pitch);
        if (event.kind === 'noteOff' && !sounding.delete(event.pitch)) faults.push(event);
      }
      expect(faults).toEqual([]);
      expect(sounding.size).toBe(0);
    }
  });

  it('follows tempo changes to the sample', () => {
    const score = sampleScore({ seconds: 20, parts: 1 });
    const tempos = [
      { tick: 0, microsecondsPerQuarter: 500_000 },
      { tick: 480, microsecondsPerQuarter: 1_000_000 },
    ];
    const notes = [{ tick: 960, duration: 480, pitch: 60, midiVelocity: 90 }];
    const events = partEvents({ ...score.parts[0]!, notes, controllers: [], bends: [] }, tempos, 48_000);
    expect(events.map((event) => event.frame)).toEqual([72_000, 120_000]);
  });
});
