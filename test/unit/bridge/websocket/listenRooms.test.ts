import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientTokens } from '../../../../bridge/websocket/clientTokens.ts';
import { describeControls } from '../../../../bridge/websocket/controlDescriptions.ts';
import { MeterSum } from '../../../../bridge/websocket/meterSum.ts';
import { OriginGuard } from '../../../../bridge/websocket/originGuard.ts';
import { RateLimit } from '../../../../bridge/websocket/rateLimit.ts';
import { attributeControls } from '../../../../bridge/protocol/attributeAddress.ts';
import { pcmPosition } from '../../../../bridge/websocket/pcmPosition.ts';
import { SendWindow } from '../../../../bridge/websocket/sendWindow.ts';

describe('tokens', () => {
  it('let in whom they were made for, until they are taken back', () => {
    const tokens = new ClientTokens();
    const { token, holder } = tokens.issue('page', 'control');
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.find(token)).toEqual(holder);
    expect(tokens.find(token.toUpperCase())).toBeUndefined();
    expect(tokens.find('')).toBeUndefined();
    tokens.revoke(holder.id);
    expect(tokens.find(token)).toBeUndefined();
  });

  it('are 256 at most', () => {
    const tokens = new ClientTokens();
    const all = Array.from({ length: 300 }, () => tokens.issue('page', 'listen').token);
    expect(all.map((token) => tokens.find(token) !== undefined)).toEqual(all.map((_, i) => i >= 44));
  });
});

describe('the guard of origins', () => {
  const guard = new OriginGuard(['127.0.0.1', 'localhost'], 8000, ['max://jweb']);

  it('knows our names with our port, and nothing like them', () => {
    expect(guard.isOurHost({ host: 'LOCALHOST:8000' })).toBe(true);
    for (const host of ['localhost', 'localhost:8001', 'localhost.evil:8000', 'evil:8000', '', undefined])
      expect(guard.isOurHost({ host })).toBe(false);
    expect(guard.isOurOrigin({ origin: 'http://127.0.0.1:8000' })).toBe(true);
    expect(guard.isOurOrigin({ origin: 'max://jweb' })).toBe(true);
    expect(guard.isOurOrigin({})).toBe(true);
    for (const origin of ['null', '', 'https://localhost:8000', 'http://localhost:8000.evil', 'file://'])
      expect(guard.isOurOrigin({ origin })).toBe(false);
  });
});

describe('the rate limit', () => {
  it('lets a burst pass, then what it says a second', () => {
    let now = 0;
    const rate = new RateLimit(100, 10, () => now);
    const passed = (count: number): number =>
      Array.from({ length: count }, () => rate.take()).filter(Boolean).length;
    expect(passed(50)).toBe(10);
    let sum = 0;
    for (; now < 1000; now += 1) sum += passed(1);
    expect(sum).toBeGreaterThanOrEqual(99);
    expect(sum).toBeLessThanOrEqual(101);
    now = 1e9;
    expect(passed(50)).toBe(10);
  });
});

type Deed = 'send' | { back: number };

/** Does the deeds with windows of ten frames; tells where one was not as a counter of two numbers says. */
function windowFaults(deeds: readonly Deed[], first: number): string[] {
  const window = new SendWindow(1000);
  const faults: string[] = [];
  let [next, acknowledged] = [0, 0];
  for (const deed of deeds) {
    const hasRoom = next - acknowledged < 10;
    if (window.hasRoom(100) !== hasRoom) faults.push(`room at ${next} of ${acknowledged}`);
    if (deed === 'send' && hasRoom) window.sent((first + next++) >>> 0, 100);
    if (deed === 'send') continue;
    const target = next - 1 + deed.back;
    const isKnown = window.acknowledge((first + target) >>> 0);
    const isFromTheFuture = target >= next && next > acknowledged;
    if (isKnown === isFromTheFuture) faults.push(`answer to ${target} at ${next} of ${acknowledged}`);
    if (!isFromTheFuture) acknowledged = Math.max(acknowledged, Math.min(target + 1, next));
  }
  return faults;
}

describe('the window of a listener', () => {
  it('never has more on its way than it may, whatever is acknowledged', () => {
    const deed = fc.oneof(
      fc.constant('send' as const),
      fc.integer({ min: -20, max: 20 }).map((back) => ({ back })),
    );
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 100 }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        (deeds, first) => {
          expect(windowFaults(deeds, first)).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('meters', () => {
  it('are peak and root mean square since the last reading', () => {
    const meter = new MeterSum();
    const block = {
      time: 0,
      sampleRate: 48_000,
      left: Float32Array.of(0.5, -0.5),
      right: Float32Array.of(0, -2),
    };
    meter.add(block);
    expect(meter.take()).toEqual({ peak: [0.5, 1], rms: [0.5, 1] });
    expect(meter.take()).toEqual({ peak: [0, 0], rms: [0, 0] });
    meter.add({ ...block, left: Float32Array.of(NaN, 0.25) });
    expect(meter.take().peak[0]).toBe(0.25);
  });
});

describe('controls', () => {
  it('are those of the contract, and never have a value that is none', () => {
    const controls = describeControls({
      tempo: 'fast',
      tension: 7,
      style: 'loud',
      key: 'D minor',
      density: 0.25,
    });
    expect(controls.map(({ name }) => name)).toEqual(attributeControls.map(({ name }) => name));
    const values = Object.fromEntries(controls.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      tempo: 100,
      tension: 0.5,
      style: 'cinematic',
      key: 'D minor',
      density: 0.25,
    });
    expect(controls.find(({ name }) => name === 'tension')).toMatchObject({ min: 0, max: 1, step: 0.01 });
    expect(controls.find(({ name }) => name === 'tempo')).toMatchObject({
      min: 30,
      max: 260,
      step: 0.5,
      unit: 'BPM',
    });
  });
});

describe('the position in a frame', () => {
  it('is that of the clock, and the beginning before it', () => {
    const position = { bar: 3, beat: 2.5, tick: 4080, tempo: 90, meter: '6/8', isRolling: true } as const;
    expect(pcmPosition(position)).toEqual({ ...position, meter: [6, 8] });
    expect(pcmPosition({ ...position, bar: 0, tick: -10, beat: 4 })).toMatchObject({
      bar: 1,
      tick: 0,
      beat: 1,
    });
  });
});
