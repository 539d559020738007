/** `score.mid` and other people's MIDI files as a view that looks like a score, for evaluation and references. */
import { parseMidi } from 'midi-file';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { settingControllers } from './midiFile.ts';
import type { MidiData, MidiEvent } from 'midi-file';
import type { Marker, Note, Part, TempoChange } from '../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../bridge/protocol/units.ts';

/** A part as MIDI knows it: nothing says what its role is. */
export type MidiPart = Omit<Part, 'role' | 'instrument'>;

/** What a MIDI file says, in ticks of 480 to a quarter. */
export interface MidiView {
  /** Name of the first track. */
  title: string;
  /** Names of all tracks, of those without notes too; empty where a track has none. */
  tracks: string[];
  /** One for every channel of every track that has notes. Notes are sorted by tick, then pitch. */
  parts: MidiPart[];
  /** Begins at tick 0; 120 quarters a minute where the file says nothing. */
  tempos: TempoChange[];
  meters: { tick: Ticks; numerator: number; denominator: number }[];
  /** `fifths` counts sharps (positive) or flats of the signature. */
  keys: { tick: Ticks; fifths: number; isMinor: boolean }[];
  /** Sections and markers alike. */
  markers: Marker[];
  /** End of the longest track. */
  endTick: Ticks;
}

type ChannelEvent = Extract<MidiEvent, { channel: number }>;
type MetaEvent = Exclude<MidiEvent, ChannelEvent>;

/** 2³¹ ticks are 12 days at 120 BPM: a file that claims more is broken. */
const mostTicks = 2 ** 31;
const defaultTempo = 500_000;

/**
 * Reads a MIDI file of type 0 or 1 with a musical time base. `name` is named in the error. Throws `file-unreadable` for
 * anything that is none.
 */
export function readMidi(bytes: Uint8Array, name = 'MIDI file'): MidiView {
  let data: MidiData;
  try {
    data = parseMidi(bytes);
  } catch (error) {
    // The parser throws strings.
    throw unreadable(name, error);
  }
  const timeBase = data.header.ticksPerBeat;
  if (timeBase === undefined || timeBase <= 0 || data.tracks.length === 0) throw unreadable(name);
  const builder = new ViewBuilder(ticksPerQuarter / timeBase);
  for (const track of data.tracks) if (!builder.addTrack(track)) throw unreadable(name);
  return builder.view();
}

function unreadable(subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('file-unreadable', {
    what: 'This is not a MIDI file that we can read',
    subject,
    next: 'Give a Standard MIDI File of type 0 or 1',
    cause,
  });
}

