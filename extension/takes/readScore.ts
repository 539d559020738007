/** The score of a take, `score.mid`, as a panel draws it. */
import { parseMidi } from 'midi-file';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { distinctLabels } from './distinctLabels.ts';
import type { MidiData, MidiEvent } from 'midi-file';
import type { NoteView, ScoreView } from '../../bridge/protocol/panels/takeView.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { Seconds } from '../../bridge/protocol/units.ts';

/** Markers that are no sections. */
const directions: ReadonlySet<string> = new Set(['rit.']);
/** 2³¹ ticks are days of music: a file that claims more is broken. */
const mostTicks = 2 ** 31;
const mostBars = 100_000;

interface Timed {
  tick: number;
  event: MidiEvent;
}

/** A tempo from a tick on, with the time at which it begins. */
interface Tempo {
  tick: number;
  start: Seconds;
  secondsPerTick: Seconds;
}

/** Reads a score; `name` is the file's, for the error. @throws LeitmotifError `midi-undecodable` */
export function readScore(bytes: Uint8Array, name: string): ScoreView {
  const data = parsed(bytes, name);
  const ticksPerQuarter = data.header.ticksPerBeat ?? 0;
  const tracks = data.tracks.map(timed);
  const events = tracks.flat().sort((a, b) => a.tick - b.tick);
  const endTick = Math.max(0, ...tracks.map((track) => track.at(-1)?.tick ?? 0));
  if (ticksPerQuarter <= 0 || tracks.length === 0 || !(endTick <= mostTicks)) throw undecodable(name);
  // Notes ring beyond the last bar; the first track, which has tempo and meter, does not.
  const musicEnd = tracks[0]?.at(-1)?.tick ?? 0;
  const secondsAt = timeOf(temposOf(events, ticksPerQuarter));
  const parts: ScoreView['parts'] = [];
  const notes: NoteView[] = [];
  for (const track of tracks) {
    const found = notesOf(track, parts.length, secondsAt);
    if (found.length === 0) continue;
    parts.push(partOf(track));
    for (const note of found) notes.push(note);
  }
  notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  return {
    seconds: secondsAt(endTick),
    parts: distinctLabels(parts),
    notes,
    bars: barTicks(events, ticksPerQuarter, musicEnd > 0 ? musicEnd : endTick).map(secondsAt),
    sections: sectionsOf(events, secondsAt),
  };
}

function parsed(bytes: Uint8Array, name: string): MidiData {
  try {
    return parseMidi(bytes);
  } catch (cause) {
    throw undecodable(name, cause);
  }
}

function timed(track: readonly MidiEvent[]): Timed[] {
  let tick = 0;
  return track.map((event) => {
    tick += Math.max(0, event.deltaTime);
    return { tick, event };
  });
}

function temposOf(events: readonly Timed[], ticksPerQuarter: number): Tempo[] {
  const tempos: Tempo[] = [{ tick: 0, start: 0, secondsPerTick: 0.5 / ticksPerQuarter }];
  for (const { tick, event } of events) {
    if (event.type !== 'setTempo') continue;
    const last = tempos.at(-1) as Tempo;
    const secondsPerTick = event.microsecondsPerBeat / 1_000_000 / ticksPerQuarter;
    tempos.push({ tick, start: last.start + (tick - last.tick) * last.secondsPerTick, secondsPerTick });
  }
  return tempos;
}

function timeOf(tempos: readonly Tempo[]): (tick: number) => Seconds {
  return (tick) => {
    let [low, high] = [0, tempos.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((tempos[middle] as Tempo).tick <= tick) low = middle;
      else high = middle - 1;
    }
    const { tick: from, start, secondsPerTick } = tempos[low] as Tempo;
    return start + (tick - from) * secondsPerTick;
  };
}

function notesOf(track: readonly Timed[], part: number, secondsAt: (tick: number) => Seconds): NoteView[] {
  const notes: NoteView[] = [];
  const sounding = new Map<number, NoteView[]>();
  for (const { tick, event } of track) {
    if (event.type === 'noteOn' && event.velocity > 0) {
      const onset = secondsAt(tick);
      const note = { onset, duration: 0, pitch: event.noteNumber, midiVelocity: event.velocity, part };
      notes.push(note);
      sounding.set(note.pitch, [...(sounding.get(note.pitch) ?? []), note]);
    } else if (event.type === 'noteOff' || event.type === 'noteOn') {
      // Of two notes of one pitch the older ends first.
      const note = sounding.get(event.noteNumber)?.shift();
      if (note !== undefined) note.duration = secondsAt(tick) - note.onset;
    }
  }
  const end = secondsAt(track.at(-1)?.tick ?? 0);
  for (const note of [...sounding.values()].flat()) note.duration = end - note.onset;
  return notes;
}

/** Our tracks are called `lead: Oboe`. */
function partOf(track: readonly Timed[]): ScoreView['parts'][number] {
  const event = track.find((each) => each.event.type === 'trackName')?.event;
  const name = event?.type === 'trackName' ? textOf(event.text) : '';
  const [first = '', ...rest] = name.split(': ');
  return isRole(first) ? { role: first, label: rest.join(': ') } : { role: 'lead', label: name };
}

function isRole(name: string): name is Role {
  return (roles as readonly string[]).includes(name);
}

function barTicks(events: readonly Timed[], ticksPerQuarter: number, endTick: number): number[] {
  const meters = events.flatMap(({ tick, event }) =>
    event.type === 'timeSignature' ? [{ tick, quarters: (4 * event.numerator) / event.denominator }] : [],
  );
  const bars: number[] = [];
  let quarters = 4;
  let next = 0;
  for (let tick = 0; tick < endTick && bars.length < mostBars; tick += quarters * ticksPerQuarter) {
    while ((meters[next]?.tick ?? Infinity) <= tick) {
      quarters = Math.max(1 / 16, meters[next]?.quarters ?? 4);
      next++;
    }
    bars.push(tick);
  }
  return bars;
}

function sectionsOf(events: readonly Timed[], secondsAt: (tick: number) => Seconds): ScoreView['sections'] {
  return events.flatMap(({ tick, event }) => {
    if (event.type !== 'marker') return [];
    const label = textOf(event.text);
    return directions.has(label) ? [] : [{ label, start: secondsAt(tick) }];
  });
}

/** The parser gives one character a byte of UTF-8. */
function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function undecodable(subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('midi-undecodable', {
    what: 'The score of this take is not a MIDI file that can be read',
    subject,
    next: 'Remake the take',
    cause,
  });
}
