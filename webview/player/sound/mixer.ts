/**
 * All that the worklet does, without the worklet: decks, heads, what is heard.
 *
 * ```
 *  main head: where playing is or shall be        leaving heads: short fades out
 *  sounding head: the old one, kept on while main waits for its first samples
 * ```
 *
 * No jump in the output, whatever is asked: every beginning and end is a fade, and who runs out of samples stops with one while it
 * still has some.
 */
import type { LoopRange } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';
import { Deck } from './deck.ts';
import { PlayHead, headFade } from './playHead.ts';
import type { MixerOrder, MixerReport } from './mixerMessages.ts';
import { fittingLoop } from './playOrder.ts';

/** Frames that must be there before a place is heard first: 46 ms at 44.1 kHz. */
const firstNeed: Frames = 2048;

/** Frames that must be there after they ran out, so that it does not stutter: 0.37 s at 44.1 kHz. */
const starvedNeed: Frames = 16_384;

/** Frames of the crossfade between two sources: 23 ms at 44.1 kHz. */
const sourceFade: Frames = 1024;

/** Most frames by which a place is corrected for what was heard since the page knew: 2 s at 48 kHz. */
const longestCatchUp: Frames = 96_000;

/** What is about one deck and moves no head. */
type DeckOrder = Extract<MixerOrder, { type: 'put' | 'drop' | 'gain' | 'loop' | 'frames' }>;

/** See the head of the file. */
export class Mixer {
  readonly #decks = new Map<number, Deck>();
  #main: PlayHead | undefined;
  #mainDeck: number | undefined;
  #sounding: PlayHead | undefined;
  #leaving: PlayHead[] = [];
  #isPlaying = false;
  #hasEnded = false;
  #underruns = 0;
  #serial = 0;

  /** Carries out an order. */
  obey(order: MixerOrder): void {
    switch (order.type) {
      case 'deck':
        this.#decks.set(order.deck, new Deck(order.frames, order.gains));
        return;
      case 'remove-deck':
        this.#removeDeck(order.deck);
        return;
      case 'place':
        this.#place(order);
        return;
      case 'play':
        this.#serial = order.serial;
        this.#isPlaying = true;
        this.#hasEnded = false;
        return;
      case 'pause':
        this.#serial = order.serial;
        this.#pause();
        return;
      default: {
        const deck = this.#decks.get(order.deck);
        if (deck !== undefined) this.#obeyOnDeck(deck, order);
      }
    }
  }

  #obeyOnDeck(deck: Deck, order: DeckOrder): void {
    switch (order.type) {
      case 'put':
        deck.put(order.track, order.block, order.samples);
        return;
      case 'drop':
        for (const block of order.blocks) deck.drop(block);
        return;
      case 'gain':
        deck.aimGain(order.track, order.gain, this.#isHeard(deck));
        return;
      case 'loop':
        this.#reorder(deck, deck.frames, order.range);
        return;
      case 'frames':
        this.#reorder(deck, order.frames, deck.loop);
        return;
    }
  }

