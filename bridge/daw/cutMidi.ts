/**
 * A span of a MIDI file as a file of its own: what holds at its beginning is put there, notes are cut at its edges, and nothing
 * else is changed.
 */
import { parseMidi, writeMidi } from 'midi-file';
import { LeitmotifError } from '../protocol/errors.ts';
import type { MidiData, MidiEvent } from 'midi-file';
import type { Ticks } from '../protocol/units.ts';

/** A note that began before the span is struck again if at least this much of a quarter is left of it: a 32nd. */
const leastRest = 1 / 8;
/** Drums do not sound on. General MIDI's channel 10. */
const percussionChannel = 9;

interface Placed {
  tick: Ticks;
  event: MidiEvent;
}

/** A span in ticks of the file; `to` is the first tick that is outside. */
export interface TickSpan {
  from: Ticks;
  to: Ticks;
}

/** Which tracks, and how they come. */
export interface CutOptions {
  /** By the track's name; all unless told. The conductor track is always kept. */
  keepTrack?: (name: string) => boolean;
  /** All tracks become one, with the name given: a clip for a single track. */
  mergeAs?: string;
}

/** The bytes of a file with the span alone. @throws LeitmotifError `midi-undecodable`, `midi-empty` where no note is in it */
export function cutMidi(
  bytes: Uint8Array,
  span: TickSpan,
  { keepTrack, mergeAs }: CutOptions = {},
): Uint8Array {
  const data = parsed(bytes);
  const quarter = data.header.ticksPerBeat ?? 480;
  const tracks = data.tracks
    .map(placedEvents)
    .filter((track) => !hasNotes(track) || keepTrack?.(nameOf(track)) !== false)
    .map((track) => cutTrack(track, span, quarter * leastRest));
  if (!tracks.some(hasNotes)) throw emptySpan(span);
  const kept = mergeAs === undefined ? tracks.filter(isWorthKeeping) : [merged(tracks, mergeAs)];
  const written = kept.map((track) => deltas(track, span.to - span.from));
  const header = {
    format: written.length === 1 ? 0 : 1,
    numTracks: written.length,
    ticksPerBeat: quarter,
  } as const;
  return Uint8Array.from(
    writeMidi({ header, tracks: written }, { running: false, useByte9ForNoteOff: false }),
  );
}

/** Names of the tracks that have notes. @throws LeitmotifError `midi-undecodable` */
export function noteTrackNames(bytes: Uint8Array): string[] {
  return parsed(bytes).tracks.map(placedEvents).filter(hasNotes).map(nameOf);
}

function parsed(bytes: Uint8Array): MidiData {
  try {
    return parseMidi(bytes);
  } catch (cause) {
    throw new LeitmotifError('midi-undecodable', {
      what: 'The score of this take is no MIDI file',
      subject: 'score.mid',
      next: 'Make the take again',
      cause,
    });
  }
}

function emptySpan({ from, to }: TickSpan): LeitmotifError {
  return new LeitmotifError('midi-empty', {
    what: 'No note lies in these bars',
    subject: `ticks ${from} to ${to}`,
    next: 'Choose other bars, or send the sound alone',
  });
}

function placedEvents(events: readonly MidiEvent[]): Placed[] {
  let tick = 0;
  return events
    .map((event) => ({ tick: (tick += event.deltaTime), event }))
    .filter(({ event }) => event.type !== 'endOfTrack');
}

function hasNotes(track: readonly Placed[]): boolean {
  return track.some(({ event }) => event.type === 'noteOn');
}

function nameOf(track: readonly Placed[]): string {
  for (const { event } of track) {
    if (event.type === 'trackName') return Buffer.from(event.text, 'latin1').toString('utf8');
  }
  return '';
}

/** Tracks with notes, and those that hold tempo and meter. */
function isWorthKeeping(track: readonly Placed[]): boolean {
  return (
    hasNotes(track) || track.some(({ event }) => event.type === 'setTempo' || event.type === 'timeSignature')
  );
}

