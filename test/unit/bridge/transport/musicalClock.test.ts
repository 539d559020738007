import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MusicalClock } from '../../../../bridge/transport/musicalClock.ts';
import type { TempoPlan } from '../../../../bridge/transport/musicalClock.ts';

const rate = 48_000;
const clockAt = (tempo: number, meter: '4/4' | '3/4' | '6/8' = '4/4'): MusicalClock =>
  new MusicalClock({ sampleRate: rate, startedAt: 0, tempo, meter });

describe('a musical clock', () => {
  it('stands at bar 1, beat 1 until it is started', () => {
    expect(clockAt(120).positionAt(99_999)).toEqual({
      bar: 1,
      beat: 1,
      tick: 0,
      tempo: 120,
      meter: '4/4',
      isRolling: false,
    });
  });

  it('says when a frame sounds, and which frame sounds at a time, to the whole frame', () => {
    const clock = new MusicalClock({ sampleRate: rate, startedAt: 990 });
    expect(clock.wallAtFrames(528)).toBeCloseTo(1001, 9);
    expect(clock.framesAtWall(1001.004)).toBe(528);
  });

  it('counts bars and beats, dotted quarters in compound meters', () => {
    const clock = clockAt(120);
    clock.start(1000);
    expect(clock.positionAt(1000 + rate * 2)).toMatchObject({ bar: 2, beat: 1, tick: 1920 });
    expect(clock.positionAt(1000 + rate * 2.75)).toMatchObject({ bar: 2, beat: 2.5 });
    const jig = clockAt(90, '6/8');
    jig.start(0);
    // 90 dotted quarters a minute: a bar of two lasts 4/3 s.
    expect(jig.positionAt((rate * 4) / 3)).toMatchObject({ bar: 2, tempo: 90 });
    expect(jig.positionAt((rate * 4) / 3).beat).toBeCloseTo(1, 6);
  });

  it('keeps its place where tempo changes and where it stops', () => {
    const clock = clockAt(120);
    clock.start(0);
    clock.setTempo(60, rate);
    clock.stop(rate * 3);
    expect(clock.positionAt(rate).tick).toBeCloseTo(960, 6);
    expect(clock.positionAt(rate * 3)).toMatchObject({ isRolling: false, tempo: 60 });
    expect(clock.positionAt(rate * 9).tick).toBeCloseTo(1920, 6);
    // What was is not changed by what came.
    expect(clock.positionAt(rate / 2).tick).toBeCloseTo(480, 6);
    expect(clock.positionAt(rate / 2).isRolling).toBe(true);
  });

  it('changes the meter at the next bar line', () => {
    const clock = clockAt(120);
    clock.start(0);
    clock.setMeter('3/4', rate);
    expect(clock.positionAt(rate * 2 - 1).meter).toBe('4/4');
    expect(clock.positionAt(rate * 2)).toMatchObject({ meter: '3/4', bar: 2, beat: 1 });
    expect(clock.positionAt(rate * 3.5)).toMatchObject({ bar: 3, beat: 1 });
  });

  it('finds the frame of a tick and the next bar line', () => {
    const clock = clockAt(120);
    clock.start(100);
    expect(clock.framesAtTick(480, 0)).toBe(100 + rate / 2);
    expect(clock.nextBar(100)).toMatchObject({ frames: 100, bar: 1 });
    expect(clock.nextBar(101)).toMatchObject({ frames: 100 + rate * 2, bar: 2 });
    clock.stop(rate);
    expect(clock.framesAtTick(5000, 0)).toBeUndefined();
    expect(clock.nextBar(rate)).toBeUndefined();
  });

  it('goes through the tempos and meters of a piece', () => {
    const plan: TempoPlan = {
      tempos: [
        { tick: 0, microsecondsPerQuarter: 500_000 },
        { tick: 1920, microsecondsPerQuarter: 1_000_000 },
      ],
      meters: [
        { tick: 0, meter: '4/4' },
        { tick: 3840, meter: '3/4' },
      ],
    };
    const clock = clockAt(100);
    clock.start(0);
    clock.locate(0, rate, plan);
    expect(clock.positionAt(rate * 3)).toMatchObject({ bar: 2, beat: 1, tempo: 60 });
    expect(clock.positionAt(rate * 7)).toMatchObject({ bar: 3, beat: 1, meter: '3/4' });
    expect(clock.positionAt(rate * 10)).toMatchObject({ bar: 4, beat: 1 });
    clock.locate(3840, rate * 20, plan);
    expect(clock.positionAt(rate * 20)).toMatchObject({ bar: 3, beat: 1, meter: '3/4' });
  });

  it('never goes back or jumps while it rolls, whatever changes come in order', () => {
    const change = fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 30, max: 260 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const clock = clockAt(120);
        clock.start(0);
        let at = 0;
        for (const [after, tempo] of changes) {
          at += after;
          const before = clock.positionAt(at).tick;
          clock.setTempo(tempo, at);
          expect(clock.positionAt(at).tick).toBeCloseTo(before, 6);
          expect(clock.positionAt(at + 1).tick).toBeGreaterThan(before);
        }
      }),
      { numRuns: 200 },
    );
  });
});
