/** OSC of a bridge: opened and closed by a person, with attributes, transport and mappings behind it. */
import { isIP } from 'node:net';
import { LeitmotifError } from '../protocol/errors.ts';
import { usualOscPorts } from '../protocol/oscAddress.ts';
import { SystemTime } from '../transport/systemTime.ts';
import { AttributeControls } from './attributeControls.ts';
import { OscInbox } from './oscInbox.ts';
import { parameterMessage, parameterValues } from './oscParameters.ts';
import { OscPort } from './oscPort.ts';
import type { BridgeStatus, ConnectionState } from '../protocol/bridge.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { MappingSource } from '../protocol/parameterMapping.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { Transport } from '../transport/transport.ts';
import type { AttributeStore } from './attributeStore.ts';
import type { OscPeer } from './oscPort.ts';
import type { OscMessage } from './oscPacket.ts';
import type { ParameterMappings } from './parameterMappings.ts';

/** What a connection is made of. */
export interface OscConnectionOptions {
  store: AttributeStore;
  transport: Transport;
  scheduler: LookaheadScheduler;
  mappings: ParameterMappings;
  panic: () => void;
}

/** What a person asked for. */
export interface OscConnectionAsked {
  port?: number | undefined;
  address: string;
  peers: readonly OscPeer[];
  /** The person agreed that other machines are heard. */
  network: boolean;
}

/** One connection, open or closed. */
export class OscConnection {
  readonly #options: OscConnectionOptions;
  readonly #controls: AttributeControls;
  readonly #inbox: OscInbox;
  #port: OscPort | undefined;
  #address = '';
  /** What a closed port had counted is forgotten with the next one only. */
  #counts: OscPort['counts'] = { received: 0, foreign: 0, malformed: 0, limited: 0, sent: 0, failed: 0 };

  constructor(options: OscConnectionOptions) {
    const { store, transport, scheduler, mappings, panic } = options;
    this.#options = options;
    const time = new SystemTime();
    this.#controls = new AttributeControls({
      store,
      time,
      transport: {
        play: (at, origin) => {
          transport.play(at, origin);
        },
        stop: (at, origin) => {
          transport.stop(at, origin);
        },
        locate: (bar, at, origin) => {
          transport.locate(bar, at, origin);
        },
        panic,
      },
      port: () => this.#port,
    });
    const unclaimed = (message: OscMessage, origin: string): void => {
      mappings.hear(parameterValues(message), origin);
    };
    this.#inbox = new OscInbox({ time, scheduler, acts: this.#controls.acts(), unclaimed });
    transport.onChange((position, at, origin) => {
      this.#controls.announceTransport(position, at, origin);
    });
    transport.onBeat((position, at) => {
      this.#controls.announcePosition(position, at);
    });
  }

  /** Absent while it is closed. */
  get state(): ConnectionState | undefined {
    if (this.#port === undefined) return undefined;
    const { port, peers } = this.#port;
    return { port, address: this.#address, peers: [...peers], warnings: warningsFor(this.#address, peers) };
  }

  /** Since the last opening. */
  get counts(): BridgeStatus['osc'] {
    const { messages, late, dropped } = this.#inbox.counts;
    const counts = this.#port?.counts ?? this.#counts;
    return { ...counts, messages, late, dropped, refused: this.#controls.refused };
  }

  /**
   * Opens, in place of what was open; where that fails, nothing is open. All values are told to the peers.
   *
   * @throws LeitmotifError `consent-missing`, `port-in-use`, `not-available`
   */
  async open({
    port = usualOscPorts.receive,
    address,
    peers,
    network,
  }: OscConnectionAsked): Promise<ConnectionState> {
    if (!isLoopback(address) && !network) throw notAgreed(address);
    await this.close();
    this.#port = await OscPort.open({ port, address, peers }, (packet, origin) => {
      this.#inbox.take(packet, origin);
    });
    this.#address = address;
    this.#controls.tellAll();
    this.#controls.announceTransport(this.#options.transport.position(), performance.now());
    return this.state as ConnectionState;
  }

  /** Tells peers something that holds from a time on, by `performance.now()`. */
  announce(messages: readonly OscMessage[], at: Milliseconds): void {
    this.#controls.announce(messages, at);
  }

  /** Closes; what waits to be told is told first, and what peers said for later is not done. */
  async close(): Promise<void> {
    const port = this.#port;
    if (port === undefined) return;
    this.#inbox.forget();
    this.#controls.flush();
    this.#port = undefined;
    this.#counts = port.counts;
    await port.close();
  }

  /** Moves a foreign parameter, where it is one of OSC. */
  moveParameter(source: MappingSource, value: number): void {
    if (source.kind === 'osc') this.#controls.announce([parameterMessage(source, value)], performance.now());
  }
}

function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1' || address === 'localhost';
}

function warningsFor(address: string, peers: readonly OscPeer[]): string[] {
  if (isLoopback(address)) {
    return peers
      .filter(({ host }) => !isLoopback(host))
      .map(
        ({ host }) =>
          `${host} is another machine and cannot be reached from ${address}; choose an interface.`,
      );
  }
  return [
    `Other machines can be heard on ${address}; OSC has no passwords, and who knows a peer's address can speak for it.`,
  ];
}

function notAgreed(address: string): LeitmotifError {
  return new LeitmotifError('consent-missing', {
    what: 'On this interface other machines would be heard, and OSC has no passwords',
    subject: address,
    next: 'Use 127.0.0.1, or allow the network in the settings',
  });
}
