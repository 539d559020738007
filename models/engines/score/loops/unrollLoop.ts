/** The body of a loop several times over, and alone: notes and controllers moved with it, chords and sections as well. */
import type {
  ControllerEvent,
  Marker,
  Note,
  Part,
  Score,
  TempoChange,
} from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** Where the body lies. */
export interface Body {
  start: Ticks;
  end: Ticks;
}

/**
 * A player comes in a little before or after the beat. What begins within this before a bar line belongs to what follows: a
 * sixteenth is four times as long.
 */
const early: Ticks = 30;

/** The score with its body `passes` times. What begins a pass begins it on its bar line, so that it is never cut. */
export function unrollLoop(score: Score, body: Body, passes: number): Score {
  const length = body.end - body.start;
  const shift = length * (passes - 1);
  const around = <E extends { tick: Ticks }>(events: readonly E[]): E[] => [
    ...events.filter(({ tick }) => tick < body.start),
    ...Array.from({ length: passes }, (_, pass) =>
      events
        .filter(({ tick }) => tick >= body.start && tick < body.end)
        .map((event) => moved(event, pass * length)),
    ).flat(),
    ...events.filter(({ tick }) => tick >= body.end).map((event) => moved(event, shift)),
  ];
  const added = (passes - 1) * Math.round((score.bars * length) / score.endTick);
  return {
    ...score,
    parts: score.parts.map((part) => ({ ...part, ...eventsOf(part, body, around) })),
    tempos: inTempo(score.tempos, body, shift),
    sections: around(score.sections).map((section, i, all) => ({
      ...section,
      bar: 1 + all.slice(0, i).reduce((sum, { bars }) => sum + bars, 0),
    })),
    chords: around(score.chords),
    markers: around(score.markers),
    bars: score.bars + added,
    endTick: score.endTick + shift,
  };
}

/** The body alone, beginning at tick 0, marked as programs for games look for it. */
export function loopAlone(score: Score, body: Body): Score {
  const length = body.end - body.start;
  const within = <E extends { tick: Ticks }>(events: readonly E[]): E[] =>
    events
      .filter(({ tick }) => tick >= body.start && tick < body.end)
      .map((event) => moved(event, -body.start));
  const [tempo] = score.tempos;
  const bars = Math.round((score.bars * length) / score.endTick);
  const markers: Marker[] = [
    { tick: 0, text: 'loopStart' },
    { tick: length, text: 'loopEnd' },
  ];
  let bar = 1;
  return {
    ...score,
    parts: score.parts
      .map((part) => ({ ...part, ...eventsOf(part, body, within) }))
      .filter(({ notes }) => notes.length > 0),
    tempos: tempo === undefined ? [] : [{ ...tempo, tick: 0 }],
    sections: within(score.sections).map((section) => {
      const at = bar;
      bar += section.bars;
      return { ...section, bar: at };
    }),
    chords: within(score.chords),
    markers,
    bars,
    endTick: length,
  };
}

type Arrange = <E extends { tick: Ticks }>(events: readonly E[]) => E[];

function eventsOf(part: Part, body: Body, arrange: Arrange): Pick<Part, 'notes' | 'controllers' | 'bends'> {
  return {
    notes: arrange(part.notes.map((note) => onLine(note, body))),
    controllers: arrange(part.controllers.map((event): ControllerEvent => onLine(event, body))),
    bends: arrange(part.bends.map((event) => onLine(event, body))),
  };
}

/** What comes a little before one of the lines begins on it; it ends when it would have ended. */
function onLine<E extends { tick: Ticks } & Partial<Pick<Note, 'duration'>>>(event: E, body: Body): E {
  const line = [body.start, body.end].find((tick) => event.tick < tick && event.tick >= tick - early);
  if (line === undefined || line === 0) return event;
  if (event.duration === undefined) return { ...event, tick: line };
  return { ...event, tick: line, duration: Math.max(1, event.duration - (line - event.tick)) };
}

function moved<E extends { tick: Ticks }>(event: E, by: Ticks): E {
  return { ...event, tick: event.tick + by };
}

/** The ritardando of the outro moves with it; the body has one tempo. */
function inTempo(tempos: readonly TempoChange[], body: Body, shift: Ticks): TempoChange[] {
  return tempos.map((tempo) => (tempo.tick >= body.end ? moved(tempo, shift) : tempo));
}
