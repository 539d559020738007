/** A tempo that was asked for and holds from the next bar or phrase on, where the bridge leads. */
import { performer } from './storeValues.ts';
import type { BeatsPerMinute, Frames, Ticks } from '../protocol/units.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { Transport } from '../transport/transport.ts';
import type { PhraseBuffer } from './phraseBuffer.ts';
import type { ChangesAt } from './steering.ts';

/** The tempo of one performance. */
export class TempoAtLine {
  readonly #changesAt: ChangesAt;
  readonly #buffer: PhraseBuffer;
  readonly #house: { transport: Transport; scheduler: LookaheadScheduler };
  #wanted: BeatsPerMinute | undefined;

  constructor(
    changesAt: ChangesAt,
    buffer: PhraseBuffer,
    house: { transport: Transport; scheduler: LookaheadScheduler },
  ) {
    this.#changesAt = changesAt;
    this.#buffer = buffer;
    this.#house = house;
  }

  /** Another tempo is wanted. */
  want(tempo: BeatsPerMinute): void {
    this.#wanted = tempo;
  }

  /** The line from which it holds, where that comes before a tick and after what was played. */
  lineBefore(until: Ticks, played: Ticks): Ticks | undefined {
    if (this.#wanted === undefined) return undefined;
    const isPhrase = this.#changesAt === 'phrase';
    const line = isPhrase ? this.#buffer.phraseLineAfter(played) : this.#buffer.barLineAfter(played);
    return line !== undefined && line.tick <= until ? line.tick : undefined;
  }

  /** Changes the clock at a frame, and tells everybody when it comes, if `isPlaying` still. Answers the tempo. */
  change(frames: Frames, isPlaying: () => boolean): BeatsPerMinute {
    const { transport, scheduler } = this.#house;
    const tempo = this.#wanted ?? transport.clock.positionAt(frames).tempo;
    this.#wanted = undefined;
    transport.clock.setTempo(tempo, frames);
    const at = transport.clock.wallAtFrames(frames);
    scheduler.schedule(at, () => {
      if (isPlaying() && transport.position(at).isRolling) transport.setTempo(tempo, at, performer);
    });
    return tempo;
  }
}
