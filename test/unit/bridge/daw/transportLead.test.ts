/** Whose tempo and transport hold: the DAW's, ours, or each its own. Time is made up. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dawDialects } from '../../../../bridge/daw/dawDialects.ts';
import { leadLimits } from '../../../../bridge/daw/leadLimits.ts';
import { PlaceFollower } from '../../../../bridge/daw/placeFollower.ts';
import { TransportLead } from '../../../../bridge/daw/transportLead.ts';
import { LookaheadScheduler } from '../../../../bridge/transport/lookaheadScheduler.ts';
import { Transport } from '../../../../bridge/transport/transport.ts';
import type { LedDaw } from '../../../../bridge/daw/transportLead.ts';
import type { DawState } from '../../../../bridge/protocol/daw.ts';

/** A DAW that notes what it was told. */
class NotedDaw implements LedDaw {
  told: LedDaw['told'] = {};
  readonly done: string[] = [];
  play(): void {
    this.done.push('play');
  }
  stop(): void {
    this.done.push('stop');
  }
  locate(quarters: number): void {
    this.done.push(`locate ${quarters.toFixed(2)}`);
  }
  setTempo(tempo: number): void {
    this.done.push(`tempo ${tempo}`);
  }
  setMeter(meter: string): void {
    this.done.push(`meter ${meter}`);
  }
}

interface House {
  daw: NotedDaw;
  lead: TransportLead;
  transport: Transport;
  shown: unknown[];
  performance: { leads: 'bridge' | 'daw' | undefined };
  /** The DAW tells something. */
  tell: (told: Partial<DawState>) => void;
}

const closers: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  vi.useRealTimers();
});

function build(): House {
  const scheduler = new LookaheadScheduler();
  const transport = new Transport(scheduler);
  const shown: unknown[] = [];
  const performance: House['performance'] = { leads: undefined };
  const show = (name: string, value: number | string): void => {
    shown.push([name, value]);
  };
  const lead = new TransportLead({ transport, scheduler, show, performance: () => performance.leads });
  const daw = new NotedDaw();
  lead.attach(daw);
  closers.push(() => {
    lead.close();
    transport.close();
    scheduler.close();
  });
  const tell = (told: Partial<DawState>): void => {
    const rollingTold = (daw.told.rollingTold ?? 0) + (told.isRolling === undefined ? 0 : 1);
    daw.told = { ...daw.told, ...told, rollingTold };
    lead.heard();
  };
  return { daw, lead, transport, shown, performance, tell };
}

/** The DAW rolls from a place on and tells it every 100 ms, each time a little later than it was. */
async function roll(
  { tell }: House,
  from: number,
  tempo: number,
  ms: number,
  late = (): number => 0,
): Promise<void> {
  const start = performance.now();
  for (let passed = 0; passed < ms; passed += 100) {
    await vi.advanceTimersByTimeAsync(100);
    tell({ position: { quarters: from + ((performance.now() - start - late()) * tempo) / 60_000 } });
  }
}

const now = (): number => performance.now();

