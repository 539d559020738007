import { describe, expect, it } from 'vitest';
import { NoteTracker } from '../../../../bridge/midi/noteTracker.ts';
import { MusicPlace } from '../../../../bridge/performance/musicPlace.ts';
import { NotePlayer } from '../../../../bridge/performance/notePlayer.ts';
import { PerformanceRecord } from '../../../../bridge/performance/performanceRecord.ts';
import { PhraseBuffer } from '../../../../bridge/performance/phraseBuffer.ts';
import { Steering } from '../../../../bridge/performance/steering.ts';
import { LookaheadScheduler } from '../../../../bridge/transport/lookaheadScheduler.ts';
import { MusicalClock } from '../../../../bridge/transport/musicalClock.ts';
import { Performer } from '../../../../models/sidecar/performer.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import { composed } from './composer.ts';
import type { MidiMessage } from '../../../../bridge/midi/midiMessage.ts';
import type { PerformanceOrder, SteeringEntry } from '../../../../bridge/protocol/performance.ts';
import type { PartEvent } from '../../../../models/rendering/partEvents.ts';
import type { SynthesizerOrder } from '../../../../bridge/synthesizer/synthesizerMessages.ts';

const attach = { kind: 'attach', revision: 1 } as const;
const bar = 1920;

describe('the composer', () => {
  it('composes as far as it was granted, to the end of the phrase', async () => {
    const phrases = await composed([attach, { kind: 'grant', until: 9 }], 2);
    const last = phrases.at(-1)!;
    expect(last.bar).toBeLessThan(9);
    expect(last.bar + last.bars).toBeGreaterThanOrEqual(9);
  });

  it('goes on from its last phrase in another process, note for note', async () => {
    const whole = await composed([attach, { kind: 'grant', until: 30 }], 6);
    const known = whole[3]!;
    const resume = { point: known.point, delivered: known.bar + known.bars };
    const rest = await composed(
      [
        { kind: 'attach', revision: 1, resume: JSON.parse(JSON.stringify(resume)) as typeof resume },
        { kind: 'grant', until: 30 },
      ],
      2,
    );
    // As text: JSON knows no −0.
    expect(JSON.stringify(rest.slice(0, 2))).toBe(JSON.stringify(whole.slice(4, 6)));
  });
});

describe('a composer that goes on', () => {
  it('says so where a change is asked for from before it knows the music, and is not lost for it', async () => {
    const whole = await composed([attach, { kind: 'grant', until: 30 }], 6);
    const known = whole[3]!;
    const resume = { point: known.point, delivered: known.bar + known.bars };
    const resumed = { kind: 'attach', revision: 1, resume } as const;
    const told: string[] = [];
    const source = { brief: sampleBrief({ style: 'strings', key: 'D minor' }), seed: 3 };
    const performer = new Performer(source, 'test', ({ kind }) => told.push(kind));
    performer.obey(resumed);
    const early = { bar: known.bar - 1, values: { density: 1 } };
    performer.obey({ kind: 'steer', revision: 2, base: 1, entry: early });
    expect(told).toEqual(['attached', 'lost']);
    performer.close();
    const entry = { bar: known.bar, values: { density: 1 } };
    const orders = [
      { kind: 'steer', revision: 2, base: 1, entry },
      { kind: 'grant', until: 30 },
    ] as const;
    const [first] = await composed([resumed, ...orders], 1);
    expect(first).toMatchObject({ bar: known.bar, revision: 2 });
  });
});

