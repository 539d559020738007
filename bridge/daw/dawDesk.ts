/** The DAW's part of the bridge's conversation: one connection at a time, listed, opened, tested, told of, sent clips to. */
import { LeitmotifError } from '../protocol/errors.ts';
import { DawConnection } from './dawConnection.ts';
import { dawDialects } from './dawDialects.ts';
import { capabilityNames, routeSentence } from './lineReport.ts';
import type { DawListing, DawStatus, SendClipResult } from '../protocol/bridge.ts';
import type { OscMessage } from '../osc/oscPacket.ts';
import type { DawConditions, DawState } from '../protocol/daw.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { DawConnectionOptions } from './dawConnection.ts';
import type { DawCapabilities, DawDialect } from './dawDialect.ts';
import type { ClipAsked } from './takeClip.ts';

/** Between two tellings of the state, at least. */
const tellEvery: Milliseconds = 200;

/** Who follows the DAW, or leads it. */
export interface DawFollowing {
  attach: (connection: DawConnection | undefined) => void;
  heard: () => void;
}

/** All that the conversation asks of DAWs. */
export class DawDesk {
  readonly #tell: (state: DawState) => void;
  readonly #follow: DawFollowing;
  #connection: DawConnection | undefined;
  #options: DawConnectionOptions | undefined;
  #report: DawStatus['report'] | undefined;
  #timer: NodeJS.Timeout | undefined;
  #endListening: () => void = () => undefined;
  /** Openings and closings wait for one another. */
  #queue: Promise<unknown> = Promise.resolve();

  /** `tell` hears the state of the project, five times a second at most; `follow` which DAW it is and each time that it says something. */
  constructor(
    tell: (state: DawState) => void = () => undefined,
    follow: DawFollowing = { attach: () => undefined, heard: () => undefined },
  ) {
    this.#tell = tell;
    this.#follow = follow;
  }

  /** Hears what the DAW says beside its project, such as a fader that is moved. */
  onOther: (message: OscMessage) => void = () => undefined;

  /** Lists DAWs with what to expect of each. */
  readonly listDaws = (): DawListing[] => Object.values(dawDialects).map(listingOf);

  /** Opens a line in place of an earlier one and tests it. @throws LeitmotifError `port-in-use`, `output-unwritable` */
  readonly connectDaw = (options: DawConnectionOptions): Promise<DawStatus> =>
    this.#inTurn(async () => {
      await this.#close();
      const connection = await DawConnection.open(options);
      if (connection.failure !== undefined) {
        await connection.close();
        throw connection.failure;
      }
      this.#connection = connection;
      this.#options = options;
      this.#endListening = connection.onChange(() => {
        this.#follow.heard();
        this.#changed();
      });
      this.#report = await connection.test();
      if (connection.line !== undefined)
        connection.line.onOther = (message) => {
          this.onOther(message);
        };
      this.#follow.attach(connection);
      return this.#status(connection);
    });

  /** Tests the line again. @throws LeitmotifError `not-available` */
  readonly testDaw = async (): Promise<DawStatus> => {
    const connection = this.#open();
    this.#report = await connection.test();
    return this.#status(connection);
  };

  /** Ends the line. */
  readonly disconnectDaw = (): Promise<void> => this.#inTurn(() => this.#close());

  /** Sends a part of a take. @throws LeitmotifError as {@link DawConnection.sendClip}, `not-available` without a connection */
  readonly sendClip = async (asked: ClipAsked): Promise<SendClipResult> => {
    const connection = this.#open();
    const done = await connection.sendClip(asked);
    return { done, left: [...connection.inbox.left] };
  };

  /** The line as it was last tested, with the state as it is; undefined while there is none. */
  get status(): DawStatus | undefined {
    return this.#connection === undefined ? undefined : this.#status(this.#connection);
  }

  /** What the project says, as conditions for the next take. @throws LeitmotifError `not-available` */
  readonly dawConditions = (): DawConditions => this.#open().conditions();

  /** The connection, for whoever plays and stops. */
  get connection(): DawConnection | undefined {
    return this.#connection;
  }

  #status(connection: DawConnection): DawStatus {
    const { dialect, line, state } = connection;
    const options = this.#options;
    const ports =
      line === undefined
        ? {}
        : { hears: options?.hears ?? dialect.ports?.hears ?? 0, answersAt: line.answersAt };
    return {
      daw: dialect.id,
      host: options?.host ?? '127.0.0.1',
      ...ports,
      report: this.#report ?? connection.untestedReport(),
      state,
    };
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#connection !== undefined) this.#tell(this.#connection.state);
    }, tellEvery);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#endListening();
    this.#endListening = () => undefined;
    this.#follow.attach(undefined);
    const connection = this.#connection;
    this.#connection = undefined;
    this.#report = undefined;
    await connection?.close();
  }

  #open(): DawConnection {
    if (this.#connection !== undefined) return this.#connection;
    throw new LeitmotifError('not-available', {
      what: 'No DAW is connected',
      subject: 'the DAW',
      next: 'Choose one with Connect DAW',
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

function listingOf({ id, title, verified, against, ports, setUp, capabilities }: DawDialect): DawListing {
  const keys = Object.keys(capabilityNames) as (keyof DawCapabilities)[];
  return {
    id,
    title,
    verified,
    against,
    ...(ports === undefined ? {} : { ports }),
    setUp,
    abilities: keys.map((key) => {
      const route = capabilities[key];
      return { what: capabilityNames[key], works: !('cannot' in route), how: routeSentence(route) };
    }),
  };
}
