/** Requests that several tests make, in few words. */
import { CancellationTokenSource } from 'vscode-jsonrpc';
import * as protocol from '../../../bridge/protocol/sidecar.ts';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { captionCue } from './sidecarProcess.ts';
import type { ErrorCode } from '../../../bridge/protocol/errors.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { RunningSidecar } from './sidecarProcess.ts';

/** A cue that takes long to perceive: a story of so many characters. */
export function longStoryCue(characters = 200_000): Cue {
  const sentence = 'The lighthouse keeper counted the ships that did not come home that winter. ';
  const text = Array.from(
    { length: Math.ceil(characters / sentence.length) },
    (_, i) => `${String(i)}: ${sentence}`,
  )
    .join('')
    .slice(0, characters);
  return cueSchema.parse({ leitmotif: cueVersion, conditions: [{ kind: 'story', id: 's', text }] });
}

/** A cue that takes long to render. */
export const longCue = captionCue('slow strings in D minor, 72 BPM, 120 seconds');
/** A cue that is made quickly. */
export const shortCue = captionCue('solo piano, 80 BPM, 4 seconds');

let lastJob = 0;

/** Asks one sidecar for things. */
export class Conversation {
  readonly sidecar: RunningSidecar;
  /** The number of the job that was asked for last. */
  job = 0;
  readonly #out: string;

  /** `out` is where takes go. */
  constructor(sidecar: RunningSidecar, out: string) {
    this.sidecar = sidecar;
    this.#out = out;
  }

  brief(cue: Cue, source = new CancellationTokenSource()): Promise<protocol.BriefResult> {
    const asked = { job: this.#next(), cue, folder: '/' };
    return this.sidecar.connection.sendRequest(protocol.briefRequest, asked, source.token);
  }

  compose(
    cue: Cue,
    more: object = {},
    source = new CancellationTokenSource(),
  ): Promise<protocol.ComposeResult> {
    const asked = { job: this.#next(), cue, folder: '/', out: this.#out, seed: 7, ...more };
    return this.sidecar.connection.sendRequest(protocol.composeRequest, asked, source.token);
  }

  preview(cue: Cue, seconds: number, from = 0): Promise<protocol.PreviewResult> {
    const asked = { job: this.#next(), cue, folder: '/', seed: 7, from, seconds };
    return this.sidecar.connection.sendRequest(protocol.previewRequest, asked);
  }

  remake(path: string): Promise<protocol.RemakeResult> {
    return this.sidecar.connection.sendRequest(protocol.remakeRequest, {
      job: this.#next(),
      path,
      out: this.#out,
    });
  }

  ping(): Promise<protocol.PingResult> {
    return this.sidecar.connection.sendRequest(protocol.pingRequest);
  }

  /** Ends the last job together with whoever does it. */
  async cancelHard(): Promise<boolean> {
    const asked = { job: this.job, hard: true };
    return (await this.sidecar.connection.sendRequest(protocol.cancelRequest, asked)).found;
  }

  #next(): number {
    this.job = ++lastJob;
    return this.job;
  }
}

/** The code that a request fails with; `undefined` where it succeeds or fails in another way. */
export async function codeOf(request: Promise<unknown>): Promise<ErrorCode | undefined> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason as { data?: protocol.SidecarFault },
  );
  return error?.data?.code;
}
