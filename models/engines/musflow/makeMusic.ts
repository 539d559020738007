/**
 * Conditions and score become sound, window after window; what is finished is heard while the rest is solved.
 *
 * ```
 * noise ─► solver ◄─ velocity ◄─ e_f, score      a window      (candidates: the one nearest to e_f)
 *            └─► latent ─► decoder ─► mel ─► vocoder ─► sound       spans, the first after the first window
 * ```
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { cosineOf, embeddingAt } from './conditions.ts';
import { normalNoise } from './flow/seededNoise.ts';
import { knownOutside } from './latent/knownRows.ts';
import { copyRow, emptyLatent, rowsOf, sourceRow } from './latent/latent.ts';
import { MelCanvas } from './latent/melCanvas.ts';
import { solveWindow } from './latent/solveWindow.ts';
import { rampRows, windowPlan } from './latent/windowPlan.ts';
import { PieceNotes } from './score/pieceNotes.ts';
import { rowSeconds, windowRows } from './score/scoreControl.ts';
import { settingInvalid } from './settingInvalid.ts';
import { isSpanReady, soundSpans } from './soundSpans.ts';
import { vocodeSpan } from './vocodeSpan.ts';
import type { Style } from '../../../bridge/protocol/attributes.ts';
import type { MusflowRecipe, MusflowSettings } from '../../../bridge/protocol/musflow.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { EmbeddingAt } from './conditions.ts';
import type { Latent } from './latent/latent.ts';
import type { RowRange, Window } from './latent/windowPlan.ts';
import type { MusflowNetworks } from './networks/musflowNetworks.ts';
import type { NoteRow } from './score/scoreNotes.ts';
import type { SoundSource } from './vocodeSpan.ts';

/** Version of the engine: another one makes other samples of the same recipe. */
export const musflowEngineVersion = 3;

/** A latent to start from. */
export interface MusicStart {
  latent: Latent;
  /** How far to leave it: 0 is the same, 1 anew. */
  noise: number;
  /** Only these rows are made anew; all unless told. */
  repaint?: RowRange | undefined;
}

/** What to make. */
export interface MusicRequest {
  /** Length in rows of 40 ms, at least 1. */
  rows: number;
  /** The score; absent, the network follows e_f alone. */
  notes?: readonly NoteRow[] | undefined;
  /** The score's style, whose room the music sounds in. */
  style?: Style | undefined;
  /** e_f over time; empty, the network follows the score alone. */
  conditioning: readonly EmbeddingAt[];
  settings: MusflowSettings;
  seed: number;
  start?: MusicStart | undefined;
  signal?: AbortSignal | undefined;
  /** Hears the samples in their order, mono at the networks' rate. Must return quickly and never throw. */
  onSound?: ((samples: Float32Array) => void) | undefined;
  /** Told of what is done, 0…1, and of what it is busy with. Must return quickly and never throw. */
  onProgress?: ((share: number, busy: 'solving' | 'sounding') => void) | undefined;
}

/** What was made. */
export interface MadeMusic {
  /** Mono at the networks' rate; `rows · 4 · hop` samples. */
  samples: Float32Array;
  latent: Latent;
  windows: MusflowRecipe['windows'];
  /** Where the first window lies in the space of music; absent without e_f. */
  heard?: Float32Array;
  evaluations: number;
  timings: Record<'solve' | 'decode' | 'vocode', Seconds>;
}

/**
 * Makes music. The same request gives the same samples on one machine, whether somebody listens or not.
 *
 * @throws LeitmotifError `setting-invalid`, `inference-failed`, `cancelled`
 */
export async function makeMusic(networks: MusflowNetworks, request: MusicRequest): Promise<MadeMusic> {
  if (request.settings.candidates > 1 && request.conditioning.length === 0) throw nothingToRankBy();
  return new Making(networks, request).run();
}

/** Rows of the latent that a piece of `rows` rows has: a short piece fills a window, a short loop is as long as it is. */
export function latentRows(rows: number, isLoop: boolean): number {
  return isLoop ? rows : Math.max(rows, windowRows);
}

