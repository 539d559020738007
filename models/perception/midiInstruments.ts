/** General MIDI programs as instruments of ours. */
import { instrumentIds, instruments } from '../../bridge/protocol/instruments.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { MidiPart } from '../rendering/readMidi.ts';
import type { Estimate } from './estimate.ts';

/** The channel of General MIDI's drums, counted from 0. */
const drumChannel = 9;

/** Whether a part is drums, whose notes are no pitches. */
export function isDrums({ channel }: Pick<MidiPart, 'channel'>): boolean {
  return channel === drumChannel;
}

/**
 * The instrument of a part: the one with its program, else the nearest program within its group of eight, which is a
 * family in General MIDI; undefined where we have none of the family, as for sound effects.
 */
export function instrumentOf(part: Pick<MidiPart, 'channel' | 'program'>): InstrumentId | undefined {
  const ofKind = instrumentIds.filter((id) => (instruments[id].kit === true) === isDrums(part));
  const distance = (id: InstrumentId): number => Math.abs(instruments[id].program - part.program);
  const family = isDrums(part)
    ? ofKind
    : ofKind.filter((id) => Math.floor(instruments[id].program / 8) === Math.floor(part.program / 8));
  const [first, ...rest] = family;
  if (first === undefined) return undefined;
  return rest.reduce((nearest, id) => (distance(id) < distance(nearest) ? id : nearest), first);
}

/** The instruments of a file, those that play most first; the confidence is the share of parts' notes that they play. */
export function instrumentsOf(parts: readonly MidiPart[]): Estimate<InstrumentId>[] {
  const total = parts.reduce((sum, part) => sum + part.notes.length, 0);
  const counts = new Map<InstrumentId, number>();
  for (const part of parts) {
    const id = instrumentOf(part);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + part.notes.length);
  }
  return [...counts]
    .map(([value, count]) => ({ value, confidence: count / total }))
    .sort((a, b) => b.confidence - a.confidence);
}
