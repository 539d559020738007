/** Live sound and controls for listeners: the server starts when somebody asks for the monitor page, and then stays. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ClientTokens } from '../websocket/clientTokens.ts';
import { describeControls } from '../websocket/controlDescriptions.ts';
import { ListenServer } from '../websocket/listenServer.ts';
import { LiveStream } from '../websocket/liveStream.ts';
import { MonitorPage } from '../websocket/monitorPage.ts';
import { pcmPosition } from '../websocket/pcmPosition.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { ListenControls } from '../websocket/listenControls.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** One server. */
export class ListenDesk {
  readonly #desk: BridgeDesk;
  readonly #live = new LiveStream();
  readonly #tokens = new ClientTokens();
  #server: Promise<ListenServer> | undefined;

  constructor(desk: BridgeDesk) {
    this.#desk = desk;
  }

  /** Address of the monitor page with a token of its own. @throws LeitmotifError `port-in-use`, `not-available` */
  readonly monitorUrl = async (): Promise<string> => {
    this.#server ??= this.#start();
    const server = await this.#server;
    return server.urlFor(this.#tokens.issue('Monitor page', 'control').token);
  };

  /** Sends a block to everybody who listens. */
  readonly push = (block: AudioBlock): void => {
    const { clock } = this.#desk.transportClock;
    const time = (block.time * clock.sampleRate) / block.sampleRate;
    this.#live.push(block, pcmPosition(clock.positionAt(time)));
  };

  /** Closes the server. */
  readonly close = async (): Promise<void> => {
    const server = await this.#server?.catch(() => undefined);
    this.#server = undefined;
    await server?.close();
  };

  async #start(): Promise<ListenServer> {
    try {
      const page = await MonitorPage.read(await pageFolder());
      const around = { live: this.#live, controls: controlsOf(this.#desk), openTake: undefined };
      return await ListenServer.start({ ...around, tokens: this.#tokens, page, port: 0 });
    } catch (error) {
      this.#server = undefined;
      throw error;
    }
  }
}

/** The controls as listeners see them. */
export function controlsOf(desk: BridgeDesk): ListenControls {
  return {
    describe: () => describeControls(desk.store.values()),
    set: (name, value, origin) => {
      desk.store.set(name, value, origin);
    },
    onChange: (tell) => desk.store.onChange(tell),
    onEvent: (tell) => desk.musicEvents.onEvent(tell),
    transport: (action) => {
      const now = performance.now();
      if (action === 'start') desk.transportClock.play(now, 'listener');
      else desk.transportClock.stop(now, 'listener');
    },
    panic: () => {
      desk.panic();
    },
  };
}

/** Beside the program, or where the build puts it, seen from the sources. */
async function pageFolder(): Promise<string> {
  const beside = fileURLToPath(new URL('./monitor/', import.meta.url));
  const isBeside = await readFile(new URL('./monitor/monitor.html', import.meta.url)).then(
    () => true,
    () => false,
  );
  return isBeside ? beside : fileURLToPath(new URL('../../dist/monitor/', import.meta.url));
}
