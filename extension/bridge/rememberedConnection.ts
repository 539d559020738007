/** What is connected, as a workspace remembers it, so that it comes back by itself. */
import type { TransportLeader } from '../../bridge/protocol/bridge.ts';
import type {
  ConnectDawParams,
  ConnectParams,
  ListenMidiParams,
  OpenMidiParams,
} from '../../bridge/protocol/bridgeParams.ts';
import type { ParameterMapping } from '../../bridge/protocol/parameterMapping.ts';

/** What to connect again. The bridge checks all of it: what stands in a workspace's storage is not believed. */
export interface RememberedConnection {
  /** A line to a DAW. */
  readonly daw?: ConnectDawParams;
  /** Our own addresses, with whoever speaks OSC. */
  readonly osc?: ConnectParams;
  /** Where MIDI goes. */
  readonly midi?: OpenMidiParams;
  /** Where MIDI comes from. */
  readonly midiInput?: ListenMidiParams;
  /** OSCQuery is on. */
  readonly oscQuery?: true;
  /** Who leads tempo and transport; `free` where nobody was chosen. */
  readonly lead?: TransportLeader;
  /** Parameters that move attributes; they stay when the line ends. */
  readonly mappings?: readonly ParameterMapping[];
}

/** Where it is remembered. */
export interface ConnectionMemory {
  read(): RememberedConnection;
  write(connection: RememberedConnection): void;
}

/** Whether anything is to be connected. */
export function isConnected({ daw, osc, midi, midiInput, oscQuery }: RememberedConnection): boolean {
  return [daw, osc, midi, midiInput, oscQuery].some((part) => part !== undefined);
}

/** The requests that bring it back, in their order. */
export function requestsOf({
  daw,
  osc,
  midi,
  midiInput,
  oscQuery,
  lead,
  mappings = [],
}: RememberedConnection): [string, object][] {
  const requests: [string, object | undefined][] = [
    ['daw/connect', daw],
    ['connect', osc],
    ['midi/open', midi],
    ['midi/listen', midiInput],
    ['oscquery/switch', oscQuery === true ? { on: true } : undefined],
    ['transport/lead', lead === undefined ? undefined : { lead }],
    ...mappings.map((mapping): [string, object] => ['map/set', { mapping }]),
  ];
  return requests.filter((request): request is [string, object] => request[1] !== undefined);
}

/** What stays when every line is ended. */
export function lastingOf({ lead, mappings = [] }: RememberedConnection): RememberedConnection {
  return {
    ...(lead === undefined ? {} : { lead }),
    ...(mappings.length === 0 ? {} : { mappings }),
  };
}

/** With a mapping in place of the one with its id. */
export function withMapping(
  memory: RememberedConnection,
  mapping: ParameterMapping,
): readonly ParameterMapping[] {
  return [...withoutMapping(memory, mapping.id), mapping];
}

/** Without the mapping of an id. */
export function withoutMapping({ mappings = [] }: RememberedConnection, id: string): ParameterMapping[] {
  return mappings.filter((one) => one.id !== id);
}

/** Reads what a storage holds; whatever is no object remembers nothing. */
export function rememberedFrom(stored: unknown): RememberedConnection {
  if (typeof stored !== 'object' || stored === null) return {};
  const { daw, osc, midi, midiInput, oscQuery, lead, mappings } = stored as Record<string, unknown>;
  const object = (value: unknown): object | undefined =>
    typeof value === 'object' && value !== null ? value : undefined;
  return {
    ...(object(daw) === undefined ? {} : { daw: daw as ConnectDawParams }),
    ...(object(osc) === undefined ? {} : { osc: osc as ConnectParams }),
    ...(object(midi) === undefined ? {} : { midi: midi as OpenMidiParams }),
    ...(object(midiInput) === undefined ? {} : { midiInput: midiInput as ListenMidiParams }),
    ...(oscQuery === true ? { oscQuery } : {}),
    ...(['daw', 'leitmotif', 'free'].includes(lead as string) ? { lead: lead as TransportLeader } : {}),
    ...lastingOf({ mappings: (Array.isArray(mappings) ? mappings : []).filter(isMapping) }),
  };
}

/** As much as the view shows; the bridge checks the rest. */
function isMapping(value: unknown): value is ParameterMapping {
  if (typeof value !== 'object' || value === null) return false;
  const { id, attribute, source, input, output } = value as Record<string, unknown>;
  const areObjects = [source, input, output].every((part) => typeof part === 'object' && part !== null);
  return typeof id === 'string' && typeof attribute === 'string' && areObjects;
}
