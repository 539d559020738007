/**
 * Notes to sound while they come: a part synthesizer for each player, its gain and controllers led by the attributes of sound, all
 * summed, levelled and bent below full scale.
 *
 * ```
 * events ─► part ─► × gain of its role, ramped ─┐
 * events ─► part ─► × gain of its role, ramped ─┴─► × gain ─► soft ceiling ─► block
 * sound ──► brightness (74), reverb (91), stepped a block
 * ```
 */
import { PartSynthesizer } from '../../models/rendering/partSynthesizer.ts';
import { styleSpaces } from '../../models/rendering/space.ts';
import { brightnessController, reverbController, roleGain } from '../protocol/soundControllers.ts';
import { decibelsToGain } from '../protocol/units.ts';
import type { BasicSoundBank } from 'spessasynth_core';
import type { PartEvent } from '../../models/rendering/partEvents.ts';
import type { Style } from '../protocol/attributes.ts';
import type { Part } from '../protocol/score.ts';
import type { Decibels, Frames, Hertz, MidiNote, MidiVelocity } from '../protocol/units.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { LivePart, LiveSound, PartSchedule } from './synthesizerMessages.ts';

interface Player {
  part: LivePart;
  /** Whose room it plays in. */
  style: Style;
  synthesizer: PartSynthesizer;
  /** Frame of the audio clock at which it was made. */
  born: Frames;
  gain: number;
  brightness: number;
  reverb: number;
  /** Frames since it last sounded. */
  rested: Frames;
  /** Notes since it last forgot. */
  notes: number;
  /** Notes that were to begin and are not to end yet. */
  open: Set<MidiNote>;
}

/** Above this level samples bend towards full scale and never reach it. */
const bend = decibelsToGain(-2);
/** Most that a controller moves in a block: its whole range in some 80 ms. */
const controllerStep = 16;
/**
 * From so many players on, one that rests plays another part where it can: a player is megabytes, which the thread that must not wait
 * would have to take, and to collect again. The second number is the most that are kept.
 */
const [enoughPlayers, mostPlayers] = [16, 24];
/** Seconds of rest after which a player may play another part, or be let go where there are too many. */
const letGoAfter = 20;
/**
 * Notes after which a player forgets what it worked out of them: a kilobyte or two a voice, seldom needed again, for velocities differ. Of
 * 200 notes and thirty players that could be ten megabytes.
 */
const notesKept = 40;
const neutralBrightness = 64;

/** One live synthesizer. */
export class LiveSynthesizer {
  readonly #bank: BasicSoundBank;
  readonly #sampleRate: Hertz;
  readonly #players = new Map<string, Player>();
  #style: Style;
  #frame: Frames = 0;
  #sound: LiveSound = { values: neutral(), composed: neutral(), gain: 0 };
  #gain = 1;
  /** What one player plays of a block. */
  #own: [Float32Array, Float32Array] = [new Float32Array(0), new Float32Array(0)];

  constructor(bank: BasicSoundBank, sampleRate: Hertz, style: Style) {
    this.#bank = bank;
    this.#sampleRate = sampleRate;
    this.#style = style;
  }

  /** The frame that is rendered next. */
  get frame(): Frames {
    return this.#frame;
  }

