/** Performances of a bridge: one at a time, with a synthesizer that lives as long. */
import { Director, directorBeat } from '../performance/director.ts';
import { chordName } from '../protocol/chordName.ts';
import { LeitmotifError, throwIfCancelled } from '../protocol/errors.ts';
import { SynthesizerThread } from '../synthesizer/synthesizerThread.ts';
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { Style, Tonic } from '../protocol/attributes.ts';
import type { PerformanceState } from '../protocol/bridge.ts';
import type { PerformedPhrase } from '../protocol/performance.ts';
import type { ChordChange } from '../protocol/score.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { BridgeDesk } from './bridgeDesk.ts';
import type { OptionalHandlers } from './bridgeHandlers.ts';

type Asked<N extends 'startPerformance' | 'attachPerformance' | 'queueSection' | 'keepPerformance'> =
  Parameters<NonNullable<OptionalHandlers[N]>>[0];

/** Where sound and notes go. */
export interface PerformanceOutputs {
  push: (block: AudioBlock) => void;
  midi: () => NoteTracker | undefined;
  /** There are new threads, and they are in a hurry. */
  hurry: () => void;
}

interface Playing {
  director: Director;
  synthesizer: SynthesizerThread;
  beating: NodeJS.Timeout;
  leads: 'bridge' | 'daw';
  isBegun: boolean;
}

type StartAsked = Asked<'startPerformance'> & { leads: 'bridge' | 'daw' };

/** So long tails ring before the synthesizer is let go. */
const tail: Milliseconds = 400;

/** One performance at a time. */
export class PerformanceDesk {
  readonly #desk: BridgeDesk;
  readonly #outputs: PerformanceOutputs;
  #playing: Playing | undefined;
  /** Beginnings that wait, for the synthesizer or for the first phrase. */
  readonly #beginnings = new Set<AbortController>();
  /** Beginnings and endings wait for one another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(desk: BridgeDesk, outputs: PerformanceOutputs) {
    this.#desk = desk;
    this.#outputs = outputs;
    desk.onPanic(() => this.#playing?.director.panic());
  }

  /** Absent while nothing is performed. */
  get state(): PerformanceState | undefined {
    return this.#playing?.director.state;
  }

  /** Whether tempo and meter change at bar lines, by the performance. */
  get leadsClock(): boolean {
    return this.#playing?.leads === 'bridge';
  }

  /**
   * Begins in place of an earlier one, also of one that still waits for its composer.
   *
   * @throws LeitmotifError `request-invalid`, `sidecar-ended`, `soundfont-missing`; `cancelled` at once where the signal is aborted,
   * or it is stopped or replaced before it plays
   */
  readonly start = async (asked: StartAsked, signal: AbortSignal): Promise<void> => {
    this.interrupt();
    const own = new AbortController();
    const giveUp = (): void => {
      own.abort();
    };
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    this.#beginnings.add(own);
    try {
      await this.#inTurn(() => this.#begin(asked, own.signal));
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#beginnings.delete(own);
    }
  };

  /** Goes on with another sidecar. @throws LeitmotifError `not-performing` */
  readonly attach = ({ source }: Asked<'attachPerformance'>): Promise<void> => {
    this.#director().attach(source);
    return Promise.resolve();
  };

  /** The section that comes next. @throws LeitmotifError `not-performing` */
  readonly queue = ({ section }: Asked<'queueSection'>): Promise<void> => {
    this.#director().queue(section);
    return Promise.resolve();
  };

  /** The last seconds as a take. @throws LeitmotifError `not-performing`, and what the sidecar says */
  readonly keep = async ({ seconds, out }: Asked<'keepPerformance'>): Promise<{ folder: string }> => ({
    folder: await this.#director().keep(seconds, out),
  });

  /** Ends it: the transport stops, every note ends. One that still waits for its composer is given up at once. */
  readonly stop = (): Promise<void> => {
    this.interrupt();
    return this.#inTurn(() => this.#end());
  };

  /** Gives up what has not begun to play; what plays goes on. */
  interrupt(): void {
    for (const beginning of this.#beginnings) beginning.abort();
  }

  async #begin(asked: StartAsked, signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    await this.#end();
    const { source, leads, changes } = asked;
    if (source === undefined) throw noSource();
    const synthesizer = await this.#startSynthesizer(asked.cue.attributes.style ?? 'cinematic', signal);
    const { transportClock: transport, store, scheduler } = this.#desk;
    const house = {
      ...{ store, transport, scheduler, midi: this.#outputs.midi },
      synthesizer: synthesizer.tell.bind(synthesizer),
      prepare: synthesizer.prepare.bind(synthesizer),
      phraseBegins: this.#phraseBegins,
      chordBegins: this.#chordBegins,
      problem: (error: LeitmotifError) => {
        this.#desk.report(error);
      },
    };
    const director = new Director(house, { leads, changes });
    const beating = setInterval(() => {
      director.beat(performance.now());
    }, directorBeat);
    this.#playing = { director, synthesizer, beating, leads, isBegun: false };
    try {
      await director.begin(source, signal);
      this.#playing.isBegun = true;
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  async #startSynthesizer(style: Style, signal: AbortSignal): Promise<SynthesizerThread> {
    const listener = {
      block: this.#outputs.push,
      lost: (error: LeitmotifError) => {
        this.#lost(error);
      },
    };
    const { sampleRate } = this.#desk.transportClock.clock;
    const synthesizer = await SynthesizerThread.start({ sampleRate, style }, listener, signal);
    this.#outputs.hurry();
    return synthesizer;
  }

  #director(): Director {
    if (this.#playing !== undefined) return this.#playing.director;
    throw new LeitmotifError('not-performing', {
      what: 'Nothing is performed',
      subject: 'performance',
      next: 'Start a performance first',
    });
  }

  async #end(): Promise<void> {
    const playing = this.#playing;
    if (playing === undefined) return;
    if (playing.leads === 'bridge') this.#desk.transportClock.stop(performance.now(), 'performance');
    playing.director.end();
    this.#outputs.midi()?.endNotes();
    // What never sounded has no tail.
    if (playing.isBegun) await new Promise((resolve) => setTimeout(resolve, tail));
    clearInterval(playing.beating);
    this.#playing = undefined;
    await playing.synthesizer.close();
  }

  #lost(error: LeitmotifError): void {
    this.#desk.report(error);
    void this.stop();
  }

  readonly #phraseBegins = (phrase: PerformedPhrase, at: Milliseconds): void => {
    if (!phrase.isNewSection) return;
    const { bar } = this.#desk.transportClock.position(at);
    this.#desk.musicEvents.tell({ kind: 'section', label: phrase.section, bar }, at);
  };

  readonly #chordBegins = (chord: ChordChange, tonic: Tonic, at: Milliseconds): void => {
    const name = chordName(chord, tonic);
    this.#desk.musicEvents.tell({ kind: 'chord', name, numeral: chord.numeral }, at);
  };

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

function noSource(): LeitmotifError {
  return new LeitmotifError('request-invalid', {
    what: 'There is nobody who composes',
    subject: 'source',
    next: 'Ask a sidecar to perform the cue, and name its pipe and the job',
  });
}