  /** Another loop or length, also in the middle of a seam: the head leaves in the old order while one in the new comes in. */
  #reorder(deck: Deck, frames: Frames, loop: LoopRange | null): void {
    const main = this.#main;
    const isRunning = main?.deck === deck && main.isRunning;
    if (isRunning) this.#letGo(main, headFade);
    deck.frames = frames;
    deck.loop = fittingLoop(loop, frames);
    if (isRunning) this.#main = new PlayHead(deck, Math.min(main.frame, frames));
  }

  #isHeard(deck: Deck): boolean {
    if (this.#main?.deck === deck && this.#main.isRunning) return true;
    return this.#sounding?.deck === deck || this.#leaving.some((head) => head.deck === deck);
  }

  /** Writes the next `count` frames. */
  render(left: Float32Array, right: Float32Array, count: Frames): void {
    left.fill(0, 0, count);
    right.fill(0, 0, count);
    for (const deck of this.#sounded()) deck.prepare(count);
    if (this.#isPlaying) this.#advance(left, right, count);
    for (const head of this.#leaving) head.render(left, right, count);
    this.#leaving = this.#leaving.filter((head) => !head.isGone && !head.hasEnded);
  }

  get report(): MixerReport {
    const isHeard = this.#main?.isRunning === true || this.#sounding !== undefined;
    const moving = isHeard ? 'running' : 'waiting';
    const still = this.#hasEnded ? 'ended' : 'still';
    return {
      serial: this.#serial,
      deck: this.#mainDeck,
      frame: this.#main?.frame ?? 0,
      activity: this.#isPlaying && this.#main !== undefined ? moving : still,
      underruns: this.#underruns,
    };
  }

  #sounded(): Set<Deck> {
    const heads = [this.#main, this.#sounding, ...this.#leaving];
    return new Set(heads.flatMap((head) => (head === undefined ? [] : [head.deck])));
  }

  #advance(left: Float32Array, right: Float32Array, count: Frames): void {
    const main = this.#main;
    if (main !== undefined && !main.isRunning) this.#begin(main);
    if (this.#sounding !== undefined) {
      if (this.#run(this.#sounding, left, right, count)) main?.skip(count);
      else this.#sounding = undefined;
    }
    if (main?.isRunning !== true) return;
    if (!this.#run(main, left, right, count) && !main.hasEnded) this.#wait(main);
    if (main.hasEnded) this.#end();
  }

  /** Starts the main head where its samples are there. */
  #begin(main: PlayHead): void {
    const need = main.isStarved ? starvedNeed : firstNeed;
    if (main.deck.available(main.frame, need) < need) return;
    const isCrossfade = this.#sounding !== undefined;
    this.#letGo(this.#sounding, sourceFade);
    this.#sounding = undefined;
    main.start(isCrossfade ? sourceFade : headFade);
  }

  /** Renders a running head; false where its samples are about to end: then it is on its way out, or the source has ended. */
  #run(head: PlayHead, left: Float32Array, right: Float32Array, count: Frames): boolean {
    const need = count + headFade;
    if (head.deck.available(head.frame, need) < need) {
      this.#underruns += 1;
      this.#letGo(head, headFade);
      return false;
    }
    head.render(left, right, count);
    return !head.hasEnded;
  }

  /** In place of a head that ran out a new one waits at the same frame. */
  #wait(main: PlayHead): void {
    this.#main = new PlayHead(main.deck, main.frame);
    this.#main.isStarved = true;
  }

  #end(): void {
    this.#isPlaying = false;
    this.#hasEnded = true;
    if (this.#main !== undefined) this.#main = new PlayHead(this.#main.deck, this.#main.frame);
  }

  #place({ deck: number, frame, when, basis, serial }: MixerOrder & { type: 'place' }): void {
    const deck = this.#decks.get(number);
    this.#serial = serial;
    if (deck === undefined) return;
    const since = basis === undefined || !this.#isPlaying ? 0 : (this.#main?.frame ?? 0) - basis;
    if (when === 'when-ready' && this.#isPlaying) {
      // A place that was never heard is forgotten; what sounded before it sounds on.
      if (this.#main?.isRunning === true) this.#sounding = this.#main;
    } else {
      this.#letAllGo();
    }
    this.#hasEnded = false;
    this.#mainDeck = number;
    this.#main = new PlayHead(deck, Math.max(0, Math.min(deck.frames, frame)));
    // Less than nothing: a loop went round meanwhile, and nobody can say how often.
    if (since > 0 && since < longestCatchUp) this.#main.skip(since);
  }

  #pause(): void {
    const main = this.#main;
    if (main !== undefined) {
      const { deck, frame } = main;
      this.#letAllGo();
      this.#main = new PlayHead(deck, frame);
    }
    this.#isPlaying = false;
  }

  #removeDeck(number: number): void {
    this.#decks.delete(number);
    if (this.#mainDeck !== number) return;
    this.#letAllGo();
    this.#mainDeck = undefined;
    this.#main = undefined;
  }

  #letAllGo(): void {
    if (this.#main?.isRunning === true) this.#letGo(this.#main, headFade);
    this.#letGo(this.#sounding, headFade);
    this.#sounding = undefined;
  }

  #letGo(head: PlayHead | undefined, fade: Frames): void {
    if (head === undefined || head.hasEnded) return;
    head.leave(fade);
    this.#leaving.push(head);
  }
}
