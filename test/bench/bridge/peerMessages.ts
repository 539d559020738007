/**
 * What the bench and its peer say to each other. The peer is a process of its own: whatever the bridge sends is stamped there, on
 * arrival, and written to files of the run's folder.
 *
 * | file | a line |
 * |---|---|
 * | `frames.csv` | arrival ms, time (sample frames), length, sequence, level (root mean square, both sides), tick |
 * | `midi.csv` | arrival ms, `clock`, `start`, `stop`, `noteOn`, `noteOff` …, channel, pitch |
 * | `osc.csv` | arrival ms, address, timetag as ms, first argument, second, third |
 * | `said.csv` | sent ms, what, due ms |
 */
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** To the peer; each is answered with `done` or `failed`, in order. */
export type PeerOrder =
  | { kind: 'open'; folder: string }
  /** Listens for sound. */
  | { kind: 'listen'; url: string; token: string }
  /** Where the bridge hears OSC. */
  | { kind: 'osc'; port: number }
  /** Where the bridge's RTP-MIDI session is. */
  | { kind: 'midi'; port: number }
  /** Sets an attribute over OSC, now. A pattern is an address too. */
  | { kind: 'set'; address: string; value: number | string }
  /** Switches all roles off and on, so many times, at random intervals. */
  | { kind: 'switches'; count: number; least: Milliseconds; most: Milliseconds }
  /** Sets an attribute in bundles for times ahead, so many, at random intervals; the second OSC peer is told when it was done. */
  | { kind: 'scheduled'; count: number; least: Milliseconds; most: Milliseconds }
  /** Opens another connection, listens until there is a frame, and closes: ms from opening, and from asking to listen. */
  | { kind: 'firstFrame'; url: string; token: string }
  /** Answers when the first frame came after a time, of those of the last seconds or of what comes. */
  | { kind: 'frameAfter'; at: Milliseconds }
  /** Answers for how many milliseconds there has been no sound. */
  | { kind: 'silence' }
  | { kind: 'close' };

/** From the peer. */
export type PeerReply = { kind: 'done'; values?: number[] } | { kind: 'failed'; message: string };