interface Candidate {
  latent: Latent;
  mel: Float32Array;
  heard?: Float32Array;
  alignment?: number;
}

/** Part of the time that the solver takes at ten guided steps; the rest decodes and makes sound. */
const solvingShare = 0.75;

class Making {
  readonly #networks: MusflowNetworks;
  readonly #request: MusicRequest;
  readonly #isLoop: boolean;
  readonly #plan: Window[];
  readonly #piece: Latent;
  readonly #known: Float32Array | undefined;
  readonly #noises: Latent[];
  readonly #notes: PieceNotes | undefined;
  readonly #mel: MelCanvas;
  readonly #source: SoundSource;
  readonly #spans: RowRange[];
  readonly #samples: Float32Array;
  readonly #windows: MusflowRecipe['windows'] = [];
  readonly #timings = { solve: 0, decode: 0, vocode: 0 };
  #heard: Float32Array | undefined;
  #sounded = 0;
  #solved = 0;
  #vocoded = 0;
  #evaluations = 0;

  constructor(networks: MusflowNetworks, request: MusicRequest) {
    const { settings, notes, style, start, signal } = request;
    const { shape } = networks;
    const isLoop = settings.loop;
    const rows = latentRows(request.rows, isLoop);
    this.#networks = networks;
    this.#request = request;
    this.#isLoop = isLoop;
    this.#plan = windowPlan(rows, isLoop);
    this.#piece = start === undefined ? emptyLatent(shape.latent, rows) : copyOf(start.latent);
    this.#known = start?.repaint === undefined ? undefined : knownOutside(rows, start.repaint, rampRows / 2);
    this.#noises = Array.from({ length: settings.candidates }, (_, i) => noiseOf(this.#piece, request, i));
    this.#notes = notes === undefined ? undefined : new PieceNotes(notes, rows, isLoop, style);
    this.#mel = new MelCanvas(rows, shape.mels, isLoop);
    this.#source = { networks, mel: this.#mel, notes: this.#notes, rows, isLoop, signal };
    this.#spans = soundSpans(rows);
    this.#samples = new Float32Array(request.rows * 4 * shape.hop);
  }

  async run(): Promise<MadeMusic> {
    for (const [index, window] of this.#plan.entries()) {
      const { chosen, candidate, alignment } = await this.#solve(window, index);
      this.#keep(window, chosen.latent);
      this.#mel.add(window, chosen.mel, this.#plan[index + 1]);
      this.#windows.push({ row: window.start, candidate, alignment });
      if (index === 0) this.#heard = chosen.heard;
      await this.#sound();
    }
    return {
      samples: this.#samples,
      latent: this.#piece,
      windows: this.#windows,
      ...(this.#heard === undefined ? {} : { heard: this.#heard }),
      evaluations: this.#evaluations,
      timings: this.#timings,
    };
  }

  /** All candidates of a window; kept is the one whose music lies nearest to e_f, of equals the first. */
  async #solve(
    window: Window,
    index: number,
  ): Promise<{ chosen: Candidate; candidate: number; alignment: number[] }> {
    const made: Candidate[] = [];
    for (const noise of this.#noises) made.push(await this.#candidate(window, index, noise, made.length));
    const alignment = made.flatMap((one) => (one.alignment === undefined ? [] : [one.alignment]));
    const candidate = Math.max(0, alignment.indexOf(Math.max(...alignment)));
    return { chosen: made[candidate] as Candidate, candidate, alignment };
  }

  async #candidate(window: Window, index: number, noise: Latent, number: number): Promise<Candidate> {
    const { settings, start, signal, conditioning } = this.#request;
    const end = (window.start + windowRows) * rowSeconds;
    const from = embeddingAt(conditioning, Math.max(0, window.start * rowSeconds));
    const to = conditioning.length > 1 ? embeddingAt(conditioning, end) : from;
    const field = this.#networks.velocity.field(
      {
        control: this.#notes?.window(window.start),
        embeddings: from === undefined || to === undefined ? undefined : [from, to],
      },
      settings.guidance,
      { signal, onEvaluations: (count) => void (this.#evaluations += count) },
    );
    const latent = await this.#timed('solve', () =>
      solveWindow({
        piece: this.#piece,
        noise,
        start: window.start,
        known: this.#knownIn(window),
        field,
        isLoop: this.#isLoop,
        from: start?.noise ?? 1,
        settings,
        signal,
        onStep: (share) => {
          const done = index + (number + share) / this.#noises.length;
          this.#solved = done / this.#plan.length;
          this.#tell('solving');
        },
      }),
    );
    const wide = latent.rows === windowRows ? latent : rowsOf(latent, 0, windowRows, true);
    const mel = await this.#timed('decode', () => this.#networks.sound.decode(wide, signal));
    if (from === undefined) return { latent, mel };
    const heard = await this.#timed('decode', () => this.#networks.sound.hear(mel, signal));
    return { latent, mel, heard, alignment: cosineOf(from, heard) };
  }

