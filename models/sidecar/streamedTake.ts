/**
 * The sound of one job on its way out of the take child: gain, notes and samples into frames.
 *
 * ```
 * score ─► predicted gain ─► begin        mix block ─► × gain ─► soft ceiling ─► notes, audio        files written ─► heard
 * ```
 */
import { barQuarters, meterFraction } from '../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { encodeAudio, encodeJson, encodeNotes } from '../../bridge/protocol/streamPayload.ts';
import { encodeStreamFrame } from '../../bridge/protocol/streamFrame.ts';
import { decibelsToGain, ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { chunkFrames } from '../rendering/stemFile.ts';
import { predictGain } from './predictGain.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { StreamBegin, StreamFrameType, StreamNote } from '../../bridge/protocol/streamFrame.ts';
import type { Decibels, Frames, Hertz, Milliseconds, Seconds } from '../../bridge/protocol/units.ts';
import type { MixBlock } from '../rendering/mixBlock.ts';
import type { KnownOfSound, SoundListener } from '../takes/soundListener.ts';
import type { TaskContext } from './serveTasks.ts';
import type { TakeEvent } from './tasks.ts';

/** Above this level the streamed samples bend towards full scale: the limiter needs the whole take, which is not there yet. */
const bend = decibelsToGain(-2);
/** Most sample frames that go into one frame of the pipe: a third of a second. */
const longestBlock: Frames = chunkFrames;

interface TimedNote extends StreamNote {
  frame: Frames;
}

/** The part of a take that is played: from where, and how much of it. */
export interface Span {
  from: Seconds;
  seconds: Seconds;
}

/** Streams the attempts of one take. */
export class StreamedTake implements SoundListener {
  readonly #job: number;
  readonly #begun: Milliseconds;
  readonly #span: Span;
  readonly #event: TaskContext['event'];
  #sequence = 0;
  #sampleRate: Hertz = 44_100;
  #gain: Decibels = 0;
  #notes: TimedNote[] = [];
  #nextNote = 0;
  #start: Frames = 0;
  #firstSecond: Milliseconds | undefined;

  /** `begun` is when the task began; `span` is what is played: scores that are passed in begin where it begins. */
  constructor(
    job: number,
    begun: Milliseconds,
    event: TaskContext['event'],
    span: Span = { from: 0, seconds: Infinity },
  ) {
    this.#job = job;
    this.#begun = begun;
    this.#event = event;
    this.#span = span;
  }

  /** The predicted gain is that of the whole score: the same wherever playing begins. */
  begin(score: Score, sampleRate: Hertz, { whole = score, gain }: KnownOfSound = {}): void {
    const seconds = this.#span.from + Math.min(score.seconds, this.#span.seconds);
    this.#sampleRate = sampleRate;
    this.#gain = gain ?? predictGain(whole);
    this.#notes = timedNotes(score, sampleRate);
    this.#nextNote = 0;
    const begin: StreamBegin = {
      sampleRate,
      channels: 2,
      frames: Math.round(seconds * sampleRate),
      bars: barFrames(whole, sampleRate),
      beatsPerBar: meterFraction(whole.meters[0]?.meter ?? '4/4')[0],
      sections: sectionFrames(whole, sampleRate),
      predictedGain: this.#gain,
      parts: score.parts.map(({ role, name, instrument, program, channel }) => {
        return { role, name, instrument, program, channel };
      }),
    };
    this.#start = Math.round(this.#span.from * sampleRate);
    this.#send('begin', 0, encodeJson(begin));
  }

  /** Engines hand over what they have, be it a tenth of a second or a minute: a frame of the pipe holds some of it. */
  readonly mix = ({ frame, left, right }: MixBlock): void => {
    for (let at = 0; at < left.length; at += longestBlock) {
      const until = at + longestBlock;
      this.#block({ frame: frame + at, left: left.subarray(at, until), right: right.subarray(at, until) });
    }
  };

  #block({ frame, left, right }: MixBlock): void {
    const notes = this.#notesUntil(frame + left.length);
    if (notes.length > 0) {
      const relative = notes.map((note) => ({ ...note, onset: note.frame - frame }));
      this.#send('notes', this.#start + frame, encodeNotes(relative));
    }
    const gain = decibelsToGain(this.#gain);
    level(left, gain);
    level(right, gain);
    this.#send('audio', this.#start + frame, encodeAudio(left, right));
    if (frame + left.length >= this.#sampleRate) this.#firstSecond ??= performance.now() - this.#begun;
  }

  end(gain?: Decibels): void {
    const event: TakeEvent = {
      kind: 'heard',
      end: {
        predictedGain: this.#gain,
        ...(gain === undefined ? {} : { gain }),
        ...(this.#firstSecond === undefined ? {} : { firstSecond: Math.round(this.#firstSecond) }),
      },
    };
    this.#event(event);
  }

  #notesUntil(frame: Frames): TimedNote[] {
    const from = this.#nextNote;
    while ((this.#notes[this.#nextNote]?.frame ?? Infinity) < frame) this.#nextNote++;
    return this.#notes.slice(from, this.#nextNote);
  }

  #send(type: StreamFrameType, time: Frames, payload: Uint8Array): void {
    const bytes = encodeStreamFrame({ type, job: this.#job, sequence: this.#sequence++, time, payload });
    const event: TakeEvent = { kind: 'frame', bytes };
    this.#event(event);
  }
}

/** Where sections begin, as the score of the take will say it. */
function sectionFrames({ sections, tempos }: Score, sampleRate: Hertz): NonNullable<StreamBegin['sections']> {
  return sections.map(({ tick, label }) => {
    return { label, start: Math.round(tickToSeconds(tempos, tick) * sampleRate) };
  });
}

/** First frame of every bar, so that who listens can go on at the same bar of another take. */
function barFrames({ tempos, meters, endTick }: Score, sampleRate: Hertz): Frames[] {
  const bars: Frames[] = [];
  for (let tick = 0; tick < endTick;) {
    bars.push(Math.round(tickToSeconds(tempos, tick) * sampleRate));
    const meter = meters.findLast((change) => change.tick <= tick)?.meter ?? '4/4';
    tick += barQuarters(meter) * ticksPerQuarter;
  }
  return bars;
}

function timedNotes(score: Score, sampleRate: Hertz): TimedNote[] {
  const frameAt = (tick: number): Frames => Math.round(tickToSeconds(score.tempos, tick) * sampleRate);
  const notes = score.parts.flatMap((part, index) =>
    part.notes.map(({ tick, duration, pitch, midiVelocity }) => {
      const frame = frameAt(tick);
      const length = Math.max(1, frameAt(tick + duration) - frame);
      return { frame, onset: 0, duration: length, part: index, pitch, midiVelocity };
    }),
  );
  return notes.sort((a, b) => a.frame - b.frame);
}

/** Applies a gain; what would exceed {@link bend} approaches full scale and never reaches it. */
function level(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = (samples[i] as number) * gain;
    const size = Math.abs(sample);
    const room = 1 - bend;
    samples[i] = size <= bend ? sample : Math.sign(sample) * (bend + room * Math.tanh((size - bend) / room));
  }
}
