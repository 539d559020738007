/** Performances of a bridge: one at a time, with a synthesizer that lives as long. */
import { Director, directorBeat } from '../performance/director.ts';
import { chordName } from '../protocol/chordName.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import { SynthesizerThread } from '../synthesizer/synthesizerThread.ts';
import { liveBlock } from '../synthesizer/synthesizerMessages.ts';
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { Tonic } from '../protocol/attributes.ts';
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
}

interface Playing {
  director: Director;
  synthesizer: SynthesizerThread;
  beating: NodeJS.Timeout;
  leads: 'bridge' | 'daw';
}

/** So long tails ring before the synthesizer is let go. */
const tail: Milliseconds = 400;

/** One performance at a time. */
export class PerformanceDesk {
  readonly #desk: BridgeDesk;
  readonly #outputs: PerformanceOutputs;
  #playing: Playing | undefined;
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

  /** Begins in place of an earlier one. @throws LeitmotifError `request-invalid`, `sidecar-ended`, `soundfont-missing` */
  readonly start = (asked: Asked<'startPerformance'> & { leads: 'bridge' | 'daw' }): Promise<void> =>
    this.#inTurn(async () => {
      await this.#end();
      const { source, leads, changes } = asked;
      if (source === undefined) throw noSource();
      const { transportClock: transport, store, scheduler } = this.#desk;
      const { style } = { style: asked.cue.attributes.style ?? 'cinematic' };
      const { sampleRate } = transport.clock;
      const synthesizer = await SynthesizerThread.start(
        { sampleRate, style },
        {
          block: this.#outputs.push,
          lost: (error) => {
            this.#lost(error);
          },
        },
      );
      const from = Math.ceil(transport.clock.framesAtWall(performance.now()) / liveBlock) * liveBlock;
      synthesizer.tell({ kind: 'begin', from });
      const house = {
        ...{ store, transport, scheduler, midi: this.#outputs.midi },
        synthesizer: synthesizer.tell.bind(synthesizer),
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
      this.#playing = { director, synthesizer, beating, leads };
      try {
        await director.begin(source);
      } catch (error) {
        await this.#end();
        throw error;
      }
    });

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

  /** Ends it: the transport stops, every note ends. */
  readonly stop = (): Promise<void> => this.#inTurn(() => this.#end());

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
    await new Promise((resolve) => setTimeout(resolve, tail));
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
