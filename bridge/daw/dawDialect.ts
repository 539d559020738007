/**
 * The shape of a dialect: how a DAW is spoken to and what it says, as data. Nothing here sends anything.
 *
 * An address may hold `{names}` that are filled from the values of a message, as its arguments are.
 */
import type { DawId } from '../protocol/daw.ts';

/** Type of an argument as OSC tags it. */
export type ArgumentType = 'i' | 'f' | 's' | 'd' | 'h' | 'T' | 'F';

/** One argument: filled by its name, or always the same. */
export type ArgumentForm =
  { type: ArgumentType; name: string } | { type: 'i' | 'f'; value: number } | { type: 's'; value: string };

/** One message. */
export interface MessageForm {
  address: string;
  args: readonly ArgumentForm[];
}

/** What can be asked of a DAW by a message. */
export const dawActs = [
  'probe',
  'play',
  'stop',
  'tempo',
  'meterUpper',
  'meterLower',
  'locateQuarters',
  'locateSeconds',
  'locateSamples',
  'locateStart',
  'askPosition',
  'addMarker',
  'trackVolume',
  'trackNames',
  'addMidiTrack',
  'addAudioTrack',
  'nameTrack',
  'hasClip',
  'createClip',
  'addNotes',
  'nameClip',
  'insertFile',
  'runAction',
  'undo',
] as const;
/** One of {@link dawActs}. */
export type DawAct = (typeof dawActs)[number];

/**
 * What an argument of a message from a DAW means.
 *
 * | | |
 * |---|---|
 * | `rolling`, `stopped` | not 0 means so |
 * | `speed` | 0 stands |
 * | `quarters`, `seconds`, `samples` | place of the playhead; samples at the rate of the project |
 * | `meter` | a text such as `4 / 4` |
 * | `upper`, `lower` | the two numbers of the meter |
 * | `loopStart`, `loopLength` | in quarters |
 * | `cuePoints` | pairs of a name and quarters, from here to the end |
 * | `trackNames` | names, from here to the end |
 * | `trackName` | name of the track whose number stands in the address or first |
 * | `markerName` | name of the marker whose number stands in the address, from 1 |
 * | `routeListEnd` | `end_route_list`, then the sample rate of the project |
 */
export type FeedbackMeaning =
  | 'rolling'
  | 'stopped'
  | 'speed'
  | 'tempo'
  | 'quarters'
  | 'seconds'
  | 'samples'
  | 'meter'
  | 'upper'
  | 'lower'
  | 'loopOn'
  | 'loopStart'
  | 'loopLength'
  | 'cuePoints'
  | 'trackNames'
  | 'trackName'
  | 'markerName'
  | 'root'
  | 'scale'
  | 'routeListEnd';

/** What a message from a DAW means. */
export interface FeedbackForm {
  /** `{n}` stands for a number from 1. */
  address: string;
  /** Which argument, from 0. */
  argument: number;
  means: FeedbackMeaning;
}

/** How something can be had: `osc`, `websocket`, `script` (one that we ship), `file`, `inbox`, or a sentence why it cannot. */
export type Route =
  { by: 'osc' | 'websocket' | 'script' | 'file' | 'inbox'; limits?: string } | { cannot: string };

/** What a person may expect. */
export interface DawCapabilities {
  transport: Route;
  tempo: Route;
  meter: Route;
  position: Route;
  markers: Route;
  loop: Route;
  midiClip: Route;
  audioClip: Route;
  atBar: Route;
  oneUndo: Route;
}

/** One dialect. */
export interface DawDialect {
  id: DawId;
  title: string;
  /** `ran-here`: our tests run the DAW itself. `sources`: it cannot run in our tests; packets are checked against its sources. */
  verified: 'ran-here' | 'sources';
  /** What was read or run, with its version. */
  against: string;
  /** UDP ports; absent where there is none. */
  ports?: {
    /** At which the DAW hears. */
    hears: number;
    /** At which it answers: the one that we open. */
    answersAt: number;
    /** Where a person changes them, as a sentence. */
    change: string;
  };
  /** WebSocket of the DAW, where it has one. */
  webSocketPort?: number;
  /** What a person does once, in order. */
  setUp: readonly string[];
  /** An address that is none, as this DAW writes it, and how it is read: both of one length. */
  mends?: { wrong: string; right: string };
  acts: Partial<Record<DawAct, MessageForm>>;
  /** Sent after connecting, so that the DAW tells its state from then on. */
  greeting: readonly MessageForm[];
  feedback: readonly FeedbackForm[];
  capabilities: DawCapabilities;
}

/** A message without arguments. */
export function bare(address: string): MessageForm {
  return { address, args: [] };
}

/** A message with named arguments, written `name:type`. */
export function form(address: string, ...args: readonly `${string}:${ArgumentType}`[]): MessageForm {
  return {
    address,
    args: args.map((text) => {
      const [name, type] = text.split(':') as [string, ArgumentType];
      return { name, type };
    }),
  };
}
