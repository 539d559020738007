/** One loaded source on the page: its deck in the worklet, and the book of its samples. */
import type { LoopRange, PlaybackSource, TrackState } from '../../bridge/protocol/panels/playback.ts';
import type { FromPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import type { Frames, Hertz, Milliseconds, Seconds } from '../../bridge/protocol/units.ts';
import { SampleOrders } from './asking/sampleOrders.ts';
import type { MixerOrder } from './sound/mixerMessages.ts';
import { fittingLoop } from './sound/playOrder.ts';
import { trackGains } from './trackGains.ts';

/** Made with its deck; {@link LoadedDeck.close} ends both. */
export class LoadedDeck {
  readonly number: number;
  readonly orders: SampleOrders;
  readonly #send: (order: MixerOrder) => void;
  #source: PlaybackSource;
  #states: Record<string, TrackState>;
  #gains: number[];
  #loop: LoopRange | null = null;
  #frames: Frames;

  constructor(
    number: number,
    source: PlaybackSource,
    states: Record<string, TrackState>,
    send: (order: MixerOrder) => void,
    nextAsk: () => number,
  ) {
    this.number = number;
    this.#source = source;
    this.#states = states;
    this.#send = send;
    this.#frames = source.frames;
    this.#gains = trackGains(source.tracks, states);
    const ids = source.tracks.map(({ id }) => id);
    this.orders = new SampleOrders(ids, source.frames, nextAsk);
    send({ type: 'deck', deck: number, frames: source.frames, gains: this.#gains });
  }

  get source(): PlaybackSource {
    return this.#source;
  }

  get states(): Record<string, TrackState> {
    return this.#states;
  }

  get loop(): LoopRange | null {
    return this.#loop;
  }

  get rate(): Hertz {
    return this.#source.sampleRate;
  }

  /** True where new particulars are those of the same sound: same tracks, same rate. */
  isLike({ tracks, sampleRate }: PlaybackSource): boolean {
    const mine = this.#source.tracks;
    return (
      sampleRate === this.rate &&
      tracks.length === mine.length &&
      tracks.every(({ id }, i) => id === mine[i]?.id)
    );
  }

  /** Takes new particulars of the same sound. */
  renew(source: PlaybackSource): void {
    this.#source = source;
    const blocks = this.orders.resize(source.frames);
    if (blocks.length > 0) this.#send({ type: 'drop', deck: this.number, blocks });
    this.#sayFrames();
  }

  setLoop(range: LoopRange | null | undefined): void {
    this.#loop = fittingLoop(range, this.orders.frames);
    this.#send({ type: 'loop', deck: this.number, range: this.#loop });
  }

  setStates(states: Record<string, TrackState>): void {
    this.#states = states;
    const gains = trackGains(this.#source.tracks, states);
    gains.forEach((gain, track) => {
      if (gain !== this.#gains[track]) this.#send({ type: 'gain', deck: this.number, track, gain });
    });
    this.#gains = gains;
  }

  /** Asks for the `seconds` from `frame` on, and lets go of the rest. */
  plan(frame: Frames, seconds: Seconds, now: Milliseconds, say: (message: FromPlayer) => void): void {
    const order = { frames: this.orders.frames, loop: this.#loop };
    const plan = this.orders.plan(order, frame, Math.ceil(seconds * this.rate), now);
    if (plan.drops.length > 0) this.#send({ type: 'drop', deck: this.number, blocks: plan.drops });
    for (const ask of plan.forgets) say({ type: 'forget', ask });
    for (const ask of plan.asks) say({ type: 'ask', source: this.#source.id, ...ask });
  }

  /** Takes the answer to an ask of this deck's; false where it is another's. */
  take(ask: number, samples: ArrayBuffer | null): boolean {
    const puts = this.orders.answer(ask, samples === null ? null : new Float32Array(samples));
    if (puts === undefined) return false;
    for (const put of puts) this.#send({ type: 'put', deck: this.number, ...put });
    this.#sayFrames();
    return true;
  }

  /** Ends the deck; what sounds of it fades out. Returns the asks that are open. */
  close(): number[] {
    this.#send({ type: 'remove-deck', deck: this.number });
    return this.orders.close();
  }

  #sayFrames(): void {
    const { frames } = this.orders;
    if (frames === this.#frames) return;
    this.#frames = frames;
    this.#send({ type: 'frames', deck: this.number, frames });
    if (this.#loop !== null) this.setLoop(this.#loop);
  }
}
