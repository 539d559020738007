/** The samples of a finished take, read from its files as the player asks for them. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { meterFraction } from '../../bridge/protocol/meter.ts';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { Listeners } from '../sidecar/listeners.ts';
import { distinctLabels } from './distinctLabels.ts';
import { WavReader } from './wavReader.ts';
import type { PlaybackSource, Track } from '../../bridge/protocol/panels/playback.ts';
import type { Frames, Seconds } from '../../bridge/protocol/units.ts';
import type { SampleSource } from '../player/sampleSource.ts';
import type { TakeFolder } from './readTake.ts';

/** What a take's samples are for. */
export interface TakePlace {
  /** URI of the cue. */
  cue: string;
  /** Id of the take in the cue, and the name that it is shown by. */
  take: string;
  title: string;
  /** Start of every bar. */
  bars: readonly Seconds[];
}

let opened = 0;

/** See the head of the file. Files are opened when they are first read, and closed by {@link dispose}. */
export class TakeSamples implements SampleSource {
  #source: PlaybackSource;
  readonly #changed = new Listeners<void>();
  readonly onDidChange = this.#changed.event;
  readonly #paths: ReadonlyMap<string, string>;
  readonly #readers = new Map<string, Promise<WavReader>>();
  #isDisposed = false;

  private constructor(source: PlaybackSource, paths: ReadonlyMap<string, string>) {
    this.#source = source;
    this.#paths = paths;
  }

  get source(): PlaybackSource {
    return this.#source;
  }

  /** Opens a take: its stems where it has them, else its mix. @throws LeitmotifError where its files cannot be read */
  static async open(folder: TakeFolder, { cue, take, title, bars }: TakePlace): Promise<TakeSamples> {
    const { stems, mix } = folder;
    const tracks: Track[] =
      stems.length === 0
        ? [{ id: 'mix', label: 'Mix' }]
        : distinctLabels(
            stems.map(({ role, instrument }, i) => ({
              id: String(i),
              role,
              label: labelOfInstrument(instrument),
            })),
          );
    const paths = new Map(tracks.map(({ id }, i) => [id, stems[i]?.path ?? mix]));
    const probe = await WavReader.open(paths.get(tracks[0]?.id ?? 'mix') ?? mix);
    await probe.close();
    const { sampleRate, frames } = probe;
    const starts = bars.map((seconds) => Math.round(seconds * sampleRate)).filter((frame) => frame < frames);
    const id = `take-${++opened}`;
    const [beatsPerBar] = meterFraction(folder.recipe.brief.attributes.meter.value);
    const source = { id, title, cue, take, sampleRate, frames, tracks, bars: starts, beatsPerBar };
    return new TakeSamples(source, paths);
  }

  async read(
    track: string,
    from: Frames,
    frames: Frames,
    signal: AbortSignal,
  ): Promise<Float32Array<ArrayBuffer>> {
    throwIfCancelled(signal);
    const samples = await (await this.#reader(track)).read(from, frames);
    throwIfCancelled(signal);
    return samples;
  }

  belongTo(cue: string): void {
    this.#source = { ...this.#source, cue };
    this.#changed.fire();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#changed.dispose();
    for (const reader of this.#readers.values()) void close(reader);
    this.#readers.clear();
  }

  #reader(track: string): Promise<WavReader> {
    const path = this.#paths.get(track);
    if (path === undefined || this.#isDisposed) throw noTrack(track);
    const open = this.#readers.get(track) ?? WavReader.open(path);
    this.#readers.set(track, open);
    // A file that could not be opened may be back at the next try.
    open.catch(() => this.#readers.delete(track));
    return open;
  }
}

/** Name of an instrument as a person reads it; one that we do not know by its own. */
export function labelOfInstrument(id: string): string {
  return Object.hasOwn(instruments, id) ? instruments[id as keyof typeof instruments].title : id;
}

async function close(reader: Promise<WavReader>): Promise<void> {
  try {
    await (await reader).close();
  } catch {
    // It was never open.
  }
}

function noTrack(track: string): LeitmotifError {
  return new LeitmotifError('file-missing', {
    what: 'This take has no such track',
    subject: track,
    next: 'Load the take again',
  });
}
