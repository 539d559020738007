/** The part of a MIDI file that has the melody. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { isDrums } from '../perception/midiInstruments.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { MidiPart, MidiView } from '../rendering/readMidi.ts';

/**
 * A part by its name or number; else one that is called a melody, else the highest that plays one note at a time.
 *
 * @throws LeitmotifError `code`, where there is none
 */
export function melodyPart(
  view: MidiView,
  track: string | undefined,
  { subject, code }: { subject: string; code: ErrorCode },
): MidiPart {
  const unusable = (what: string, next: string): LeitmotifError =>
    new LeitmotifError(code, { what, subject, next });
  const parts = view.parts.filter((part) => !isDrums(part));
  if (track !== undefined) {
    const wanted = track.toLowerCase();
    const named = parts.find(({ name }) => name.toLowerCase().includes(wanted));
    const found = /^\d+$/.test(track) ? view.parts[Number(track) - 1] : named;
    if (found !== undefined) return found;
    const there = view.parts.map(({ name }, i) => `${i + 1} ${name}`.trim()).join(', ');
    throw unusable(`There is no part "${track}" in the MIDI file`, `Name one of these: ${there}`);
  }
  const called = parts.find(({ name }) => /\b(lead|melody|melodie|vocal|voice|tune)/i.test(name));
  const rated = parts
    .map((part) => ({ part, rating: meanPitch(part) - 40 * overlaps(part) }))
    .sort((a, b) => b.rating - a.rating);
  const best = called ?? rated[0]?.part;
  if (best === undefined)
    throw unusable('There are only drums in the MIDI file', 'Use one with a melody in it');
  return best;
}

function meanPitch({ notes }: MidiPart): number {
  return notes.reduce((sum, { pitch }) => sum + pitch, 0) / Math.max(1, notes.length);
}

/** Share of notes that begin with another one. */
function overlaps({ notes }: MidiPart): number {
  return notes.filter(({ tick }, i) => notes[i - 1]?.tick === tick).length / Math.max(1, notes.length);
}
