/** A part as the synthesizer plays it: events in sample frames, in the order in which they take effect. */
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { endOverlaps } from './endOverlaps.ts';
import type { Part, TempoChange } from '../../bridge/protocol/score.ts';
import type { Frames, Hertz, MidiNote, MidiVelocity } from '../../bridge/protocol/units.ts';

/** One thing that happens at a sample frame. */
export type PartEvent =
  | { frame: Frames; kind: 'noteOff'; pitch: MidiNote }
  | { frame: Frames; kind: 'controller'; controller: number; value: number }
  | { frame: Frames; kind: 'bend'; value: number }
  | { frame: Frames; kind: 'noteOn'; pitch: MidiNote; midiVelocity: MidiVelocity };

/** At one frame old notes end before anything else, and controllers are set before new notes begin. */
const precedence: Readonly<Record<PartEvent['kind'], number>> = {
  noteOff: 0,
  controller: 1,
  bend: 2,
  noteOn: 3,
};

/** All events of a part, sorted. A note sounds for at least one frame. */
export function partEvents(part: Part, tempos: readonly TempoChange[], sampleRate: Hertz): PartEvent[] {
  const frameAt = (tick: number): Frames => Math.round(tickToSeconds(tempos, tick) * sampleRate);
  const events: PartEvent[] = [];
  for (const { tick, duration, pitch, midiVelocity } of endOverlaps(part.notes)) {
    const frame = frameAt(tick);
    events.push({ frame, kind: 'noteOn', pitch, midiVelocity });
    events.push({ frame: Math.max(frame + 1, frameAt(tick + duration)), kind: 'noteOff', pitch });
  }
  for (const { tick, controller, value } of part.controllers) {
    events.push({ frame: frameAt(tick), kind: 'controller', controller, value });
  }
  for (const { tick, value } of part.bends) events.push({ frame: frameAt(tick), kind: 'bend', value });
  // The sort is stable: what the part lists first stays first.
  return events.sort(inOrder);
}

/** Compares events by when they take effect. */
export function inOrder(a: PartEvent, b: PartEvent): number {
  return a.frame - b.frame || precedence[a.kind] - precedence[b.kind];
}