describe('the buffer and the steering', () => {
  it('takes a change over from its bar on, and leaves out one that came too late', async () => {
    const entry: SteeringEntry = { bar: 5, values: { density: 1 } };
    const [old, steered] = await Promise.all([
      composed([attach, { kind: 'grant', until: 8 }], 2),
      composed([attach, { kind: 'grant', until: 8 }, { kind: 'steer', revision: 2, base: 1, entry }], 1),
    ]);
    const buffer = new PhraseBuffer();
    for (const phrase of old) buffer.add(phrase);
    const asked: PerformanceOrder[] = [];
    const taken: SteeringEntry[] = [];
    let played = 0;
    const steering = new Steering('bar', {
      buffer,
      ask: (order) => asked.push(order),
      earliest: () => Math.max(4 * bar + 1, played),
      played: () => played,
      steered: (one) => taken.push(one),
    });
    expect(steering.attach()).toBe(1);
    steering.change({ density: 1 });
    steering.goOn();
    expect(asked).toEqual([{ kind: 'steer', revision: 2, base: 1, entry }]);
    const answer = steered.filter(({ revision }) => revision === 2);
    played = 6 * bar;
    expect(steering.accept(answer[0]!)).toBe(false);
    steering.goOn();
    expect(asked[1]).toMatchObject({ revision: 3, base: 1, entry: { bar: 6 } });
    played = 3 * bar;
    expect(steering.accept({ ...answer[0]!, revision: 3 })).toBe(true);
    expect(taken[0]).toMatchObject({ bar: 5, values: { density: 1 } });
    expect(buffer.endTick).toBe(5 * bar);
    expect(buffer.add(answer[0]!)).toBe(true);
  });

  it('waits for a phrase where that was chosen', async () => {
    const buffer = new PhraseBuffer();
    for (const phrase of await composed([attach, { kind: 'grant', until: 8 }], 2)) buffer.add(phrase);
    const asked: PerformanceOrder[] = [];
    const context = {
      buffer,
      ask: (order: PerformanceOrder) => asked.push(order),
      earliest: () => 10,
      played: () => 0,
      steered: () => undefined,
    };
    const steering = new Steering('phrase', context);
    steering.attach();
    steering.change({ tension: 1 });
    steering.goOn();
    expect(asked[0]).toMatchObject({ entry: { bar: buffer.phraseAt(0)!.bars } });
  });
});

describe('notes', () => {
  it('are played once each and all end, through changes of tempo and a cut', async () => {
    const clock = new MusicalClock({ sampleRate: 48_000, startedAt: performance.now(), tempo: 120 });
    clock.start(0);
    const place = new MusicPlace(clock);
    expect(place.place(0, 0)).toBe(true);
    const buffer = new PhraseBuffer();
    for (const phrase of await composed([attach, { kind: 'grant', until: 12 }], 3)) buffer.add(phrase);
    const events: PartEvent[] = [];
    const names: string[] = [];
    const synthesizer = (order: SynthesizerOrder): void => {
      if (order.kind !== 'schedule') return;
      for (const { part, events: own } of order.parts)
        for (const event of own) {
          events.push(event);
          names.push(part.role);
        }
    };
    const player = new NotePlayer(
      { synthesizer, midi: () => undefined, scheduler: new LookaheadScheduler() },
      place,
    );
    let near = 0;
    const end = 7 * bar;
    for (let tick = 0; tick < end; tick += 50) {
      if (tick === 2000) clock.setTempo(171, place.framesAt(tick, near));
      if (tick === 5000) {
        buffer.cut(end);
        player.cut(end);
      }
      const until = Math.min(end, tick + 50);
      player.play(buffer.stretch(tick, until), until, near);
      near = place.framesAt(until, near);
    }
    player.play([], end + 1, near);
    expect(player.sounding).toBe(0);
    const begun = events.filter(({ kind }) => kind === 'noteOn').length;
    expect(begun).toBe(buffer.stretch(0, end).reduce((sum, { notes }) => sum + notes.length, 0));
    expect(events.filter(({ kind }) => kind === 'noteOff')).toHaveLength(begun);
    const sounding = new Map<string, number>();
    const ordered = events
      .map((event, i) => ({ event, name: names[i]! }))
      .sort(
        (a, b) =>
          a.event.frame - b.event.frame ||
          Number(b.event.kind === 'noteOff') - Number(a.event.kind === 'noteOff'),
      );
    for (const { event, name } of ordered) {
      if (event.kind !== 'noteOn' && event.kind !== 'noteOff') continue;
      const key = `${name}/${event.pitch}`;
      sounding.set(key, (sounding.get(key) ?? 0) + (event.kind === 'noteOn' ? 1 : -1));
      expect(sounding.get(key)).toBeLessThanOrEqual(1);
    }
    expect([...sounding.values()].every((count) => count === 0)).toBe(true);
  });
});

