/**
 * What is said on the WebSocket beside the frames of `pcmFrame.ts`: JSON texts, each with a `type`.
 *
 * ```
 * client                                    bridge
 *   ── HTTP upgrade, token as subprotocol ─►  401, 403, 429 or 101
 *   ◄──────────────────────────── welcome ──  stream, controls with their values
 *   ── listen ────────────────────────────►
 *   ◄────────────────────────── listening ──  then frames; dropped where some are missing; ended
 *   ── acknowledge, every 100 ms or so ───►
 *   ── attribute, transport, panic ───────►   refused, where it was
 *   ◄───────────────── attribute, meters ──  what anybody changed; how loud it is, 20 times a second
 *   ◄──────────────────────────── music ──  a chord or a section begins, now; what became of a take
 * ```
 *
 * A client offers two subprotocols: that of `listenNames.ts`, which is chosen, and `token.` with its token, so that the token is in
 * no address and no log.
 */
import { z } from 'zod';
import type { MusicEvent } from './musicEvent.ts';
import type { Frames, Hertz, Unit } from './units.ts';

/** Most bytes of a text from a client. */
export const longestClientMessage = 4096;

const uint32 = z.number().int().min(0).max(0xffff_ffff);
const format = z.enum(['float32', 'int16']);

const listenLive = z.strictObject({
  type: z.literal('listen'),
  mode: z.literal('live').describe('What sounds now. Who does not keep up misses sound and is told.'),
  format,
  resume: z
    .strictObject({ stream: z.string().max(64), sequence: uint32 })
    .optional()
    .describe('The stream that was heard before a cut, and the sequence that is wanted next.'),
});
const listenExport = z.strictObject({
  type: z.literal('listen'),
  mode: z
    .literal('export')
    .describe('A whole take, as fast as the client acknowledges; nothing is ever dropped.'),
  format,
  take: z.string().min(1).max(400).describe('The name under which the bridge knows the take.'),
  from: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40)
    .default(0)
    .describe('Sample frame to begin at: after a cut, the end of what was received.'),
});

/** What a client may say. */
export const clientMessage = z.union([
  z.discriminatedUnion('mode', [listenLive, listenExport]),
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('acknowledge'),
      sequence: uint32.describe('Of the last frame taken in.'),
    }),
    z.strictObject({ type: z.literal('stop').describe('Ends listening, not the connection.') }),
    z.strictObject({
      type: z.literal('attribute'),
      name: z.string().min(1).max(64),
      value: z.union([z.number(), z.string().max(64)]),
    }),
    z.strictObject({ type: z.literal('transport'), action: z.enum(['start', 'stop']) }),
    z.strictObject({ type: z.literal('panic').describe('Ends every note, on every output.') }),
  ]),
]);
/** What a client may say, as it is written. */
export type ClientMessage = z.input<typeof clientMessage>;
/** What a client said, with defaults filled in. */
export type ReadClientMessage = z.output<typeof clientMessage>;

/** A control as a client shows it: a slider or a choice. */
export type ControlDescription = { name: string; label: string; description: string } & (
  | { kind: 'number'; min: number; max: number; step: number; unit: string; value: number }
  | { kind: 'choice'; choices: readonly string[]; value: string }
);

/** How loud the last twentieth of a second was; 1 is full scale. */
export interface MeterReading {
  /** Highest sample of the left and the right channel. */
  peak: [Unit, Unit];
  /** Root mean square. */
  rms: [Unit, Unit];
}

/** Why something that a client said was not done. */
export type RefusalReason = 'malformed' | 'too-fast' | 'not-allowed' | 'out-of-range' | 'not-available';

/** What the bridge says. */
export type ServerMessage =
  | {
      type: 'welcome';
      /** Names what `sequence` counts; another one means that the bridge began anew. */
      stream: string;
      /** Undefined before anything sounded. */
      sampleRate: Hertz | undefined;
      /** Whether this token may change anything. */
      mayControl: boolean;
      controls: ControlDescription[];
    }
  | {
      type: 'listening';
      mode: 'live' | 'export';
      stream: string;
      /** Of the first frame that will come. */
      sequence: number;
      /** Frames that a resumed listener has missed for good. */
      missed: number;
      /** Of the whole take. */
      frames?: Frames;
    }
  /** Frames that this listener was too slow for; the next one has `sequence`. */
  | { type: 'dropped'; frames: number; sequence: number }
  /** Of a take: everything was sent. Of the live stream: the bridge ends. */
  | { type: 'ended'; mode: 'live' | 'export'; reason: 'complete' | 'stopped' | 'failed'; what?: string }
  | { type: 'attribute'; name: string; value: number | string; origin: string }
  | ({ type: 'meters' } & MeterReading)
  | { type: 'music'; event: MusicEvent }
  | { type: 'refused'; reason: RefusalReason; what: string; name?: string };

/** Codes with which the bridge closes a connection. */
export const listenCloseCodes = {
  /** The bridge ends. */
  goingAway: 1001,
  /** Too many malformed or too many messages. */
  misbehaved: 1008,
  /** The token was taken back. */
  revoked: 4001,
  /** Nothing was read for so long that the connection was of no use. */
  stalled: 4002,
} as const;
