import { describe, expect, it } from 'vitest';
import { mostFramesAsked } from '../../../../../bridge/protocol/panels/playerPanel.ts';
import { SampleOrders } from '../../../../../webview/player/asking/sampleOrders.ts';
import type { SampleAsk } from '../../../../../webview/player/asking/sampleOrders.ts';
import { blockFrames } from '../../../../../webview/player/sound/deck.ts';

const second = 44_100;

function open(tracks = ['mix'], frames = 20 * second) {
  let next = 1;
  const orders = new SampleOrders(tracks, frames, () => next++);
  const plan = (frame: number, now = 0, loop: { from: number; to: number } | null = null) =>
    orders.plan({ frames: orders.frames, loop }, frame, 3 * second, now);
  const answer = ({ ask, frames: count }: SampleAsk, got = count) =>
    orders.answer(ask, new Float32Array(2 * got));
  return { orders, plan, answer };
}

describe('SampleOrders', () => {
  it('asks for little first and for more after', () => {
    const { plan } = open();
    expect(plan(0).asks.map(({ from, frames }) => [from / blockFrames, frames / blockFrames])).toEqual([
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
  });

  it('never asks for more than the host gives at once', () => {
    const { plan, answer } = open();
    for (let round = 0; round < 10; round += 1) {
      for (const ask of plan(0).asks) {
        expect(ask.frames).toBeLessThanOrEqual(mostFramesAsked);
        answer(ask);
      }
    }
    expect(plan(0).asks).toEqual([]);
  });

  it('asks nothing twice while it is on its way', () => {
    const { plan } = open();
    plan(0);
    expect(plan(0).asks).toEqual([]);
    expect(plan(100).asks).toEqual([]);
  });

  it('asks for the beginning of a loop before its end is reached, with what its seam needs', () => {
    const { plan, answer } = open();
    const loop = { from: 10 * blockFrames, to: 11 * blockFrames + 2000 };
    const asked = plan(10 * blockFrames, 0, loop).asks;
    asked.forEach((ask) => answer(ask));
    const more = plan(10 * blockFrames, 0, loop).asks;
    expect([...asked, ...more].map(({ from }) => from / blockFrames).sort((a, b) => a - b)).toEqual([
      9, 10, 11,
    ]);
  });

  it('forgets what is on its way after a seek, and drops what nobody needs any more', () => {
    const { plan, answer } = open();
    const [first, ...rest] = plan(0).asks;
    answer(first!);
    const there = plan(10 * second, 0);
    expect(there.forgets).toEqual(rest.map(({ ask }) => ask));
    expect(there.drops).toEqual([]);
    expect(plan(10 * second, 1000).drops).toEqual([0]);
    expect(answer(rest[0]!)).toBeUndefined();
  });

  it('ends with the longest track', () => {
    const { orders, plan, answer } = open(['a', 'b'], 3 * blockFrames);
    for (const ask of plan(0).asks) answer(ask, ask.track === 'a' ? 100 : ask.from === 0 ? ask.frames : 50);
    expect(orders.frames).toBe(blockFrames + 50);
  });

  it('asks nothing more after a failure until it is told to try again', () => {
    const { orders, plan } = open();
    const [ask] = plan(0).asks;
    orders.answer(ask!.ask, null);
    expect(orders.hasFailed).toBe(true);
    expect(plan(0).asks).toEqual([]);
    orders.retry();
    expect(plan(0).asks.length).toBeGreaterThan(0);
  });

  it('takes its last block anew where the source has grown', () => {
    const { orders, plan, answer } = open(['mix'], blockFrames + 10);
    plan(0).asks.forEach((ask) => answer(ask));
    expect(orders.resize(4 * blockFrames)).toEqual([1]);
    expect(plan(0).asks.map(({ from, frames }) => [from, frames])).toEqual([[blockFrames, 3 * blockFrames]]);
  });

  it('copies its blocks out of the answer, so that none holds more than itself', () => {
    const { plan, answer } = open();
    const puts = plan(0).asks.flatMap((ask) => answer(ask) ?? []);
    expect(puts.every(({ samples }) => samples.buffer.byteLength === samples.byteLength)).toBe(true);
    expect(puts.map(({ block }) => block)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