function cutTrack(track: readonly Placed[], { from, to }: TickSpan, least: Ticks): Placed[] {
  const standing = new Map<string, Placed>();
  const inside: Placed[] = [];
  for (const placed of track) {
    const { tick, event } = placed;
    if (isNote(event) || tick >= to) continue;
    const key = stateKey(event);
    if (tick > from || (key === undefined && tick === from)) inside.push({ tick: tick - from, event });
    else if (key !== undefined) standing.set(key, { tick: 0, event });
  }
  return [...standing.values(), ...inside, ...notesIn(track, from, to, least)];
}

/** What is a state, by what it is the state of; undefined for what only happens, such as a marker. */
function stateKey(event: MidiEvent): string | undefined {
  switch (event.type) {
    case 'controller':
      return `controller ${event.channel} ${event.controllerType}`;
    case 'programChange':
    case 'pitchBend':
    case 'channelAftertouch':
      return `${event.type} ${event.channel}`;
    case 'setTempo':
    case 'timeSignature':
    case 'keySignature':
    case 'trackName':
      return event.type;
    default:
      return undefined;
  }
}

function isNote(event: MidiEvent): boolean {
  return event.type === 'noteOn' || event.type === 'noteOff' || event.type === 'noteAftertouch';
}

interface OpenNote {
  start: Ticks;
  event: Extract<MidiEvent, { type: 'noteOn' }>;
}

/** Notes that sound in the span, as pairs of on and off. Of two of one pitch the older ends first. */
function notesIn(track: readonly Placed[], from: Ticks, to: Ticks, least: Ticks): Placed[] {
  const open = new Map<string, OpenNote[]>();
  const notes: Placed[] = [];
  const end = (key: string, tick: Ticks): void => {
    const note = open.get(key)?.shift();
    if (note !== undefined) notes.push(...cutNote(note, tick, from, to, least));
  };
  for (const { tick, event } of track) {
    if (event.type !== 'noteOn' && event.type !== 'noteOff') continue;
    const key = `${event.channel} ${event.noteNumber}`;
    if (event.type === 'noteOff') end(key, tick);
    else open.set(key, [...(open.get(key) ?? []), { start: tick, event }]);
  }
  for (const [key, left] of open) for (let i = left.length; i > 0; i--) end(key, to);
  return notes;
}

function cutNote({ start, event }: OpenNote, end: Ticks, from: Ticks, to: Ticks, least: Ticks): Placed[] {
  const isBefore = start < from;
  if (start >= to || end <= from) return [];
  if (isBefore && (event.channel === percussionChannel || end - from < least)) return [];
  const { channel, noteNumber } = event;
  const off = { type: 'noteOff', channel, noteNumber, velocity: 64, deltaTime: 0 } as const;
  return [
    { tick: Math.max(start, from) - from, event },
    { tick: Math.max(Math.min(end, to), Math.max(start, from) + 1) - from, event: off },
  ];
}

function merged(tracks: readonly (readonly Placed[])[], name: string): Placed[] {
  const text = Buffer.from(name, 'utf8').toString('latin1');
  const head: Placed = { tick: 0, event: { meta: true, type: 'trackName', text, deltaTime: 0 } };
  return [head, ...tracks.flat().filter(({ event }) => event.type !== 'trackName')];
}

/** At one tick: what old notes end, then states, then what begins. */
function orderOf({ event }: Placed): number {
  if (event.type === 'trackName') return 0;
  if (event.type === 'noteOff') return 1;
  if (event.type === 'noteOn') return 4;
  return 'meta' in event ? 2 : 3;
}

function deltas(track: readonly Placed[], length: Ticks): MidiEvent[] {
  const sorted = [...track].sort((a, b) => a.tick - b.tick || orderOf(a) - orderOf(b));
  let last = 0;
  const events = sorted.map(({ tick, event }): MidiEvent => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime };
  });
  return [...events, { meta: true, type: 'endOfTrack', deltaTime: Math.max(0, length - last) }];
}
