import { afterEach, describe, expect, it, vi } from 'vitest';
import { AttributeControls } from '../../../../bridge/osc/attributeControls.ts';
import { AttributeStore } from '../../../../bridge/osc/attributeStore.ts';
import { OscInbox } from '../../../../bridge/osc/oscInbox.ts';
import { LookaheadScheduler } from '../../../../bridge/transport/lookaheadScheduler.ts';
import { immediately, SystemTime } from '../../../../bridge/transport/systemTime.ts';
import type { OscArgument, OscMessage } from '../../../../bridge/osc/oscPacket.ts';
import type { Timetag } from '../../../../bridge/transport/systemTime.ts';

const time = new SystemTime();
const scheduler = new LookaheadScheduler();
afterEach(() => {
  scheduler.cancelAll();
});

interface Sent {
  timetag: Timetag;
  messages: readonly OscMessage[];
  exceptOrigin: string | undefined;
}

function setUp(): {
  store: AttributeStore;
  controls: AttributeControls;
  inbox: OscInbox;
  sent: Sent[];
  done: unknown[];
} {
  const store = new AttributeStore();
  const sent: Sent[] = [];
  const done: unknown[] = [];
  const controls = new AttributeControls({
    store,
    time,
    transport: {
      play: (_at, origin) => done.push(['play', origin]),
      stop: (_at, origin) => done.push(['stop', origin]),
      locate: (bar) => done.push(['locate', bar]),
      panic: () => done.push(['panic']),
    },
    port: () => ({
      sendBundle: (timetag, messages, exceptOrigin) => sent.push({ timetag, messages, exceptOrigin }),
    }),
  });
  const unclaimed = (message: OscMessage): unknown => done.push(['unclaimed', message.address]);
  const inbox = new OscInbox({ time, scheduler, acts: controls.acts(), unclaimed });
  return { store, controls, inbox, sent, done };
}

