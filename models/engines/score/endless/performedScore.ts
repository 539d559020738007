/** A span of a performance as a score, so that it can be written, rendered and measured as any other. */
import { tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { soundControllers } from '../../../../bridge/protocol/soundControllers.ts';
import { performedPhrase, replay } from './timeline.ts';
import type { PerformedPhrase, PerformedSpan } from '../../../../bridge/protocol/performance.ts';
import type {
  ControllerEvent,
  MeterChange,
  KeyChange,
  Part,
  Score,
  TempoChange,
} from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { PerformanceSource } from './timeline.ts';

/** Seconds that the last notes ring. */
export const ringOut = 3;

/** Plays a performance again from its log and cuts the span out. The same on every machine. */
export function performedScore(
  source: PerformanceSource,
  { log, from, to }: PerformedSpan,
  title: string,
): Score {
  const timeline = replay(source, log.steering, to);
  const phrases = timeline.phrases
    .map((phrase) => performedPhrase(phrase, 0))
    .filter(({ bar, bars }) => bar + bars > from && bar < to);
  const [first] = phrases;
  const last = phrases.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('performedScore: no bars');
  const start =
    first.tick + (Math.max(from, first.bar) - first.bar) * ((first.endTick - first.tick) / first.bars);
  const endTick = last.endTick - start;
  const tempos = temposFrom(log.tempos, start);
  return {
    title,
    parts: joinParts(phrases, start, log.sound),
    tempos,
    meters: changesOf(phrases, start, ({ meter }): Omit<MeterChange, 'tick'> => ({ meter })),
    keys: changesOf(phrases, start, ({ key }): Omit<KeyChange, 'tick'> => key),
    sections: sectionsOf(phrases, start, Math.max(from, first.bar)),
    chords: phrases.flatMap(({ chords }) =>
      chords.filter(({ tick }) => tick >= start).map((chord) => ({ ...chord, tick: chord.tick - start })),
    ),
    markers: [],
    bars: last.bar + last.bars - Math.max(from, first.bar),
    endTick,
    seconds: tickToSeconds(tempos, endTick) + ringOut,
  };
}

function temposFrom(played: PerformedSpan['log']['tempos'], start: Ticks): TempoChange[] {
  const held = played.findLast(({ tick }) => tick <= start) ?? played[0];
  const later = played
    .filter(({ tick }) => tick > start)
    .map((tempo) => ({ ...tempo, tick: tempo.tick - start }));
  return [{ tick: 0, microsecondsPerQuarter: held?.microsecondsPerQuarter ?? 500_000 }, ...later];
}

function changesOf<T extends object>(
  phrases: readonly PerformedPhrase[],
  start: Ticks,
  read: (phrase: PerformedPhrase) => T,
): (T & { tick: Ticks })[] {
  const changes: (T & { tick: Ticks })[] = [];
  for (const phrase of phrases) {
    const value = read(phrase);
    const { tick, ...held } = changes.at(-1) ?? { tick: -1 };
    if (tick < 0 || JSON.stringify(held) !== JSON.stringify(value))
      changes.push({ ...value, tick: Math.max(0, phrase.tick - start) });
  }
  return changes;
}

function sectionsOf(phrases: readonly PerformedPhrase[], start: Ticks, from: number): Score['sections'] {
  const sections: Score['sections'] = [];
  for (const { section, isNewSection, bar, bars, tick } of phrases) {
    const sounding = bar + bars - Math.max(from, bar);
    const last = sections.at(-1);
    if (last !== undefined && !isNewSection) last.bars += sounding;
    else
      sections.push({
        label: section,
        tick: Math.max(0, tick - start),
        bar: Math.max(0, bar - from) + 1,
        bars: sounding,
      });
  }
  return sections;
}

/** One part for each player: who comes back in a later phrase is the same one. */
function joinParts(
  phrases: readonly PerformedPhrase[],
  start: Ticks,
  sound: PerformedSpan['log']['sound'],
): Part[] {
  const joined = new Map<string, Part>();
  for (const part of phrases.flatMap(({ parts }) => parts)) {
    const name = `${part.role}/${part.instrument}`;
    const known = joined.get(name) ?? {
      ...part,
      channel: channelFor(part, joined.size),
      notes: [],
      controllers: [],
      bends: [],
    };
    joined.set(name, known);
    known.notes.push(...moved(part.notes, start));
    known.controllers.push(...moved(part.controllers, start));
    known.bends.push(...moved(part.bends, start));
  }
  return [...joined.values()]
    .filter(({ notes }) => notes.length > 0)
    .map((part) => withSound(part, start, sound));
}

function moved<E extends { tick: Ticks }>(events: readonly E[], start: Ticks): E[] {
  return events.filter(({ tick }) => tick >= start).map((event) => ({ ...event, tick: event.tick - start }));
}

function channelFor({ channel }: Part, index: number): number {
  if (channel === 9) return 9;
  const free = index % 15;
  return free < 9 ? free : free + 1;
}

/** What was done to the sound while it was played, as controllers: volume, brightness, reverb. */
function withSound(part: Part, start: Ticks, sound: PerformedSpan['log']['sound']): Part {
  const held = sound.findLast(({ tick }) => tick <= start) ?? sound[0];
  const later = sound.filter(({ tick }) => tick > start);
  const [first] = sound;
  if (held === undefined || first === undefined) return part;
  const events: ControllerEvent[] = [{ ...held, tick: start }, ...later].flatMap(({ tick, values }) =>
    soundControllers(part, values, first.values).map((event) => ({ ...event, tick: tick - start })),
  );
  const controllers = [...events, ...part.controllers].sort(
    (a, b) => a.tick - b.tick || a.controller - b.controller,
  );
  return { ...part, controllers };
}
