import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openHttpClient } from '../../../../../models/runtime/download/httpClient.ts';
import { startFileServer } from '../../../../fixtures/models/fileServer.ts';

/** A proxy that tunnels, and what was asked of it. */
async function startProxy(): Promise<{
  url: string;
  asked: { host: string; user?: string }[];
  close(): void;
}> {
  const asked: { host: string; user?: string }[] = [];
  const open = new Set<Duplex | Socket>();
  const server = createServer();
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    const user = request.headers['proxy-authorization'];
    asked.push({ host: request.url ?? '', ...(user === undefined ? {} : { user }) });
    const target = new URL(`http://${request.url ?? ''}`);
    const socket = connect(Number(target.port), target.hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(socket).pipe(client);
    });
    open.add(client).add(socket);
    for (const end of [client, socket]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = (): void => {
    for (const end of open) end.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

async function textThroughEnvironment(url: string): Promise<string> {
  const http = await openHttpClient();
  try {
    return await (await http.fetch(url)).text();
  } finally {
    await http.close();
  }
}

describe('openHttpClient', () => {
  it('goes through the proxy of the environment, with its name and password', async () => {
    const server = await startFileServer({ '/a': { content: Buffer.from('hello') } });
    const proxy = await startProxy();
    vi.stubEnv('HTTP_PROXY', proxy.url.replace('//', '//person:secret@'));
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    expect(await textThroughEnvironment(`${server.url}/a`)).toBe('hello');
    const user = `Basic ${Buffer.from('person:secret').toString('base64')}`;
    expect(proxy.asked).toEqual([{ host: new URL(server.url).host, user }]);
    proxy.close();
    await server.close();
  });

  it('goes past the proxy where NO_PROXY says so', async () => {
    const server = await startFileServer({ '/a': { content: Buffer.from('hello') } });
    const proxy = await startProxy();
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect(await textThroughEnvironment(`${server.url}/a`)).toBe('hello');
    expect(proxy.asked).toEqual([]);
    proxy.close();
    await server.close();
  });
});