  /** What is known of a window: what the ones before it left, and what is not to be repainted. */
  #knownIn({ start, known }: Window): Float32Array {
    const outside = this.#known;
    if (outside === undefined) return known;
    return known.map((share, row) => {
      const place = sourceRow(start + row, outside.length, this.#isLoop);
      return Math.max(share, place === undefined ? 0 : (outside[place] ?? 0));
    });
  }

  #keep({ start }: Window, latent: Latent): void {
    for (let row = 0; row < latent.rows; row++) {
      const place = sourceRow(start + row, this.#piece.rows, this.#isLoop);
      if (place !== undefined) copyRow(latent, row, this.#piece, place);
    }
  }

  /** Makes sound of all that is ready. */
  async #sound(): Promise<void> {
    const { onSound, signal } = this.#request;
    for (; this.#sounded < this.#spans.length; this.#sounded++) {
      const span = this.#spans[this.#sounded] as RowRange;
      if (!isSpanReady(span, this.#mel.ready, this.#source.rows)) return;
      const at = span.from * 4 * this.#networks.shape.hop;
      const room = this.#samples.length - at;
      if (room <= 0) return;
      const made = await this.#timed('vocode', () => vocodeSpan(this.#source, span));
      const samples = made.length > room ? made.subarray(0, room) : made;
      this.#samples.set(samples, at);
      onSound?.(samples);
      this.#vocoded = Math.min(1, span.to / this.#source.rows);
      this.#tell('sounding');
      await nextTurn();
      throwIfCancelled(signal);
    }
  }

  /** Solving and sounding take turns: each has its part of the whole, so that the share only grows. */
  #tell(busy: 'solving' | 'sounding'): void {
    const share = solvingShare * this.#solved + (1 - solvingShare) * this.#vocoded;
    this.#request.onProgress?.(share, busy);
  }

  async #timed<T>(what: keyof MadeMusic['timings'], work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const result = await work();
    this.#timings[what] += (performance.now() - begun) / 1000;
    return result;
  }
}

/** Noise of a candidate, for all rows at once: rows that two windows share have the same. The first candidate's is that of the seed itself. */
function noiseOf(
  { channels, bands, rows }: Latent,
  { seed, settings: { temperature } }: Pick<MusicRequest, 'seed' | 'settings'>,
  candidate: number,
): Latent {
  const own = candidate === 0 ? seed : decisionSeed(seed, `candidate/${candidate}`);
  const noise = normalNoise(own, channels * rows * bands);
  return { channels, bands, rows, data: noise.map((value) => temperature * value) };
}

function copyOf(latent: Latent): Latent {
  return { ...latent, data: latent.data.slice() };
}

function nothingToRankBy(): Error {
  return settingInvalid(
    'candidates above 1',
    'Candidates are told apart by how near their music is to the conditions, and no condition has an adapter',
    'Attach a picture, story or caption, or ask for one candidate',
  );
}
