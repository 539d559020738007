/**
 * Notes on their way out, a stretch at a time: to the synthesizer as events at frames, to MIDI at the time of those frames. Whatever
 * begins ends: at its end, at a cut, or when everything does.
 */
import { roleChannels } from '../midi/channelLayout.ts';
import type { MidiOutput } from '../midi/midiOutput.ts';
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { Part } from '../protocol/score.ts';
import type { Frames, MidiNote, Ticks } from '../protocol/units.ts';
import type { LivePart, PartSchedule, SynthesizerOrder } from '../synthesizer/synthesizerMessages.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { MusicPlace } from './musicPlace.ts';
import type { PartStretch } from './phraseBuffer.ts';

/** A note that sounds, or soon will. */
interface OpenNote {
  part: LivePart;
  pitch: MidiNote;
  end: Ticks;
}

/** Where notes go. */
export interface NoteTargets {
  synthesizer: (order: SynthesizerOrder) => void;
  /** Undefined while no MIDI goes out. */
  midi: () => NoteTracker | undefined;
  scheduler: LookaheadScheduler;
}

/** One player. */
export class NotePlayer {
  readonly #targets: NoteTargets;
  readonly #place: MusicPlace;
  readonly #programs = new Map<number, number>();
  #open: OpenNote[] = [];
  /** What was scheduled under an earlier number is not done any more. */
  #generation = 0;

  constructor(targets: NoteTargets, place: MusicPlace) {
    this.#targets = targets;
    this.#place = place;
  }

  /** Notes that were begun, or are scheduled, and have not ended. */
  get sounding(): number {
    return this.#open.length;
  }

  /** Plays what begins, and ends what ends, before a tick. `near` is a frame before it. */
  play(stretches: readonly PartStretch[], until: Ticks, near: Frames): void {
    const schedules = new Map<string, PartSchedule>();
    for (const { part, notes, controllers, bends } of stretches) {
      for (const { tick, controller, value } of controllers) {
        const frame = this.#place.framesAt(tick, near);
        scheduleOf(schedules, part).events.push({ frame, kind: 'controller', controller, value });
        this.#sendLater(frame, part, (midi, channel) => {
          midi.send({ type: 'controller', channel, controller, value });
        });
      }
      for (const { tick, value } of bends) {
        const frame = this.#place.framesAt(tick, near);
        scheduleOf(schedules, part).events.push({ frame, kind: 'bend', value });
        this.#sendLater(frame, part, (midi, channel) => {
          midi.send({ type: 'bend', channel, value });
        });
      }
      for (const { tick, duration, pitch, midiVelocity } of notes) {
        const frame = this.#place.framesAt(tick, near);
        this.#endSame(part, pitch, frame, schedules);
        scheduleOf(schedules, part).events.push({ frame, kind: 'noteOn', pitch, midiVelocity });
        this.#sendLater(frame, part, (midi, channel) => {
          this.#sendProgram(midi, channel, part);
          midi.send({ type: 'noteOn', channel, pitch, midiVelocity });
        });
        this.#open.push({ part: livePart(part), pitch, end: tick + duration });
      }
    }
    this.#endBefore(until, near, schedules);
    if (schedules.size > 0) this.#targets.synthesizer({ kind: 'schedule', parts: [...schedules.values()] });
  }

  /** Notes end at a tick at the latest: other music begins there. */
  cut(tick: Ticks): void {
    for (const note of this.#open) note.end = Math.min(note.end, tick);
  }

  /** Ends everything now and takes back what was scheduled. */
  endAll(): void {
    this.#generation++;
    this.#open = [];
    this.#programs.clear();
    this.#targets.midi()?.endNotes();
    this.#targets.synthesizer({ kind: 'endNotes' });
  }

  #endBefore(until: Ticks, near: Frames, schedules: Map<string, PartSchedule>): void {
    this.#open = this.#open.filter((note) => {
      if (note.end >= until) return true;
      this.#end(note, this.#place.framesAt(note.end, near), schedules);
      return false;
    });
  }

  /** A key that is struck again ends first. */
  #endSame(part: Part, pitch: MidiNote, frame: Frames, schedules: Map<string, PartSchedule>): void {
    this.#open = this.#open.filter((note) => {
      if (note.pitch !== pitch || nameOf(note.part) !== nameOf(part)) return true;
      this.#end(note, frame, schedules);
      return false;
    });
  }

  #end({ part, pitch }: OpenNote, frame: Frames, schedules: Map<string, PartSchedule>): void {
    scheduleOf(schedules, part).events.push({ frame, kind: 'noteOff', pitch });
    this.#sendLater(frame, part, (midi, channel) => {
      midi.send({ type: 'noteOff', channel, pitch, midiVelocity: 64 });
    });
  }

  #sendLater(frame: Frames, part: LivePart, send: (midi: MidiOutput, channel: number) => void): void {
    if (this.#targets.midi() === undefined) return;
    const generation = this.#generation;
    this.#targets.scheduler.schedule(this.#place.wallAt(frame), () => {
      const midi = this.#targets.midi();
      if (midi !== undefined && generation === this.#generation) send(midi, roleChannels[part.role]);
    });
  }

  #sendProgram(midi: MidiOutput, channel: number, { program }: LivePart): void {
    if (this.#programs.get(channel) === program) return;
    this.#programs.set(channel, program);
    midi.send({ type: 'program', channel, program });
  }
}

/** The part without its events. */
export function livePart({
  role,
  name,
  instrument,
  program,
  channel,
  volume,
  pan,
  reverb,
  chorus,
}: LivePart): LivePart {
  return { role, name, instrument, program, channel, volume, pan, reverb, chorus };
}

function scheduleOf(schedules: Map<string, PartSchedule>, part: LivePart): PartSchedule {
  const name = nameOf(part);
  const known = schedules.get(name) ?? { part: livePart(part), events: [] };
  schedules.set(name, known);
  return known;
}

function nameOf({ role, program, channel }: LivePart): string {
  return `${role}/${program}/${channel}`;
}