  /** Begins at a frame; before anything is scheduled or rendered. */
  begin(frame: Frames): void {
    this.#frame = frame;
    for (const player of this.#players.values()) player.born = frame;
  }

  /** Players that are there. */
  get players(): number {
    return this.#players.size;
  }

  /** Adds what is to be played. */
  schedule(parts: readonly PartSchedule[]): void {
    for (const { part, events } of parts) {
      const player = this.#playerOf(part);
      const earlier = [...this.#players.values()].filter((one) => one !== player && isSame(one.part, part));
      const given = new Map<Player, PartEvent[]>();
      for (const event of events)
        for (const one of receivers(event, player, earlier))
          given.set(one, [...(given.get(one) ?? []), event]);
      for (const [one, own] of given) give(one, own);
    }
  }

  /** Decodes the samples of a note that will come. */
  decode(part: LivePart, pitch: MidiNote, midiVelocity: MidiVelocity): void {
    this.#playerOf(part).synthesizer.decode(pitch, midiVelocity);
  }

  /** Changes the sound from the next block on. */
  setSound(sound: LiveSound): void {
    this.#sound = sound;
  }

  /** The room of players that come from now on; those who play stay where they are. */
  setSpace(style: Style): void {
    if (style === this.#style) return;
    this.#style = style;
  }

  /** Ends what sounds. */
  endNotes(): void {
    for (const { synthesizer, open } of this.#players.values()) {
      synthesizer.endNotes();
      open.clear();
    }
  }

  /** The next block of so many frames. */
  render(length: Frames): AudioBlock {
    const [left, right] = [new Float32Array(length), new Float32Array(length)];
    for (const player of this.#players.values()) {
      this.#moveControllers(player);
      this.#add(player, left, right);
      if (player.synthesizer.isAtRest) player.rested += length;
      else player.rested = 0;
    }
    if (this.#players.size > mostPlayers) this.#letGo();
    this.#level(left, right);
    const block = { time: this.#frame, sampleRate: this.#sampleRate, left, right };
    this.#frame += length;
    return block;
  }

  #letGo(): void {
    const [longest] = this.#resting();
    if (longest !== undefined) this.#players.delete(longest[0]);
  }

  /** Those that have rested for long, the longest first. */
  #resting(): [string, Player][] {
    return [...this.#players]
      .filter(([, { rested }]) => rested > letGoAfter * this.#sampleRate)
      .sort(([, a], [, b]) => b.rested - a.rested);
  }

  /** A synthesizer for a part in the room of now: that of a player who rests, else a new one. */
  #synthesizerFor(part: Part): PartSynthesizer {
    const tempos = [{ tick: 0, microsecondsPerQuarter: 500_000 }];
    const resting = this.#players.size < enoughPlayers ? [] : this.#resting();
    const spare = resting.find(
      ([, { style, synthesizer }]) => style === this.#style && synthesizer.canPlay(part),
    );
    if (spare === undefined)
      return new PartSynthesizer(this.#bank, part, tempos, this.#sampleRate, styleSpaces[this.#style]);
    const [name, { synthesizer }] = spare;
    this.#players.delete(name);
    synthesizer.playAnew(part, tempos, this.#sampleRate);
    return synthesizer;
  }

  #playerOf(part: LivePart): Player {
    const name = `${part.role}/${part.channel}/${part.program}/${this.#style}`;
    const known = this.#players.get(name);
    if (known !== undefined) return known;
    const silent = { ...part, notes: [], controllers: [], bends: [] };
    const player: Player = {
      part,
      style: this.#style,
      synthesizer: this.#synthesizerFor(silent),
      born: this.#frame,
      gain: decibelsToGain(this.#roleGain(part)),
      brightness: neutralBrightness,
      reverb: part.reverb,
      rested: 0,
      notes: 0,
      open: new Set(),
    };
    this.#players.set(name, player);
    return player;
  }

  #roleGain({ role }: LivePart): Decibels {
    return roleGain(role, this.#sound.values, this.#sound.composed);
  }

  #moveControllers(player: Player): void {
    const { values, composed } = this.#sound;
    const brightness = stepped(player.brightness, brightnessController(values, composed));
    if (brightness !== player.brightness) player.synthesizer.control(74, brightness);
    player.brightness = brightness;
    const reverb = stepped(player.reverb, reverbController(player.part, values));
    if (reverb !== player.reverb) player.synthesizer.control(91, reverb);
    player.reverb = reverb;
  }

  #add(player: Player, left: Float32Array, right: Float32Array): void {
    const [own, ownRight] = this.#silence(left.length);
    const goal = decibelsToGain(this.#roleGain(player.part));
    const from = player.gain;
    player.gain = goal;
    if (!player.synthesizer.render(own, ownRight)) return;
    const step = (goal - from) / left.length;
    for (let i = 0; i < left.length; i++) {
      const gain = from + step * (i + 1);
      left[i] = (left[i] as number) + (own[i] as number) * gain;
      right[i] = (right[i] as number) + (ownRight[i] as number) * gain;
    }
  }

  /** Two silent channels for one player, the same each time: new ones were megabytes a second that had to be collected. */
  #silence(length: Frames): [Float32Array, Float32Array] {
    if (this.#own[0].length !== length) this.#own = [new Float32Array(length), new Float32Array(length)];
    for (const channel of this.#own) channel.fill(0);
    return this.#own;
  }

  #level(left: Float32Array, right: Float32Array): void {
    const goal = decibelsToGain(this.#sound.gain);
    const [from, step] = [this.#gain, (goal - this.#gain) / left.length];
    this.#gain = goal;
    for (let i = 0; i < left.length; i++) {
      const gain = from + step * (i + 1);
      left[i] = bent((left[i] as number) * gain);
      right[i] = bent((right[i] as number) * gain);
    }
  }
}

/** The same part, whatever room its player is in. */
function isSame(a: LivePart, b: LivePart): boolean {
  return a.role === b.role && a.channel === b.channel && a.program === b.program;
}

/**
 * A note begins in the room of now and ends in the one in which it began; a pedal is let go in all. `earlier` are players of the same
 * part in other rooms.
 */
function receivers(event: PartEvent, player: Player, earlier: readonly Player[]): readonly Player[] {
  switch (event.kind) {
    case 'noteOn':
      player.open.add(event.pitch);
      return [player];
    case 'noteOff':
      return [[...earlier, player].find(({ open }) => open.delete(event.pitch)) ?? player];
    default:
      return [...earlier, player];
  }
}

function give(player: Player, events: readonly PartEvent[]): void {
  const { synthesizer, born } = player;
  synthesizer.schedule(events.map((event) => ({ ...event, frame: Math.max(0, event.frame - born) })));
  player.notes += events.filter(({ kind }) => kind === 'noteOn').length;
  if (player.notes < notesKept) return;
  synthesizer.forgetNotes();
  player.notes = 0;
}

function stepped(from: number, to: number): number {
  return from + Math.max(-controllerStep, Math.min(controllerStep, to - from));
}

function bent(sample: number): number {
  const size = Math.abs(sample);
  const room = 1 - bend;
  return size <= bend ? sample : Math.sign(sample) * (bend + room * Math.tanh((size - bend) / room));
}

function neutral(): LiveSound['values'] {
  return { brightness: 0.5, dynamics: 0.5, reverb: 0.3, balance: {} };
}