describe('the DAW leads', () => {
  it('stops us where its place stands still, whether it told its stop or not', async () => {
    const house = build();
    const { lead, transport, tell } = house;
    tell({ tempo: 120, position: { quarters: 0 }, isRolling: false });
    lead.choose('daw');
    tell({ isRolling: true });
    await roll(house, 0, 120, 1000);
    expect(transport.position().isRolling).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(transport.position().isRolling).toBe(true);
    // It tells where it is, and that is where it was.
    for (let i = 0; i < 6; i++) {
      tell({ position: { quarters: 2 } });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(transport.position().isRolling).toBe(false);
    await roll(house, 2, 120, 500);
    expect(transport.position().isRolling).toBe(true);
  });

  it('does not start again by the last place of a roll, which is told after its stop', async () => {
    const house = build();
    const { lead, transport, tell } = house;
    tell({ tempo: 120, position: { quarters: 0 }, isRolling: false });
    lead.choose('daw');
    tell({ isRolling: true });
    await roll(house, 0, 120, 1000);
    tell({ isRolling: false });
    await vi.advanceTimersByTimeAsync(50);
    tell({ position: { quarters: 2.1 } });
    await vi.advanceTimersByTimeAsync(100);
    tell({ position: { quarters: 2.3 } });
    expect(transport.position().isRolling).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    await roll(house, 2.3, 120, 500);
    expect(transport.position().isRolling).toBe(true);
    // Nor does it roll on where that start was a mistake.
    await vi.advanceTimersByTimeAsync(2000);
    expect(transport.position().isRolling).toBe(false);
  });

  it('does not wait for the place of a DAW that does not tell it', async () => {
    const { lead, transport, tell } = build();
    tell({ tempo: 120, position: { quarters: 0 }, isRolling: false });
    lead.choose('daw');
    tell({ isRolling: true });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(transport.position().isRolling).toBe(true);
  });

  it('starts, moves and stops us, with its tempo and its meter', async () => {
    const house = build();
    const { lead, transport, tell, shown, daw } = house;
    tell({ tempo: 90, meter: '3/4', position: { quarters: 12 }, isRolling: false });
    expect(transport.position().tempo).toBe(120);
    lead.choose('daw');
    expect(transport.position()).toMatchObject({ tempo: 90, meter: '3/4', bar: 5, isRolling: false });
    expect(shown).toEqual([
      ['meter', '3/4'],
      ['tempo', 90],
    ]);
    tell({ position: { quarters: 30 } });
    expect(transport.position()).toMatchObject({ bar: 11, isRolling: false });
    tell({ isRolling: true });
    await roll(house, 30, 90, 1000);
    expect(transport.position().isRolling).toBe(true);
    expect(transport.position().tick / 480).toBeCloseTo(30 + 1.5, 1);
    tell({ isRolling: false });
    expect(transport.position().isRolling).toBe(false);
    expect(daw.done).toEqual([]);
  });

  it('is followed when it jumps and when it loops, and told nothing of it', async () => {
    const house = build();
    house.lead.choose('daw');
    house.tell({ tempo: 120, isRolling: true, position: { quarters: 0 } });
    await roll(house, 0, 120, 500);
    await roll(house, 64, 120, 300);
    expect(house.transport.position().tick / 480).toBeCloseTo(64.6, 2);
    await roll(house, 8, 120, 300);
    expect(house.transport.position().tick / 480).toBeCloseTo(8.6, 2);
    expect(house.daw.done).toEqual([]);
  });

  it('is taken to roll where it moves on without a word, and not where somebody moves it', async () => {
    const house = build();
    house.lead.choose('daw');
    house.tell({ tempo: 120, isRolling: false, position: { quarters: 4 } });
    await vi.advanceTimersByTimeAsync(100);
    house.tell({ position: { quarters: 20 } });
    await vi.advanceTimersByTimeAsync(100);
    expect(house.transport.position()).toMatchObject({ isRolling: false, bar: 6 });
    await roll(house, 20, 120, 200);
    expect(house.transport.position().isRolling).toBe(true);
    // The same word again, and yet news.
    house.tell({ isRolling: false });
    expect(house.transport.position().isRolling).toBe(false);
  });

  it('is started, stopped and moved by what is pressed here, but not by a take that begins', async () => {
    const { daw, lead, transport, tell } = build();
    lead.choose('daw');
    tell({ tempo: 120, isRolling: false, position: { quarters: 0 } });
    transport.play(now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect(daw.done).toEqual(['play']);
    // What the DAW said before is no stop.
    tell({ tempo: 120 });
    expect(transport.position().isRolling).toBe(true);
    tell({ isRolling: true });
    transport.locate(3, now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    transport.locate(1, now(), 'take');
    await vi.advanceTimersByTimeAsync(5);
    transport.setTempo(100, now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    transport.stop(now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect(daw.done).toEqual(['play', expect.stringMatching(/^locate /), 'stop']);
    tell({ isRolling: false });
    expect(daw.done).toHaveLength(3);
  });

  it('is stopped by what is pressed here though it never told that it began', async () => {
    const { daw, lead, transport, tell } = build();
    lead.choose('daw');
    tell({ tempo: 120, isRolling: false, position: { quarters: 0 } });
    transport.play(now(), 'editor');
    await vi.advanceTimersByTimeAsync(200);
    transport.stop(now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect(daw.done).toEqual(['play', 'stop']);
  });

  it('tells its place late and never the same: the music does not tremble, and does not drift', async () => {
    const house = build();
    house.lead.choose('daw');
    house.tell({ tempo: 120, isRolling: true, position: { quarters: 0 } });
    let count = 0;
    let moves = 0;
    house.transport.onChange(() => (moves += 1));
    // 5 to 25 ms late, and 100 ppm slower than our clock.
    await roll(house, 0, 120 * (1 - 1e-4), 60_000, () => 15 + 10 * Math.sin(count++));
    const ideal = (60_000 * 120 * (1 - 1e-4)) / 60_000;
    const off = ((house.transport.position().tick / 480 - ideal) * 60_000) / 120;
    expect(Math.abs(off + 15)).toBeLessThan(16);
    expect(moves).toBeLessThan(8);
  });
});

describe('Leitmotif leads', () => {
  it('tells tempo and meter at once, then start, place and stop at their time', async () => {
    const { daw, lead, transport, tell } = build();
    lead.choose('leitmotif');
    expect(daw.done).toEqual(['meter 4/4', 'tempo 120']);
    daw.done.length = 0;
    transport.play(now() + 50, 'performance');
    await vi.advanceTimersByTimeAsync(45);
    expect(daw.done).toEqual([]);
    await vi.advanceTimersByTimeAsync(10);
    expect(daw.done).toEqual(['play']);
    transport.setTempo(99, now(), 'performance');
    transport.locate(5, now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect(daw.done).toEqual(['play', 'tempo 99', expect.stringMatching(/^locate 16/)]);
    // It has no say.
    tell({ isRolling: false, tempo: 60, position: { quarters: 0 } });
    expect(transport.position()).toMatchObject({ isRolling: true, tempo: 99, bar: 5 });
    transport.setMeter('6/8', now(), 'editor');
    transport.stop(now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect(daw.done.at(-1)).toBe('stop');
  });

  it('starts nothing that was stopped before its time', async () => {
    const { daw, lead, transport } = build();
    lead.choose('leitmotif');
    transport.play(now() + 100, 'performance');
    await vi.advanceTimersByTimeAsync(20);
    transport.clock.stop(transport.clock.framesAtWall(now()));
    await vi.advanceTimersByTimeAsync(200);
    expect(daw.done).not.toContain('play');
  });

  it('counts quarters where the beat is a dotted one', () => {
    const { daw, lead, transport } = build();
    transport.setMeter('6/8', now(), 'editor');
    transport.setTempo(80, now(), 'editor');
    lead.choose('leitmotif');
    expect(daw.done).toEqual(['meter 6/8', 'tempo 120']);
  });
});

describe('who leads', () => {
  it('is nobody until somebody chooses, and whoever a performance was begun with', async () => {
    const { daw, lead, transport, tell, performance } = build();
    tell({ isRolling: true, tempo: 90 });
    transport.setTempo(100, now(), 'editor');
    await vi.advanceTimersByTimeAsync(5);
    expect([daw.done, transport.position().isRolling, lead.leader]).toEqual([[], false, 'free']);
    performance.leads = 'daw';
    expect(lead.leader).toBe('daw');
    tell({});
    expect(transport.position()).toMatchObject({ isRolling: true, tempo: 90 });
    lead.choose('daw');
    performance.leads = 'bridge';
    expect(lead.leader).toBe('leitmotif');
    performance.leads = undefined;
    expect(lead.leader).toBe('daw');
  });

  it('takes no place that is none', async () => {
    const { lead, tell, transport } = build();
    lead.choose('daw');
    for (const seconds of [Infinity, -Infinity, 1e300]) tell({ tempo: 120, position: { seconds } });
    await vi.advanceTimersByTimeAsync(10);
    expect(transport.position()).toMatchObject({ bar: 1, tempo: 120 });
  });

  it('survives whatever a DAW tells', async () => {
    const { lead, tell, transport } = build();
    lead.choose('daw');
    const place = fc.record(
      { quarters: fc.double({ noNaN: true, min: -1e9, max: 1e9 }), seconds: fc.double({ noNaN: true }) },
      { requiredKeys: [] },
    );
    const told = fc.record(
      {
        isRolling: fc.boolean(),
        tempo: fc.double({ noNaN: true, min: 0.001, max: 999 }),
        meter: fc.constantFrom('4/4', '7/8', '13/16', ''),
        position: place,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 20 }), async (all) => {
        for (const one of all) {
          tell(one);
          await vi.advanceTimersByTimeAsync(10);
        }
        const { tick, bar, beat } = transport.position();
        expect([tick, bar, beat].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('what to expect', () => {
  it('is read off the dialect', () => {
    expect(leadLimits(dawDialects.ardour, 'daw')).toEqual(['Ardour does not tell its meter.']);
    expect(leadLimits(dawDialects.ardour, 'leitmotif')).toEqual(['Ardour does not take its meter.']);
    expect(leadLimits(dawDialects.bitwig, 'daw')).toEqual([
      'Bitwig Studio (DrivenByMoss) does not tell its place.',
      expect.stringContaining('read in sources only'),
    ]);
    expect(leadLimits(dawDialects.ableton, 'daw')).toEqual([expect.stringContaining('sources only')]);
    expect(leadLimits(dawDialects.reaper, 'leitmotif').join()).toContain('does not take its meter');
    expect(leadLimits(dawDialects.midi, 'free')).toEqual([]);
    expect(() => leadLimits(dawDialects.midi, 'daw')).toThrow(/nothing/);
  });
});

describe('a place follower', () => {
  it('follows a jump at once and a distance once it is sure of it', () => {
    const follower = new PlaceFollower();
    expect(follower.heard(-500)).toBe(-500);
    expect(Array.from({ length: 14 }, () => follower.heard(20))).toEqual(Array<number>(14).fill(0));
    expect(follower.heard(20)).toBe(20);
    expect(
      Array.from({ length: 50 }, (_, i) => follower.heard(i % 2 === 0 ? 30 : -30)).filter(Boolean).length,
    ).toBeLessThan(6);
    follower.forget();
    expect(Array.from({ length: 50 }, () => follower.heard(3))).toEqual(Array<number>(50).fill(0));
  });
});