class ViewBuilder {
  readonly #scale: number;
  readonly #view: MidiView = {
    title: '',
    tracks: [],
    parts: [],
    tempos: [],
    meters: [],
    keys: [],
    markers: [],
    endTick: 0,
  };
  #isFirst = true;

  /** `scale` turns the file's ticks into ours. */
  constructor(scale: number) {
    this.#scale = scale;
  }

  /** False where its times cannot be. */
  addTrack(events: readonly MidiEvent[]): boolean {
    const parts = new Map<number, PartBuilder>();
    let name = '';
    let time = 0;
    for (const event of events) {
      time += event.deltaTime;
      const tick = Math.round(time * this.#scale);
      if (!(event.deltaTime >= 0 && tick <= mostTicks)) return false;
      if (!('channel' in event) || event.type === 'channelPrefix') {
        if (event.type === 'trackName') name ||= asText(event.text);
        this.#addMeta(tick, event as MetaEvent);
        continue;
      }
      const part = parts.get(event.channel) ?? new PartBuilder(event.channel);
      parts.set(event.channel, part);
      part.add(tick, event);
    }
    const endTick = Math.round(time * this.#scale);
    this.#view.endTick = Math.max(this.#view.endTick, endTick);
    if (this.#isFirst) this.#view.title = name;
    this.#view.tracks.push(name);
    this.#isFirst = false;
    for (const part of parts.values()) this.#view.parts.push(...part.finish(name, endTick));
    return true;
  }

  view(): MidiView {
    const { tempos, meters, keys, markers } = this.#view;
    for (const list of [tempos, meters, keys, markers]) list.sort((a, b) => a.tick - b.tick);
    if (tempos[0]?.tick !== 0) tempos.unshift({ tick: 0, microsecondsPerQuarter: defaultTempo });
    return this.#view;
  }

  #addMeta(tick: Ticks, event: MetaEvent): void {
    switch (event.type) {
      case 'setTempo':
        if (event.microsecondsPerBeat > 0) {
          this.#view.tempos.push({ tick, microsecondsPerQuarter: event.microsecondsPerBeat });
        }
        break;
      case 'timeSignature':
        this.#view.meters.push({ tick, numerator: event.numerator, denominator: event.denominator });
        break;
      case 'keySignature':
        this.#view.keys.push({ tick, fifths: event.key, isMinor: event.scale === 1 });
        break;
      case 'marker':
        this.#view.markers.push({ tick, text: asText(event.text) });
        break;
      default:
        break;
    }
  }
}

/** One channel of one track. */
class PartBuilder {
  readonly #part: MidiPart;
  readonly #sounding = new Map<MidiNote, Note[]>();
  readonly #set = new Set<number | 'program'>();

  constructor(channel: number) {
    // What a General MIDI synthesizer has when it is switched on.
    const silent = { program: 0, volume: 100, pan: 64, reverb: 40, chorus: 0 };
    this.#part = { name: '', channel, ...silent, notes: [], controllers: [], bends: [] };
  }

  add(tick: Ticks, event: ChannelEvent): void {
    switch (event.type) {
      case 'noteOn':
        this.#begin({ tick, duration: 0, pitch: event.noteNumber, midiVelocity: event.velocity });
        break;
      case 'noteOff':
        this.#end(event.noteNumber, tick);
        break;
      case 'controller':
        this.#control(tick, event.controllerType, event.value);
        break;
      case 'pitchBend':
        this.#part.bends.push({ tick, value: event.value });
        break;
      case 'programChange':
        if (!this.#set.has('program')) this.#part.program = event.programNumber;
        this.#set.add('program');
        break;
      default:
        break;
    }
  }

  /** The part; none if it has no notes. Notes that never end, end with the track. */
  finish(name: string, endTick: Ticks): MidiPart[] {
    for (const pitch of this.#sounding.keys()) {
      while ((this.#sounding.get(pitch)?.length ?? 0) > 0) this.#end(pitch, endTick);
    }
    if (this.#part.notes.length === 0) return [];
    this.#part.name = name;
    this.#part.notes.sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
    return [this.#part];
  }

  #begin(note: Note): void {
    this.#part.notes.push(note);
    const sounding = this.#sounding.get(note.pitch) ?? [];
    sounding.push(note);
    this.#sounding.set(note.pitch, sounding);
  }

  /** Of two notes of one pitch the older ends first. */
  #end(pitch: MidiNote, tick: Ticks): void {
    const note = this.#sounding.get(pitch)?.shift();
    if (note !== undefined) note.duration = Math.max(1, tick - note.tick);
  }

  /** The first value of a setting at tick 0 is the part's; all others are events. */
  #control(tick: Ticks, controller: number, value: number): void {
    const settings = Object.entries(settingControllers) as [keyof typeof settingControllers, number][];
    const setting = settings.find(([, number]) => number === controller)?.[0];
    const isFirst = tick === 0 && !this.#set.has(controller);
    this.#set.add(controller);
    if (setting !== undefined && isFirst) this.#part[setting] = value;
    else this.#part.controllers.push({ tick, controller, value });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text: UTF-8 where they are that, else Latin-1, as older programs write. */
function asText(bytes: string): string {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}
