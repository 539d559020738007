/** Controllers that make notes live: sustain pedal, expression, vibrato. */
import type { ControllerEvent, Note } from '../../../../bridge/protocol/score.ts';
import type { Excitation, InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Composition } from '../composition.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { Ending } from './perform.ts';

/** MIDI controller numbers. */
const modulation = 1;
const expression = 11;
const sustain = 64;

const pedalled: readonly InstrumentId[] = [
  'piano',
  'electric-piano',
  'vibraphone',
  'harp',
  'celesta',
  'dulcimer',
];

/** Sustain pedal that changes with every chord. */
export function pedalOf(
  instrument: InstrumentId,
  role: Role,
  spans: readonly ChordSpan[],
  ending: Ending,
): ControllerEvent[] {
  if (!pedalled.includes(instrument) || role === 'percussion') return [];
  const events = spans.flatMap((span): ControllerEvent[] => [
    { tick: span.tick, controller: sustain, value: 0 },
    { tick: span.tick + 24, controller: sustain, value: 127 },
  ]);
  return [
    ...events,
    { tick: ending.endTick + Math.round(ending.ringTicks * 0.92), controller: sustain, value: 0 },
  ];
}

const swelling: readonly Excitation[] = ['bowed', 'blown', 'sung', 'sustained', 'synth'];

/** Expression once a beat: pads breathe with each chord, lines with each phrase, all fade in the ring-out. */
export function expressionOf(
  excitation: Excitation,
  role: Role,
  composition: Composition,
  ending: Ending,
): ControllerEvent[] {
  if (!swelling.includes(excitation) || role === 'percussion') return [];
  const { form, request, spans } = composition;
  const { beat, bar } = request.grid;
  const shaped =
    role === 'pad'
      ? spans.map(({ tick, duration, phrase }) => ({ tick, duration, phrase }))
      : form.phrases.map((phrase) => ({
          tick: phrase.startBar * bar,
          duration: phrase.bars * bar,
          phrase: phrase.index,
        }));
  const events: ControllerEvent[] = [];
  for (const { tick, duration, phrase } of shaped) {
    const energy = form.phrases[phrase]?.energy ?? 0.5;
    const floor = 80 + 16 * energy;
    const depth = role === 'pad' ? 18 : 24;
    for (let at = 0; at < duration; at += beat) {
      const position = at / duration;
      const value = Math.round(floor + depth * 4 * position * (1 - position) * 0.9);
      if (events.at(-1)?.value !== value) events.push({ tick: tick + at, controller: expression, value });
    }
  }
  if (ending.isOpen === true) return events;
  return [...events, ...fade(events.at(-1)?.value ?? 100, ending)];
}

function fade(from: number, ending: Ending): ControllerEvent[] {
  const steps = 8;
  return Array.from({ length: steps }, (_, i) => ({
    tick: ending.endTick - 240 + Math.round(((ending.ringTicks * 0.8 + 240) * i) / steps),
    controller: expression,
    value: Math.round(from * (1 - (0.62 * i) / (steps - 1))),
  }));
}

const vibrating: readonly Excitation[] = ['bowed', 'blown', 'sung'];

/** Vibrato that sets in after the first third of long lead and counter notes. */
export function vibratoOf(excitation: Excitation, role: Role, notes: readonly Note[]): ControllerEvent[] {
  if (!vibrating.includes(excitation) || (role !== 'lead' && role !== 'counter')) return [];
  return notes
    .filter((note) => note.duration >= 900)
    .flatMap((note): ControllerEvent[] => [
      { tick: note.tick, controller: modulation, value: 0 },
      { tick: note.tick + Math.round(note.duration / 3), controller: modulation, value: 18 },
      { tick: note.tick + Math.round((note.duration * 2) / 3), controller: modulation, value: 34 },
      { tick: note.tick + note.duration, controller: modulation, value: 0 },
    ]);
}
