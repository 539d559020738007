/**
 * One part, played: spessasynth voices and the part's own reverberation.
 *
 * Timing is exact to the sample: a block ends where an event falls, and no block is longer than 128 frames, which is how
 * often envelopes and slow oscillators are computed.
 */
import { MIDIControllers, SpessaSynthProcessor } from 'spessasynth_core';
import { HighPass } from '../audio/highPass.ts';
import { inOrder, partEvents } from './partEvents.ts';
import { longestReverbBlock, Reverb } from './reverb.ts';
import { SilentChorus } from './silentChorus.ts';
import { forgetFilters, forgetLastNotes } from './synthesizerMemory.ts';
import type { BasicSoundBank, MIDIController } from 'spessasynth_core';
import type { Part, TempoChange } from '../../bridge/protocol/score.ts';
import type { Frames, Hertz, MidiNote, MidiVelocity } from '../../bridge/protocol/units.ts';
import type { PartEvent } from './partEvents.ts';
import type { Space } from './space.ts';

/** Below the lowest note of any instrument (27.5 Hz); some recordings of strings hold rumble at −26 dB down there. */
const rumbleHertz = 16;

/** Voices that a part may use: as many as the library makes, and how many more at a time. */
const mostVoices = 350;
const voiceStep = 16;
/** Most voices of one note: no instrument has more samples on one key and velocity. */
const mostLayers = 8;

/** Plays a part from its beginning, chunk after chunk. */
export class PartSynthesizer {
  readonly #synthesizer: SpessaSynthProcessor;
  readonly #reverb: Reverb;
  #channel: number;
  #events: readonly PartEvent[];
  #highPass: HighPass;
  #next = 0;
  #frame: Frames = 0;
  #idle = true;
  readonly #hasChorus: boolean;
  /** Notes begun since voices were last counted. */
  #begun = 0;

