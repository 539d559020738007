/**
 * A finished take for those who listen: its mix, in step with the transport. Start and stop are anybody's; each start is from the
 * beginning.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LeitmotifError } from '../protocol/errors.ts';
import { takeFilesSchema } from '../protocol/take.ts';
import { longestBlock } from '../transport/playbackBuffer.ts';
import { beatLead } from '../transport/transport.ts';
import { wavLayout } from '../daw/cutWav.ts';
import { takeMoments } from './takeTimes.ts';
import type { WavLayout } from '../daw/cutWav.ts';
import type { Frames, Milliseconds } from '../protocol/units.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { Cancel } from '../transport/lookaheadScheduler.ts';
import type { TakeMoment } from './takeTimes.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Sound goes out this much ahead of its time, and is looked after this often. */
const ahead: Milliseconds = 60;
const every: Milliseconds = 20;
const itself = 'take';

interface Loaded {
  path: string;
  layout: WavLayout;
  moments: TakeMoment[];
}

interface Playing {
  file: number;
  timer: NodeJS.Timeout;
  /** Takes back what is to be told. */
  cancels: Cancel[];
}

/** One take at a time. */
export class TakePlayer {
  readonly #desk: BridgeDesk;
  readonly #push: (block: AudioBlock) => void;
  readonly #isTaken: () => boolean;
  #take: Loaded | undefined;
  #playing: Playing | undefined;

  /** `isTaken` says whether something else sounds. */
  constructor(desk: BridgeDesk, push: (block: AudioBlock) => void, isTaken: () => boolean) {
    this.#desk = desk;
    this.#push = push;
    this.#isTaken = isTaken;
    desk.transportClock.onChange(({ isRolling }) => {
      if (isRolling) this.#start();
      else this.#stop();
    });
  }

  /** Plays the take of a folder from its beginning. @throws LeitmotifError `not-available` during a performance, `file-missing`, `recipe-invalid`, `audio-undecodable` */
  readonly play = ({ folder }: { folder: string }): Promise<void> =>
    Promise.resolve().then(() => {
      if (this.#isTaken()) throw taken(folder);
      const { mix, tempo, meter, moments } = readRecipe(folder);
      const layout = wavLayout(mix);
      this.#desk.transportClock.stop(performance.now(), itself);
      this.#take = { path: mix, layout, moments };
      if (tempo !== undefined) this.#desk.store.set('tempo', tempo, itself);
      if (meter !== undefined) this.#desk.store.set('meter', meter, itself);
      // Later than those changes: what is set for an earlier time voids what was set for a later one.
      const now = performance.now();
      this.#desk.transportClock.locate(1, now, itself);
      this.#desk.transportClock.play(now, itself);
    });

  /** Ends. */
  readonly close = (): Promise<void> => {
    this.#stop();
    this.#take = undefined;
    return Promise.resolve();
  };

  #start(): void {
    if (this.#take === undefined || this.#playing !== undefined || this.#isTaken()) return;
    const { path, layout, moments } = this.#take;
    const file = openSync(path, 'r');
    const start = performance.now();
    const first = Math.round((this.#framesNow(start) * layout.sampleRate) / this.#clockRate);
    let done: Frames = 0;
    const look = (): void => {
      const due = ((performance.now() - start + ahead) * layout.sampleRate) / 1000;
      while (done < due) {
        const block = readBlock(file, layout, done, first + done);
        if (block === undefined) {
          this.#desk.transportClock.stop(performance.now(), itself);
          return;
        }
        this.#push(block);
        done += block.left.length;
      }
    };
    this.#playing = { file, timer: setInterval(look, every), cancels: this.#plan(moments, start) };
  }

  #stop(): void {
    if (this.#playing === undefined) return;
    clearInterval(this.#playing.timer);
    for (const cancel of this.#playing.cancels) cancel();
    closeSync(this.#playing.file);
    this.#playing = undefined;
  }

  /** Tells of each moment as long before it as beats are told. */
  #plan(moments: readonly TakeMoment[], start: Milliseconds): Cancel[] {
    const { scheduler, musicEvents } = this.#desk;
    return moments.map(({ seconds, event }) => {
      const at = start + seconds * 1000;
      return scheduler.schedule(at - beatLead, () => {
        musicEvents.tell(event, at);
      });
    });
  }

  get #clockRate(): number {
    return this.#desk.transportClock.clock.sampleRate;
  }

  #framesNow(at: Milliseconds): Frames {
    return this.#desk.transportClock.clock.framesAtWall(at);
  }
}

/** Undefined at the end of the file. One channel sounds on both sides. */
function readBlock(file: number, layout: WavLayout, from: Frames, time: Frames): AudioBlock | undefined {
  const { frameBytes, dataAt, frames, channels, bits, sampleRate } = layout;
  const length = Math.min(longestBlock, frames - from);
  if (length <= 0) return undefined;
  const bytes = Buffer.alloc(length * frameBytes);
  readSync(file, bytes, 0, bytes.length, dataAt + from * frameBytes);
  const sample = sampleReader(layout);
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  for (let i = 0; i < length; i++) {
    left[i] = sample(bytes, i * frameBytes);
    right[i] = channels > 1 ? sample(bytes, i * frameBytes + bits / 8) : (left[i] ?? 0);
  }
  return { time, sampleRate, left, right };
}

/** Formats of WAV: 1 whole numbers, 3 float; 0xFFFE says it at byte 24. */
function sampleReader({ format, bits }: WavLayout): (bytes: Buffer, at: number) => number {
  const code = format.readUInt16LE(0) === 0xfffe ? format.readUInt16LE(24) : format.readUInt16LE(0);
  if (code === 3 && bits === 32) return (bytes, at) => bytes.readFloatLE(at);
  const scale = 2 ** (bits - 1);
  return (bytes, at) => bytes.readIntLE(at, bits / 8) / scale;
}

function readRecipe(folder: string): Omit<Loaded, 'path' | 'layout'> & {
  mix: string;
  tempo?: number;
  meter?: string;
} {
  const path = join(folder, 'take.json');
  const recipe = parsed(path) as {
    files?: unknown;
    outline?: unknown;
    brief?: { attributes?: Record<string, { value?: unknown }> };
  };
  const files = takeFilesSchema.safeParse(recipe.files);
  if (!files.success) throw invalid(path);
  const { mix, score } = files.data;
  const { tempo, meter } = recipe.brief?.attributes ?? {};
  return {
    mix: isAbsolute(mix) ? mix : join(folder, mix),
    moments: takeMoments(isAbsolute(score) ? score : join(folder, score), recipe.outline),
    ...(typeof tempo?.value === 'number' ? { tempo: tempo.value } : {}),
    ...(typeof meter?.value === 'string' ? { meter: meter.value } : {}),
  };
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw invalid(path, cause);
    throw new LeitmotifError('file-missing', {
      what: 'There is no take',
      subject: path,
      next: 'Choose the folder of a take',
      cause,
    });
  }
}

function invalid(subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('recipe-invalid', {
    what: 'The recipe of this take cannot be read',
    subject,
    next: 'Make the take again',
    cause,
  });
}

function taken(subject: string): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'A cue is being performed',
    subject,
    next: 'Stop performing, then play the take',
  });
}
