/**
 * Score to `score.mid`: a Standard MIDI File of type 1 at 480 ticks a quarter, a conductor track and one track a part.
 *
 * The same score gives the same bytes. At one tick old notes end first, then controllers are set, then new notes begin.
 */
import { writeMidi } from 'midi-file';
import { isCompound, meterFraction } from '../../bridge/protocol/meter.ts';
import { describeTheme } from '../../bridge/protocol/themes.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { endOverlaps } from './endOverlaps.ts';
import { keySignatureFifths } from './keySignature.ts';
import type { MidiEvent } from 'midi-file';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';

/** MIDI controllers that a part's own fields set at tick 0. */
export const settingControllers = { volume: 7, pan: 10, reverb: 91, chorus: 93 } as const;

/** Events without their delta time; a union member keeps its shape. */
type Timeless<E> = E extends MidiEvent ? Omit<E, 'deltaTime'> : never;

/** An event at its tick; `order` decides among those at one tick, lowest first. */
interface TimedEvent {
  tick: Ticks;
  order: number;
  event: Timeless<MidiEvent>;
}

/** The bytes of a MIDI file. Texts are UTF-8. Notes of one pitch that overlap within a part end at the next onset. */
export function scoreToMidi(score: Score): Uint8Array {
  const tracks = [conductorTrack(score), ...score.parts.map((part) => partTrack(part, score))];
  const header = { format: 1, numTracks: tracks.length, ticksPerBeat: ticksPerQuarter } as const;
  return Uint8Array.from(writeMidi({ header, tracks }, { running: false, useByte9ForNoteOff: false }));
}

function conductorTrack(score: Score): MidiEvent[] {
  const events: TimedEvent[] = [
    timed(0, 0, { meta: true, type: 'trackName', text: asBytes(score.title) }),
    ...score.tempos.map(({ tick, microsecondsPerQuarter }) =>
      timed(tick, 3, { meta: true, type: 'setTempo', microsecondsPerBeat: microsecondsPerQuarter }),
    ),
    ...score.meters.map(({ tick, meter }) => {
      const [numerator, denominator] = meterFraction(meter);
      const metronome = isCompound(meter) ? 36 : 24;
      return timed(tick, 1, {
        meta: true,
        type: 'timeSignature',
        numerator,
        denominator,
        metronome,
        thirtyseconds: 8,
      });
    }),
    ...score.keys.map(({ tick, tonic, mode }) => {
      const key = keySignatureFifths(tonic, mode);
      return timed(tick, 2, { meta: true, type: 'keySignature', key, scale: mode === 'minor' ? 1 : 0 });
    }),
    ...score.sections.map(({ tick, label }) =>
      timed(tick, 4, { meta: true, type: 'marker', text: asBytes(label) }),
    ),
    ...(score.themes ?? []).map((theme) =>
      timed(theme.tick, 5, {
        meta: true,
        type: 'marker',
        text: asBytes(`theme: ${theme.name} (${theme.role}, ${describeTheme(theme)})`),
      }),
    ),
    ...score.markers.map(({ tick, text }) =>
      timed(tick, 5, { meta: true, type: 'marker', text: asBytes(text) }),
    ),
  ];
  return toTrack(events, score.endTick);
}

/** The track of a part; cue points name the themes that it states. */
function partTrack(part: Part, { endTick, themes = [] }: Score): MidiEvent[] {
  const { channel } = part;
  const settings = Object.entries(settingControllers) as [keyof typeof settingControllers, number][];
  const events: TimedEvent[] = [
    timed(0, 0, { meta: true, type: 'trackName', text: asBytes(part.name) }),
    timed(0, 2, { type: 'programChange', channel, programNumber: part.program }),
    ...settings.map(([field, controllerType]) =>
      timed(0, 3, { type: 'controller', channel, controllerType, value: part[field] }),
    ),
    ...part.controllers.map(({ tick, controller, value }) =>
      timed(tick, 4, { type: 'controller', channel, controllerType: controller, value }),
    ),
    ...themes
      .filter(({ role, instrument }) => role === part.role && instrument === part.instrument)
      .map(({ tick, name }) => timed(tick, 0, { meta: true, type: 'cuePoint', text: asBytes(name) })),
    ...part.bends.map(({ tick, value }) => timed(tick, 5, { type: 'pitchBend', channel, value })),
    ...endOverlaps(part.notes).flatMap(({ tick, duration, pitch, midiVelocity }) => [
      timed(tick, 6, { type: 'noteOn', channel, noteNumber: pitch, velocity: midiVelocity }),
      timed(tick + duration, 1, { type: 'noteOff', channel, noteNumber: pitch, velocity: 64 }),
    ]),
  ];
  return toTrack(events, endTick);
}

function timed(tick: Ticks, order: number, event: Timeless<MidiEvent>): TimedEvent {
  return { tick, order, event };
}

/** Sorts (stably), turns ticks into deltas, and ends the track at the end of the music or its last event. */
function toTrack(events: TimedEvent[], endTick: Ticks): MidiEvent[] {
  events.sort((a, b) => a.tick - b.tick || a.order - b.order);
  let last = 0;
  const track = events.map(({ tick, event }) => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime };
  });
  track.push({ meta: true, type: 'endOfTrack', deltaTime: Math.max(0, endTick - last) });
  return track;
}

/** A text as the writer takes it: one character a byte of its UTF-8. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
