import { beforeEach, describe, expect, it } from 'vitest';
import { Heartbeat } from '../../../../models/sidecar/heartbeat.ts';

const patience = 10_000;
let now: number;
let processorTime: number;
let heart: Heartbeat;

beforeEach(() => {
  now = 0;
  processorTime = 500;
  heart = new Heartbeat(patience, () => now);
  heart.turned();
  heart.told(processorTime);
});

/** Beats until the child is said to hang; undefined where it is not, within ten minutes. */
function secondsUntilHung(between: () => void): number | undefined {
  for (let beats = 1; beats <= 240; beats++) {
    now += heart.every;
    between();
    if (heart.beat()) return now / 1000;
  }
  return undefined;
}

function thread(share: number): () => void {
  return () => {
    processorTime += heart.every * share;
    heart.told(processorTime);
  };
}

function turn(): void {
  heart.turned();
}

describe('Heartbeat', () => {
  it('lets live whoever turns its loop, with or without its thread', () => {
    expect(secondsUntilHung(turn)).toBeUndefined();
  });

  it('finds who is stopped: nothing is heard at all', () => {
    expect(secondsUntilHung(() => undefined)).toBeLessThanOrEqual(15);
  });

  it('finds who waits for what never comes: its thread answers, nothing is done', () => {
    expect(secondsUntilHung(thread(0.0005))).toBeLessThanOrEqual(15);
  });

  it('finds an endless loop by the processor time that it took', () => {
    expect(secondsUntilHung(thread(1))).toBeLessThanOrEqual(15);
    expect(secondsUntilHung(thread(0.5))).toBeLessThanOrEqual(40);
  });

  it('lets work whoever is given a twentieth of a processor, for a long time and not for ever', () => {
    const seconds = secondsUntilHung(thread(0.05));
    expect(seconds).toBeGreaterThan(100);
    expect(seconds).toBeLessThan(150);
  });

  it('begins anew with each turn of the loop', () => {
    let beats = 0;
    const now4 = (): void => {
      thread(0.9)();
      if (++beats % 4 === 0) heart.turned();
    };
    expect(secondsUntilHung(now4)).toBeUndefined();
  });

  it('has more patience before the first word', () => {
    heart = new Heartbeat(patience, () => now);
    const seconds = secondsUntilHung(() => undefined);
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(40);
  });

  it('blames nobody for a machine that slept or gave us no turn ourselves', () => {
    for (let i = 0; i < 100; i++) {
      now += 60_000;
      expect(heart.beat()).toBe(false);
    }
  });
});
