/** A server and a client of the sidecar's protocol in one process: the same messages, no process, no work done. */
import { PassThrough } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { initializeRequest, sidecarProtocolVersion } from '../../bridge/protocol/sidecar.ts';
import { MessageGuard } from '../../models/sidecar/messageGuard.ts';
import { serveSidecar } from '../../models/sidecar/sidecarServer.ts';
import type { PackListings } from '../../bridge/protocol/packListing.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { JobHandlers, SidecarHandlers } from '../../models/sidecar/sidecarHandlers.ts';

/** Both ends. */
export interface InMemory {
  client: MessageConnection;
  /** Raw bytes to the server. */
  toServer: PassThrough;
  /** Raw bytes to the client. */
  toClient: PassThrough;
  /** The first error of the server's guard. */
  guardError: () => Error | undefined;
  close: () => void;
}

/** A cue that has nothing but a caption. */
export const someCue = cueSchema.parse({
  leitmotif: cueVersion,
  conditions: [{ kind: 'caption', id: 'c', text: 'slow strings' }],
});

/** A machine without packs. */
const noPacks: PackListings = { packs: [], directory: '/nowhere', chosenBy: 'default', bytesUsed: 0 };

/** Handlers that refuse all work but what a test gives. */
export function handlers(
  jobs: Partial<JobHandlers> = {},
  rest: Partial<SidecarHandlers> = {},
): SidecarHandlers {
  const refuse = (): Promise<never> => Promise.reject(new Error('No work is done here'));
  return {
    version: '0',
    stream: { path: '/nowhere', token: '00'.repeat(32) },
    jobs: {
      count: 0,
      brief: refuse,
      compose: refuse,
      preview: refuse,
      perform: refuse,
      remake: refuse,
      cancel: () => Promise.resolve(false),
      ...jobs,
    },
    packs: { list: () => Promise.resolve(noPacks), verify: refuse },
    shutdown: () => Promise.resolve(),
    exit: () => undefined,
    ...rest,
  };
}

/** Connects both ends; the conversation is not opened yet. */
export function connectInMemory(given: SidecarHandlers): InMemory {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const guard = new MessageGuard();
  let failure: Error | undefined;
  guard.on('error', (error) => {
    failure = error;
  });
  const server = createMessageConnection(
    new StreamMessageReader(toServer.pipe(guard)),
    new StreamMessageWriter(toClient),
  );
  server.onError(() => undefined);
  serveSidecar(server, given);
  server.listen();
  const client = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.onError(() => undefined);
  client.listen();
  const close = (): void => {
    client.dispose();
    server.dispose();
  };
  return { client, toServer, toClient, guardError: () => failure, close };
}

/** Connects both ends and opens the conversation. */
export async function openInMemory(given: SidecarHandlers): Promise<InMemory> {
  const both = connectInMemory(given);
  await both.client.sendRequest(initializeRequest, {
    protocolVersion: sidecarProtocolVersion,
    client: { name: 'test', version: '0' },
  });
  return both;
}
