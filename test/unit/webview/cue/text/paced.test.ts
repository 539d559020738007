import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settled, throttled } from '../../../../../webview/cue/text/paced.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('throttled', () => {
  it('sends the first at once, then one every wait, and always the last', () => {
    const sent: number[] = [];
    const paced = throttled<number>((value) => sent.push(value), 60);
    for (let i = 1; i <= 10; i++) {
      paced(i);
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(200);
    expect(sent).toEqual([1, 3, 6, 9, 10]);
  });

  it('begins anew after a rest', () => {
    const sent: number[] = [];
    const paced = throttled<number>((value) => sent.push(value), 60);
    paced(1);
    vi.advanceTimersByTime(500);
    paced(2);
    expect(sent).toEqual([1, 2]);
  });

  it('sends at once what it is told to', () => {
    const sent: number[] = [];
    const paced = throttled<number>((value) => sent.push(value), 60);
    paced(1);
    paced(2);
    paced.flush();
    paced.flush();
    expect(sent).toEqual([1, 2]);
  });
});

describe('settled', () => {
  it('sends once nothing changed for a while', () => {
    const sent: string[] = [];
    const paced = settled<string>((value) => sent.push(value), 300);
    for (const text of ['s', 'sl', 'slo', 'slow']) {
      paced(text);
      vi.advanceTimersByTime(100);
    }
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(sent).toEqual(['slow']);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual(['slow']);
  });

  it('sends before its time when the field is left, and only once', () => {
    const sent: string[] = [];
    const paced = settled<string>((value) => sent.push(value), 300);
    paced.flush();
    paced('slow');
    paced.flush();
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual(['slow']);
  });
});
