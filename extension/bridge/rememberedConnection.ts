/** What is connected, as a workspace remembers it, so that it comes back by itself. */
import type { ConnectDawParams, ConnectParams, OpenMidiParams } from '../../bridge/protocol/bridgeParams.ts';

/** What to connect again. The bridge checks all of it: what stands in a workspace's storage is not believed. */
export interface RememberedConnection {
  /** A line to a DAW. */
  readonly daw?: ConnectDawParams;
  /** Our own addresses, with whoever speaks OSC. */
  readonly osc?: ConnectParams;
  /** Where MIDI goes. */
  readonly midi?: OpenMidiParams;
  /** OSCQuery is on. */
  readonly oscQuery?: true;
}

/** Where it is remembered. */
export interface ConnectionMemory {
  read(): RememberedConnection;
  write(connection: RememberedConnection): void;
}

/** Whether anything is to be connected. */
export function isConnected({ daw, osc, midi, oscQuery }: RememberedConnection): boolean {
  return [daw, osc, midi, oscQuery].some((part) => part !== undefined);
}

/** The requests that bring it back, in their order. */
export function requestsOf({ daw, osc, midi, oscQuery }: RememberedConnection): [string, object][] {
  const requests: [string, object | undefined][] = [
    ['daw/connect', daw],
    ['connect', osc],
    ['midi/open', midi],
    ['oscquery/switch', oscQuery === true ? { on: true } : undefined],
  ];
  return requests.filter((request): request is [string, object] => request[1] !== undefined);
}

/** Reads what a storage holds; whatever is no object remembers nothing. */
export function rememberedFrom(stored: unknown): RememberedConnection {
  if (typeof stored !== 'object' || stored === null) return {};
  const { daw, osc, midi, oscQuery } = stored as Record<string, unknown>;
  const object = (value: unknown): object | undefined =>
    typeof value === 'object' && value !== null ? value : undefined;
  return {
    ...(object(daw) === undefined ? {} : { daw: daw as ConnectDawParams }),
    ...(object(osc) === undefined ? {} : { osc: osc as ConnectParams }),
    ...(object(midi) === undefined ? {} : { midi: midi as OpenMidiParams }),
    ...(oscQuery === true ? { oscQuery } : {}),
  };
}
