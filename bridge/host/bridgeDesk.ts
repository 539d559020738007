/**
 * The bridge at work: one clock, one store of attributes, and whatever is connected to them.
 *
 *   editor ─┐                 ┌─ OscConnection (UDP)
 *           ├─ store, transport, mappings
 *   MIDI  ──┘                 └─ OscQueryServer (HTTP)
 */
import { attributeControls, controlByName } from '../protocol/attributeAddress.ts';
import { cancelled } from '../protocol/errors.ts';
import { AttributeStore, checkedValue } from '../osc/attributeStore.ts';
import { OscConnection } from '../osc/oscConnection.ts';
import { OscQueryServer } from '../osc/oscQueryServer.ts';
import { ParameterMappings } from '../osc/parameterMappings.ts';
import { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import { Transport } from '../transport/transport.ts';
import { catalogued } from './answer.ts';
import { MusicEvents } from './musicEvents.ts';
import type { Meter } from '../protocol/attributes.ts';
import type {
  AttributeListing,
  BridgeStatus,
  ConnectionState,
  ControlValue,
  TransportState,
} from '../protocol/bridge.ts';
import type { DawState } from '../protocol/daw.ts';
import type { LeitmotifError } from '../protocol/errors.ts';
import type { ParameterMapping } from '../protocol/parameterMapping.ts';
import type { MusicalPosition } from '../transport/musicalClock.ts';
import type { BridgeEvents, BridgeHandlers, OptionalHandlers } from './bridgeHandlers.ts';

type Asked<M extends 'connect' | 'setAttributes' | 'transport' | 'toldTake' | 'switchOscQuery' | 'learn'> =
  Parameters<BridgeHandlers[M]>[0];

/** Who the editor is, as the origin of a change. */
const editor = 'editor';

/** All but the end of the process. */
export class BridgeDesk implements Omit<BridgeHandlers, 'exit' | 'version'> {
  readonly store = new AttributeStore();
  readonly scheduler = new LookaheadScheduler((error) => {
    this.#events?.problem(catalogued(error));
  });
  readonly transportClock = new Transport(this.scheduler);
  readonly musicEvents = new MusicEvents((messages, at) => {
    this.#osc.announce(messages, at);
  }, this.scheduler);
  readonly mappings: ParameterMappings;
  readonly optional: OptionalHandlers;
  readonly #osc: OscConnection;
  readonly #panics = new Set<() => void>();
  readonly #closings: (() => Promise<void>)[] = [];
  readonly #statusParts: (() => Partial<BridgeStatus>)[] = [];
  /** Whether tempo and meter are led by somebody else than the controls: a performance, which changes them at bar lines. */
  #isClockLed: () => boolean = () => false;
  #oscQuery: OscQueryServer | undefined;
  #events: BridgeEvents | undefined;
  /** Openings and closings wait for one another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(optional: OptionalHandlers = {}) {
    this.optional = optional;
    this.mappings = new ParameterMappings(this.store, (source, value) => {
      this.#osc.moveParameter(source, value);
    });
    this.#osc = new OscConnection({
      store: this.store,
      transport: this.transportClock,
      scheduler: this.scheduler,
      mappings: this.mappings,
      panic: () => {
        this.panic();
      },
    });
    this.#couple();
  }

  connect(asked: Asked<'connect'>): Promise<ConnectionState> {
    return this.#inTurn(() => this.#osc.open(asked));
  }

  async disconnect(): Promise<void> {
    this.panic();
    await this.#inTurn(() => this.#osc.close());
  }

  status(): BridgeStatus {
    const connection = this.#osc.state;
    return {
      ...(connection === undefined ? {} : { connection }),
      transport: stateOf(this.transportClock.position()),
      lead: 'free',
      ...(this.#oscQuery === undefined ? {} : { oscQuery: this.#oscQuery.url }),
      mappings: this.mappings.list().length,
      osc: this.#osc.counts,
      lateness: this.scheduler.lateness,
      ...this.#statusParts.reduce<Partial<BridgeStatus>>((all, part) => ({ ...all, ...part() }), {}),
    };
  }

  listAttributes(): AttributeListing {
    return { controls: attributeControls, values: this.store.values() };
  }

  setAttributes({ values }: Asked<'setAttributes'>): void {
    const given = Object.entries(values).flatMap(([name, value]): [string, ControlValue][] =>
      value === undefined ? [] : [[name, value]],
    );
    for (const [name, value] of given) {
      const control = controlByName(name);
      if (control !== undefined) checkedValue(control, value);
    }
    for (const [name, value] of given) this.store.set(name, value, editor);
  }

  transport(asked: Asked<'transport'>): TransportState {
    const now = performance.now();
    if (asked.action === 'locate') this.transportClock.locate(asked.bar, now, editor);
    else this.transportClock[asked.action](now, editor);
    return stateOf(this.transportClock.position(now));
  }

  panic(): void {
    for (const end of this.#panics) end();
  }

  /** Adds somebody who can end notes. @returns takes it back */
  onPanic(end: () => void): () => void {
    this.#panics.add(end);
    return () => this.#panics.delete(end);
  }

  /** Who leads the performance that goes on; undefined where there is none. */
  performanceLeader: () => 'bridge' | 'daw' | undefined = () => undefined;

  /** Adds a part that has a say in status, clock and shutdown. */
  join(part: {
    status: () => Partial<BridgeStatus>;
    close: () => Promise<void>;
    leadsClock?: () => boolean;
  }): void {
    this.#statusParts.push(part.status);
    this.#closings.push(part.close);
    this.#isClockLed = part.leadsClock ?? this.#isClockLed;
  }

  /** Tells the editor what the DAW says of its project. */
  tellDaw(state: DawState): void {
    this.#events?.dawChanged(state);
  }

  /** Tells the editor of something that went wrong by itself. */
  report(error: LeitmotifError): void {
    this.#events?.problem(error);
  }

  toldTake({ event, name }: Asked<'toldTake'>): void {
    this.musicEvents.tell({ kind: 'take', event, name }, performance.now());
  }

  switchOscQuery({ on, port }: Asked<'switchOscQuery'>): Promise<string | null> {
    return this.#inTurn(async () => {
      await this.#oscQuery?.close();
      this.#oscQuery = undefined;
      if (!on) return null;
      const oscPort = (): number | undefined => this.#osc.state?.port;
      this.#oscQuery = await OscQueryServer.start({ store: this.store, port, oscPort });
      return this.#oscQuery.url;
    });
  }

  listMappings(): ParameterMapping[] {
    return this.mappings.list();
  }

  setMapping(mapping: ParameterMapping): void {
    this.mappings.set(mapping);
  }

  removeMapping(id: string): boolean {
    return this.mappings.remove(id);
  }

  async learn({ attribute, within }: Asked<'learn'>, signal: AbortSignal): Promise<ParameterMapping> {
    if (signal.aborted) throw cancelled();
    const stop = (): void => {
      this.mappings.stopLearning();
    };
    signal.addEventListener('abort', stop);
    try {
      return await this.mappings.learn(attribute, within);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  listen(events: BridgeEvents): () => void {
    this.#events = events;
    const ends = [
      this.store.onChange(events.attributeChanged),
      this.transportClock.onChange((position) => {
        events.transportChanged(stateOf(position));
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.#events = undefined;
    };
  }

  async shutdown(): Promise<void> {
    this.transportClock.stop(performance.now(), editor);
    this.panic();
    this.mappings.close();
    for (const close of this.#closings) await close();
    await this.#inTurn(() => this.#osc.close());
    await this.switchOscQuery({ on: false, port: 0 });
    this.transportClock.close();
    this.scheduler.close();
  }

  /** Tempo and meter are attributes and belong to the clock. */
  #couple(): void {
    const now = performance.now();
    this.transportClock.setTempo(Number(this.store.get('tempo')), now, 'start');
    this.store.onChange((name, value, origin) => {
      if (this.#isClockLed()) return;
      if (name === 'tempo') this.transportClock.setTempo(Number(value), performance.now(), origin);
      if (name === 'meter') this.transportClock.setMeter(value as Meter, performance.now(), origin);
    });
    this.transportClock.onChange(({ isRolling }) => {
      if (!isRolling) this.panic();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

function stateOf({ isRolling, bar, beat, tempo, meter }: MusicalPosition): TransportState {
  return { isRolling, bar, beat, tempo, meter };
}