describe('notes on MIDI', () => {
  it('come at their time and end, also where everything is ended in the middle', async () => {
    const start = performance.now();
    const clock = new MusicalClock({ sampleRate: 48_000, startedAt: start, tempo: 240 });
    clock.start(0);
    const place = new MusicPlace(clock);
    place.place(0, 0);
    const buffer = new PhraseBuffer();
    for (const phrase of await composed([attach, { kind: 'grant', until: 4 }], 1)) buffer.add(phrase);
    const sent: MidiMessage[] = [];
    const tracker = new NoteTracker({
      name: 'test',
      send: (message) => sent.push(message),
      close: () => Promise.resolve(),
    });
    const scheduler = new LookaheadScheduler();
    const player = new NotePlayer({ synthesizer: () => undefined, midi: () => tracker, scheduler }, place);
    player.play(buffer.stretch(0, 4 * bar), 4 * bar, 0);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    player.endAll();
    const after = sent.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    scheduler.close();
    expect(sent).toHaveLength(after);
    expect(tracker.sounding).toBe(0);
    const count = (type: string): number => sent.filter((message) => message.type === type).length;
    expect(count('noteOn')).toBeGreaterThan(5);
    expect(count('noteOff')).toBe(count('noteOn'));
    expect(sent.find(({ type }) => type === 'program')).toBeDefined();
  });
});

describe('bends', () => {
  it('go to the synthesizer and to MIDI at their ticks, and are centred where everything ends', async () => {
    const clock = new MusicalClock({ sampleRate: 48_000, startedAt: performance.now(), tempo: 240 });
    clock.start(0);
    const place = new MusicPlace(clock);
    place.place(0, 0);
    const buffer = new PhraseBuffer();
    const [phrase] = await composed([attach, { kind: 'grant', until: 4 }], 1);
    const bends = [
      { tick: 100, value: 4096 },
      { tick: 200, value: -512 },
    ];
    const parts = phrase!.parts.map((part, i) => ({ ...part, bends: i === 0 ? bends : [] }));
    buffer.add({ ...phrase!, parts });
    const orders: SynthesizerOrder[] = [];
    const sent: MidiMessage[] = [];
    const tracker = new NoteTracker({
      name: 'test',
      send: (message) => sent.push(message),
      close: () => Promise.resolve(),
    });
    const scheduler = new LookaheadScheduler();
    const targets = {
      synthesizer: (order: SynthesizerOrder) => orders.push(order),
      midi: () => tracker,
      scheduler,
    };
    const player = new NotePlayer(targets, place);
    player.play(buffer.stretch(0, 400), 400, 0);
    const events = orders.flatMap((order) =>
      order.kind === 'schedule' ? order.parts.flatMap((part) => part.events) : [],
    );
    const bent = events.filter(({ kind }) => kind === 'bend');
    expect(bent).toEqual(bends.map(({ tick, value }) => ({ frame: tick * 25, kind: 'bend', value })));
    await new Promise((resolve) => setTimeout(resolve, 400));
    player.endAll();
    scheduler.close();
    const heard = sent.flatMap((message) => (message.type === 'bend' ? [message.value] : []));
    expect(heard).toEqual([4096, -512, 0]);
  });
});

describe('the record', () => {
  it('keeps what holds in a span, and what it was composed with', () => {
    const composedWith = { brightness: 0.5, dynamics: 0.5, reverb: 0.3, balance: {} };
    const record = new PerformanceRecord(composedWith, 120, '4/4');
    record.paced(2 * bar, 90, '4/4');
    record.sounded(3 * bar, { ...composedWith, dynamics: 0.9 });
    record.steered({ bar: 4, values: { density: 1 } });
    record.steered({ bar: 9, values: { density: 0 } });
    const { log } = record.span({ bar: 3, tick: 3 * bar }, { bar: 8, tick: 8 * bar });
    expect(log.steering).toEqual([{ bar: 4, values: { density: 1 } }]);
    expect(log.sound.map(({ values }) => values.dynamics)).toEqual([0.5, 0.9]);
    expect(log.tempos).toEqual([{ tick: 0, microsecondsPerQuarter: 666_667 }]);
  });
});
