/**
 * What the stream of a job has brought so far, for the player and the piano-roll, while it is made and after: a draft has no files.
 *
 * ```
 * stream ─ begin, audio, notes ─► DraftSamples ─► player: read() waits for what is not there yet
 *                                      └─► panel: score(), peaks()
 * ```
 */
import { cancelled, LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { Listeners } from '../sidecar/listeners.ts';
import { distinctLabels } from '../takes/distinctLabels.ts';
import { framesPerPeak, outline, peaksView } from '../takes/peaks.ts';
import type { PlaybackSource } from '../../bridge/protocol/panels/playback.ts';
import type { NoteView, PeaksView, ScoreView } from '../../bridge/protocol/panels/takeView.ts';
import type { StreamBegin, StreamNote } from '../../bridge/protocol/streamFrame.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { SampleSource } from '../player/sampleSource.ts';
import type { StreamListener } from '../sidecar/streamListener.ts';

/** Frames of one piece of memory: memory is taken as the sound comes. A multiple of {@link framesPerPeak}. */
const blockFrames = 1 << 16;

interface Reader {
  from: Frames;
  to: Frames;
  go: () => void;
}

let made = 0;

/** See the head of the file. */
export class DraftSamples implements SampleSource {
  readonly #changed = new Listeners<void>();
  readonly onDidChange = this.#changed.event;
  readonly #begun = new Listeners<void>();
  /** The particulars are known; again where the job began again. */
  readonly onDidBegin = this.#begun.event;
  readonly #grown = new Listeners<void>();
  /** More sound has come. */
  readonly onDidGrow = this.#grown.event;
  #source: PlaybackSource;
  #parts: StreamBegin['parts'] = [];
  #notes: NoteView[] = [];
  #sections: NonNullable<StreamBegin['sections']> = [];
  /** Least and greatest sample of every stretch; silent where nothing has come. */
  #pairs = new Float32Array();
  #blocks = new Map<number, Float32Array<ArrayBuffer>>();
  /** Spans that came, in order and joined. */
  #spans: { from: Frames; to: Frames }[] = [];
  #waiting = new Set<Reader>();
  /** Jobs whose sound is still to come. */
  #jobs = 0;
  #failure: unknown;

  constructor({ cue, title }: { cue: string; title: string }) {
    const id = `draft-${++made}`;
    this.#source = { id, title, cue, sampleRate: 44_100, frames: 0, tracks: [], bars: [] };
  }

  get source(): PlaybackSource {
    return this.#source;
  }

  /** Whether anything is known of it yet. */
  get hasBegun(): boolean {
    return this.#source.tracks.length > 0;
  }

  /**
   * What a job is to be told to. `isRest` where the job only brings what the first one left out: it voids nothing.
   */
  listener(isRest = false): StreamListener {
    this.#jobs++;
    return {
      begin: (begin) => {
        if (!isRest) this.#begin(begin);
      },
      audio: (time, samples) => {
        this.#keep(time, samples);
      },
      notes: (time, notes) => {
        this.#note(time, notes);
      },
      end: () => undefined,
    };
  }

  /** A job that has a listener is over: what it did not bring will not come. */
  finish(failure?: unknown): void {
    this.#jobs = Math.max(0, this.#jobs - 1);
    this.#failure ??= failure;
    if (this.#jobs === 0) this.#wake(() => true);
  }

  async read(
    _track: string,
    from: Frames,
    frames: Frames,
    signal: AbortSignal,
  ): Promise<Float32Array<ArrayBuffer>> {
    throwIfCancelled(signal);
    const isThere = (): boolean => this.#jobs === 0 || this.#has(from, this.#end(from, frames));
    while (!isThere()) await this.#arrival(from, this.#end(from, frames), signal);
    if (this.#failure !== undefined && !this.#has(from, this.#end(from, frames))) throw this.#broken();
    return this.#copy(from, this.#end(from, frames));
  }

  get noteCount(): number {
    return this.#notes.length;
  }

  /** Frames of sound that came so far. */
  get frameCount(): Frames {
    return this.#spans.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** The outline of what came so far; flat where nothing has. `null` before the particulars are known. */
  peaks(columns: number): PeaksView | null {
    const { frames, sampleRate } = this.#source;
    if (!this.hasBegun) return null;
    return peaksView({ seconds: frames / sampleRate, pairs: this.#pairs }, columns);
  }

  /** The notes that came so far. */
  score(): ScoreView {
    const { frames, sampleRate, bars } = this.#source;
    return {
      seconds: frames / sampleRate,
      parts: distinctLabels(
        this.#parts.map(({ role, name }) => ({ role, label: name.replace(`${role}: `, '') })),
      ),
      notes: [...this.#notes].sort((a, b) => a.onset - b.onset || a.pitch - b.pitch),
      bars: bars.map((frame) => frame / sampleRate),
      sections: this.#sections.map(({ label, start }) => ({ label, start: start / sampleRate })),
    };
  }

  /** Its cue has another URI now. */
  belongTo(cue: string): void {
    this.#source = { ...this.#source, cue };
    this.#changed.fire();
  }

  dispose(): void {
    // The player lets it go. Its sound stays as long as the draft does: the player may be given it again.
  }

  #begin({ sampleRate, frames, parts, bars = [], sections = [], beatsPerBar }: StreamBegin): void {
    this.#blocks = new Map();
    this.#spans = [];
    this.#notes = [];
    this.#parts = parts;
    this.#sections = sections;
    this.#pairs = new Float32Array(2 * Math.ceil(frames / framesPerPeak));
    const tracks = [{ id: 'mix', label: 'Mix' }];
    const beats = beatsPerBar === undefined ? {} : { beatsPerBar };
    this.#source = { ...this.#source, sampleRate, frames, tracks, bars, ...beats };
    this.#changed.fire();
    this.#begun.fire();
    // Who waits may have asked beyond the end.
    this.#wake(() => true);
  }

  #keep(time: Frames, samples: Float32Array): void {
    const frames = samples.length / 2;
    for (let done = 0; done < frames;) {
      const [number, offset] = [Math.floor((time + done) / blockFrames), (time + done) % blockFrames];
      const count = Math.min(frames - done, blockFrames - offset);
      const block = this.#blocks.get(number) ?? new Float32Array(2 * blockFrames);
      this.#blocks.set(number, block);
      block.set(samples.subarray(2 * done, 2 * (done + count)), 2 * offset);
      this.#outline(block, number, offset, count);
      done += count;
    }
    this.#spans = joined([...this.#spans, { from: time, to: time + frames }]);
    this.#wake(({ from, to }) => this.#has(from, to));
    this.#grown.fire();
  }

  /** Looks at the stretches again that frames of a block lie in. */
  #outline(block: Float32Array, number: number, offset: Frames, count: Frames): void {
    const [first, end] = [Math.floor(offset / framesPerPeak), Math.ceil((offset + count) / framesPerPeak)];
    const samples = block.subarray(2 * first * framesPerPeak, 2 * end * framesPerPeak);
    outline(samples, this.#pairs, first + (number * blockFrames) / framesPerPeak);
  }

  #note(time: Frames, notes: readonly StreamNote[]): void {
    const { sampleRate } = this.#source;
    for (const { onset, duration, part, pitch, midiVelocity } of notes) {
      const seconds = { onset: (time + onset) / sampleRate, duration: duration / sampleRate };
      this.#notes.push({ ...seconds, pitch, midiVelocity, part });
    }
  }

  #end(from: Frames, frames: Frames): Frames {
    return this.hasBegun ? Math.max(from, Math.min(from + frames, this.#source.frames)) : from + frames;
  }

  #has(from: Frames, to: Frames): boolean {
    return from >= to || this.#spans.some((span) => span.from <= from && to <= span.to);
  }

  #copy(from: Frames, to: Frames): Float32Array<ArrayBuffer> {
    const samples = new Float32Array(2 * Math.max(0, to - from));
    for (let frame = from; frame < to;) {
      const offset = frame % blockFrames;
      const count = Math.min(to - frame, blockFrames - offset);
      const block = this.#blocks.get(Math.floor(frame / blockFrames));
      if (block !== undefined)
        samples.set(block.subarray(2 * offset, 2 * (offset + count)), 2 * (frame - from));
      frame += count;
    }
    return samples;
  }

  #arrival(from: Frames, to: Frames, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.delete(reader);
        reject(cancelled());
      };
      const reader: Reader = {
        from,
        to,
        go: () => {
          this.#waiting.delete(reader);
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.#waiting.add(reader);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  #wake(isReady: (reader: Reader) => boolean): void {
    for (const reader of [...this.#waiting]) if (isReady(reader)) reader.go();
  }

  #broken(): LeitmotifError {
    return this.#failure instanceof LeitmotifError ? this.#failure : cancelled();
  }
}

/** Spans in order, those that touch joined. */
function joined(spans: { from: Frames; to: Frames }[]): { from: Frames; to: Frames }[] {
  const result: { from: Frames; to: Frames }[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}