  constructor(
    bank: BasicSoundBank,
    part: Part,
    tempos: readonly TempoChange[],
    sampleRate: Hertz,
    space: Space,
  ) {
    this.#hasChorus = usesChorus(part);
    this.#reverb = new Reverb(space, sampleRate);
    this.#synthesizer = new SpessaSynthProcessor(sampleRate, {
      maxBufferSize: longestReverbBlock,
      eventsEnabled: false,
      reverbProcessor: this.#reverb,
      ...(this.#hasChorus ? {} : { chorusProcessor: new SilentChorus() }),
    });
    this.#synthesizer.soundBankManager.addSoundBank(bank, 'main');
    this.#channel = part.channel;
    this.#events = partEvents(part, tempos, sampleRate);
    this.#highPass = new HighPass(rumbleHertz, sampleRate);
    this.#synthesizer.setSystemParameter('voiceCap', voiceStep);
    this.#prepare(part);
  }

  /** Whether it can {@link playAnew} a part: the library was told at its making whether there is a chorus. */
  canPlay(part: Pick<Part, 'chorus' | 'controllers'>): boolean {
    return this.isAtRest && this.#hasChorus === usesChorus(part);
  }

  /**
   * Plays another part from its beginning, in the same space, as a new one would; whoever calls has asked {@link canPlay}. What it holds
   * is megabytes, which a player that goes on for hours neither takes nor leaves to be collected.
   */
  playAnew(part: Part, tempos: readonly TempoChange[], sampleRate: Hertz): void {
    this.#synthesizer.reset();
    this.forgetNotes();
    this.#channel = part.channel;
    this.#events = partEvents(part, tempos, sampleRate);
    this.#highPass = new HighPass(rumbleHertz, sampleRate);
    this.#next = 0;
    this.#frame = 0;
    this.#begun = 0;
    this.#prepare(part);
  }

  /** Plays the next `left.length` frames into two silent channels. False where the part rests and they stay silent. */
  render(left: Float32Array, right: Float32Array): boolean {
    let sounded = false;
    let done = 0;
    while (done < left.length) {
      this.#playEvents();
      const until = this.#events[this.#next]?.frame ?? Infinity;
      const rest = Math.min(left.length - done, until - this.#frame);
      const count = this.#idle ? rest : Math.min(rest, longestReverbBlock);
      if (!this.#idle) {
        this.#synthesizer.process(left, right, done, count);
        this.#begun = 0;
        this.#idle = this.#synthesizer.voiceCount === 0 && this.#reverb.isSilent;
        sounded = true;
      }
      this.#frame += count;
      done += count;
    }
    if (sounded) this.#highPass.process(left, right);
    return sounded;
  }

  /** Frames that were played. */
  get frame(): Frames {
    return this.#frame;
  }

  /** True while nothing sounds and nothing is left to be played. */
  get isAtRest(): boolean {
    return this.#idle && this.#next >= this.#events.length;
  }

  /** Adds what is to be played later; what is past already is played at once. For a part that is written while it sounds. */
  schedule(events: readonly PartEvent[]): void {
    this.#events = [...this.#events.slice(this.#next), ...events].sort(inOrder);
    this.#next = 0;
  }

  /** Ends what sounds and takes back what was scheduled; tails ring out. */
  endNotes(): void {
    this.#events = [];
    this.#next = 0;
    this.#synthesizer.controllerChange(this.#channel, MIDIControllers.sustainPedal, 0);
    this.#synthesizer.stopAllChannels(false);
  }

  /** Sets a controller now. */
  control(controller: number, value: number): void {
    this.#synthesizer.controllerChange(this.#channel, controller as MIDIController, value);
  }

  /** Decodes the samples of a note ahead of it, which may take longer than a block lasts. */
  decode(pitch: MidiNote, midiVelocity: MidiVelocity): void {
    const { preset } = this.#synthesizer.midiChannels[this.#channel] ?? {};
    for (const { sample } of preset?.getVoiceParameters(pitch, midiVelocity) ?? []) sample.getAudioData();
  }

  /**
   * Forgets what was worked out of the notes so far: the library keeps it for every pitch at every velocity, which grows for hours
   * where somebody plays on. What sounds goes on, and what comes sounds the same.
   */
  forgetNotes(): void {
    this.#synthesizer.clearCache();
    forgetLastNotes(this.#synthesizer);
    forgetFilters(this.#synthesizer);
  }

  #prepare(part: Part): void {
    const synthesizer = this.#synthesizer;
    synthesizer.programChange(part.channel, part.program);
    synthesizer.controllerChange(part.channel, MIDIControllers.mainVolume, part.volume);
    synthesizer.controllerChange(part.channel, MIDIControllers.pan, part.pan);
    synthesizer.controllerChange(part.channel, MIDIControllers.reverbDepth, part.reverb);
    synthesizer.controllerChange(part.channel, MIDIControllers.chorusDepth, part.chorus);
  }

  /**
   * The synthesizer looks at every voice that it may use in every block, and takes the first that is free. So it may use
   * few, and more before a note could lack one: what sounds is the same, to the bit, and a twelfth sooner.
   */
  #makeRoom(): void {
    const synthesizer = this.#synthesizer;
    this.#begun++;
    const needed = synthesizer.voiceCount + this.#begun * mostLayers;
    const cap = synthesizer.systemParameters.voiceCap;
    if (needed <= cap || cap >= mostVoices) return;
    const steps = Math.ceil(needed / voiceStep);
    synthesizer.setSystemParameter('voiceCap', Math.min(mostVoices, steps * voiceStep));
  }

  #playEvents(): void {
    for (;;) {
      const event = this.#events[this.#next];
      if (event === undefined || event.frame > this.#frame) return;
      this.#play(event);
      this.#next++;
    }
  }

  #play(event: PartEvent): void {
    const synthesizer = this.#synthesizer;
    switch (event.kind) {
      case 'noteOn':
        this.#makeRoom();
        synthesizer.noteOn(this.#channel, event.pitch, event.midiVelocity);
        this.#idle = false;
        break;
      case 'noteOff':
        synthesizer.noteOff(this.#channel, event.pitch);
        break;
      case 'controller':
        synthesizer.controllerChange(this.#channel, event.controller as MIDIController, event.value);
        break;
      case 'bend':
        synthesizer.pitchWheel(this.#channel, 8192 + event.value);
        break;
    }
  }
}

function usesChorus(part: Pick<Part, 'chorus' | 'controllers'>): boolean {
  return (
    part.chorus > 0 || part.controllers.some((event) => event.controller === MIDIControllers.chorusDepth)
  );
}
