/** A listen server with a sine as its sound and a small store as its controls. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { ClientTokens } from '../../../bridge/websocket/clientTokens.ts';
import { describeControls } from '../../../bridge/websocket/controlDescriptions.ts';
import { LiveStream } from '../../../bridge/websocket/liveStream.ts';
import { ListenServer } from '../../../bridge/websocket/listenServer.ts';
import type { ClientRights } from '../../../bridge/websocket/clientTokens.ts';
import type { MusicEvent } from '../../../bridge/protocol/musicEvent.ts';
import type { ControlChange, ListenControls } from '../../../bridge/websocket/listenControls.ts';
import type { ListenServerOptions } from '../../../bridge/websocket/listenServer.ts';
import type { PcmPosition } from '../../../bridge/protocol/pcmFrame.ts';
import type { AudioBlock } from '../../../bridge/transport/audioBlock.ts';

/** Sample frames of a block. */
export const blockLength = 1024;

/** A block of a sine of 440 Hz at half of full scale. */
export function sineBlock(time: number, sampleRate = 48_000, length = blockLength): AudioBlock {
  const left = Float32Array.from(
    { length },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * (time + i)) / sampleRate),
  );
  return { time, sampleRate, left, right: left.map((one) => -one) };
}

/** 120 beats a minute, four to the bar. */
export function positionAt(time: number, sampleRate = 48_000): PcmPosition {
  const quarters = (time / sampleRate) * 2;
  return {
    tick: quarters * 480,
    tempo: 120,
    bar: Math.floor(quarters / 4) + 1,
    beat: (quarters % 4) + 1,
    meter: [4, 4],
    isRolling: true,
  };
}

/** Controls that remember what was done. */
export class RememberedControls implements ListenControls {
  readonly done: string[] = [];
  readonly eventListeners = new Set<(event: MusicEvent) => void>();
  readonly #values: Record<string, number | string> = {};
  readonly #told = new Set<ControlChange>();

  describe(): ReturnType<ListenControls['describe']> {
    return describeControls(this.#values);
  }

  set(name: string, value: number | string, origin: string): void {
    const control = this.describe().find((one) => one.name === name);
    const isFit =
      control?.kind === 'number'
        ? typeof value === 'number' && value >= control.min && value <= control.max
        : control?.choices.includes(String(value));
    if (isFit !== true)
      throw new LeitmotifError('attribute-out-of-range', {
        what: 'Out of range',
        subject: name,
        next: 'Less',
      });
    this.#values[name] = value;
    this.done.push(`${name}=${value}`);
    for (const tell of this.#told) tell(name, value, origin);
  }

  onChange(tell: ControlChange): () => void {
    this.#told.add(tell);
    return () => this.#told.delete(tell);
  }

  onEvent(tell: (event: MusicEvent) => void): () => void {
    this.eventListeners.add(tell);
    return () => this.eventListeners.delete(tell);
  }

  transport(action: 'start' | 'stop'): void {
    this.done.push(action);
  }

  panic(): void {
    this.done.push('panic');
  }
}

/** All of it. */
export class ListenHouse {
  readonly tokens = new ClientTokens();
  readonly controls = new RememberedControls();
  live = new LiveStream();
  time = 0;
  #server: ListenServer | undefined;
  #playing: ReturnType<typeof setInterval> | undefined;

  static async start(options: Partial<ListenServerOptions> = {}): Promise<ListenHouse> {
    const house = new ListenHouse();
    if (options.live !== undefined) house.live = options.live;
    const { tokens, controls, live } = house;
    house.#server = await ListenServer.start({
      tokens,
      controls,
      live,
      openTake: undefined,
      port: 0,
      ...options,
    });
    return house;
  }

  get server(): ListenServer {
    if (this.#server === undefined) throw new Error('Not started');
    return this.#server;
  }

  /** Where the WebSocket is. */
  get url(): string {
    return this.server.url.replace('http', 'ws');
  }

  token(rights: ClientRights = 'control'): string {
    return this.tokens.issue('test', rights).token;
  }

  /** Pushes blocks at once. */
  push(blocks: number): void {
    for (let i = 0; i < blocks; i++) {
      this.live.push(sineBlock(this.time), positionAt(this.time));
      this.time += blockLength;
    }
  }

  /** Plays in real time until the end. */
  play(): void {
    const [start, from] = [performance.now(), this.time];
    this.#playing = setInterval(() => {
      const due = from + ((performance.now() - start) / 1000) * 48_000;
      while (this.time < due) this.push(1);
    }, 5);
  }

  async close(): Promise<void> {
    clearInterval(this.#playing);
    await this.server.close();
  }
}
