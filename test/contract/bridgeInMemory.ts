/** A bridge and its editor in one process: the same messages, no process. */
import { PassThrough } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { BridgeDesk } from '../../bridge/host/bridgeDesk.ts';
import { serveBridge } from '../../bridge/host/bridgeServer.ts';
import { MessageGuard } from '../../bridge/host/messageGuard.ts';
import * as protocol from '../../bridge/protocol/bridge.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { OptionalHandlers } from '../../bridge/host/bridgeHandlers.ts';

/** Both ends. */
export interface BridgeInMemory {
  client: MessageConnection;
  desk: BridgeDesk;
  /** How the bridge was told to end: orderly or not; undefined before. */
  ended: () => boolean | undefined;
  close: () => Promise<void>;
}

/** Connects both ends; the conversation is not opened yet. */
export function connectBridge(optional: OptionalHandlers = {}): BridgeInMemory {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createMessageConnection(
    new StreamMessageReader(toServer.pipe(new MessageGuard())),
    new StreamMessageWriter(toClient),
  );
  const desk = new BridgeDesk(optional);
  let ended: boolean | undefined;
  const exit = (isOrderly: boolean): void => {
    ended = isOrderly;
  };
  const end = serveBridge(server, Object.assign(desk, { version: '0', exit }));
  server.listen();
  const client = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.listen();
  const close = async (): Promise<void> => {
    end();
    await desk.shutdown();
    client.dispose();
    server.dispose();
  };
  return { client, desk, ended: () => ended, close };
}

/** Connects both ends and opens the conversation. */
export async function openBridge(optional: OptionalHandlers = {}): Promise<BridgeInMemory> {
  const both = connectBridge(optional);
  await both.client.sendRequest(protocol.bridgeInitialize, {
    protocolVersion: protocol.bridgeProtocolVersion,
    client: { name: 'test', version: '0' },
  });
  return both;
}