const set = (name: string, ...args: OscArgument[]): OscMessage => ({
  address: `/leitmotif/attribute/${name}`,
  args,
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('attributes that come in', () => {
  it.each<[string, OscMessage, string, unknown]>([
    ['f', set('tension', { type: 'f', value: Math.fround(0.1) }), 'tension', 0.1],
    ['i', set('tempo', { type: 'i', value: 90 }), 'tempo', 90],
    ['d', set('tempo', { type: 'd', value: 90.25 }), 'tempo', 90.25],
    ['h', set('tempo', { type: 'h', value: 91n }), 'tempo', 91],
    ['T', set('density', { type: 'T' }), 'density', 1],
    ['s', set('key', { type: 's', value: 'D minor' }), 'key', 'D minor'],
    ['balance', set('balance/lead', { type: 'f', value: -6 }), 'balance/lead', -6],
    ['instrument', set('instrument/lead', { type: 's', value: 'piano' }), 'instrument/lead', 'piano'],
  ])('are taken from %s', (_what, message, name, value) => {
    const { store, inbox } = setUp();
    inbox.take(message, 'osc:a');
    expect(store.get(name)).toBe(value);
  });

  it('are refused and counted where they are no values', () => {
    const { store, controls, inbox } = setUp();
    inbox.take(set('tension', { type: 'f', value: 1.5 }), 'osc:a');
    inbox.take(set('tension', { type: 's', value: 'much' }), 'osc:a');
    inbox.take(set('tension'), 'osc:a');
    inbox.take(set('key', { type: 's', value: 'H' }), 'osc:a');
    inbox.take(set('tempo', { type: 'f', value: NaN }), 'osc:a');
    inbox.take({ address: '/leitmotif/transport/bar', args: [{ type: 'f', value: 1.5 }] }, 'osc:a');
    expect(controls.refused).toBe(6);
    expect(store.given()).toEqual({});
  });

  it('act at the time of their bundle, all in one go, and at once where it is past', async () => {
    const { store, inbox } = setUp();
    const seen: number[] = [];
    store.onChange(() => seen.push(performance.now()));
    const at = performance.now() + 60;
    const elements = [
      set('tension', { type: 'f', value: 0.25 }),
      set('density', { type: 'f', value: 0.75 }),
      { timetag: time.timetagAt(at + 30), elements: [set('arousal', { type: 'f', value: 1 })] },
    ];
    inbox.take({ timetag: time.timetagAt(at), elements }, 'osc:a');
    inbox.take(
      { timetag: time.timetagAt(at - 500), elements: [set('valence', { type: 'f', value: 1 })] },
      'a',
    );
    expect(store.given()).toEqual({ valence: 1 });
    expect(inbox.counts.late).toBe(1);
    await vi.waitFor(() => {
      expect(seen).toHaveLength(4);
    });
    expect(seen[1]).toBeGreaterThanOrEqual(at - 0.01);
    expect(seen[3]).toBeGreaterThanOrEqual(at + 30 - 0.01);
    expect(inbox.counts.messages).toBe(4);
  });

  it('are dropped where they are for another day, and where too many wait', () => {
    const { inbox } = setUp();
    const bundle = (ahead: number): void => {
      inbox.take({ timetag: time.timetagAt(performance.now() + ahead), elements: [set('tempo')] }, 'a');
    };
    bundle(86_400_000);
    expect(inbox.counts.dropped).toBe(1);
    for (let i = 0; i < 5000; i++) bundle(60_000);
    expect(inbox.counts.dropped).toBe(5001 - 4096);
  });

  it('are not done any more once the inbox forgets them', async () => {
    const { store, inbox } = setUp();
    const at = performance.now() + 20;
    inbox.take({ timetag: time.timetagAt(at), elements: [set('tension', { type: 'f', value: 1 })] }, 'a');
    inbox.forget();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(store.given()).toEqual({});
  });

  it('may be named by a pattern', () => {
    const { store, inbox, done } = setUp();
    inbox.take(set('{tension,density}', { type: 'f', value: 0.5 }), 'osc:a');
    inbox.take(set('balance/*', { type: 'f', value: -3 }), 'osc:a');
    inbox.take(set('nothing*', { type: 'f', value: -3 }), 'osc:a');
    expect(Object.keys(store.given())).toHaveLength(9);
    inbox.take({ address: '/track/1/volume', args: [] }, 'osc:a');
    expect(done).toEqual([['unclaimed', '/track/1/volume']]);
  });
});

it('plays, stops, goes to a bar and ends notes; a button let go does nothing', () => {
  const { inbox, done } = setUp();
  const press = (name: string, ...args: OscArgument[]): void => {
    inbox.take({ address: `/leitmotif/${name}`, args }, 'osc:a');
  };
  press('transport/play');
  press('transport/play', { type: 'f', value: 0 });
  press('transport/stop', { type: 'T' });
  press('transport/bar', { type: 'f', value: 9 });
  press('panic');
  expect(done).toEqual([['play', 'osc:a'], ['stop', 'osc:a'], ['locate', 9], ['panic']]);
});

describe('attributes that go out', () => {
  it('go in one bundle a turn, the newest of each, to all but who said it', async () => {
    const { store, sent } = setUp();
    store.set('tension', 0.25, 'host');
    store.set('tension', 0.5, 'host');
    store.set('key', 'D minor', 'host');
    store.set('tempo', 90, 'osc:a');
    expect(sent).toEqual([]);
    await turn();
    await turn();
    expect(sent.map(({ messages, exceptOrigin }) => [exceptOrigin, messages])).toEqual([
      ['host', [set('tension', { type: 'f', value: 0.5 }), set('key', { type: 's', value: 'D minor' })]],
      ['osc:a', [set('tempo', { type: 'f', value: 90 })]],
    ]);
    expect(Math.abs(time.msAt(sent[0]!.timetag) - performance.now())).toBeLessThan(2000);
  });

  it('are all told when somebody asks', async () => {
    const { inbox, sent } = setUp();
    inbox.take({ timetag: immediately, elements: [{ address: '/leitmotif/refresh', args: [] }] }, 'osc:a');
    await turn();
    await turn();
    const addresses = sent.flatMap(({ messages }) => messages.map(({ address }) => address));
    expect(addresses).toContain('/leitmotif/attribute/tempo');
    expect(addresses).toContain('/leitmotif/attribute/instrument/bass');
  });

  it('carry the time for which they are said', async () => {
    const { controls, sent } = setUp();
    const at = performance.now() + 250;
    const position = { bar: 3, beat: 1, tick: 0, tempo: 90, meter: '3/4', isRolling: true } as const;
    controls.announceTransport(position, at);
    controls.announce([{ address: '/leitmotif/chord', args: [{ type: 's', value: 'Dm' }] }], at);
    controls.close();
    expect(sent).toHaveLength(1);
    expect(time.msAt(sent[0]!.timetag)).toBeCloseTo(at, 2);
    expect(sent[0]!.messages.map(({ address }) => address)).toEqual([
      '/leitmotif/transport/playing',
      '/leitmotif/position',
      '/leitmotif/chord',
    ]);
    await turn();
    expect(sent).toHaveLength(1);
  });
});
