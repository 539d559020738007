import { request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { AttributeStore } from '../../../../bridge/osc/attributeStore.ts';
import { OscQueryServer } from '../../../../bridge/osc/oscQueryServer.ts';
import { allOscAddresses } from '../../../../bridge/protocol/oscAddress.ts';
import type { QueryNode } from '../../../../bridge/osc/oscQueryTree.ts';

let server: OscQueryServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const store = new AttributeStore();
async function start(): Promise<URL> {
  server = await OscQueryServer.start({ store, port: 0, oscPort: () => 9310 });
  return new URL(server.url);
}

/** A request with headers that `fetch` would not let us choose. */
function ask(
  url: URL,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: url.hostname, port: url.port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

function leaves(node: QueryNode): QueryNode[] {
  return [
    ...(node.TYPE === undefined ? [] : [node]),
    ...Object.values(node.CONTENTS ?? {}).flatMap((inner) => leaves(inner)),
  ];
}

it('tells every address with type, range and present value', async () => {
  const url = await start();
  store.set('tempo', 91, 'test');
  const root = (await (await fetch(url)).json()) as QueryNode;
  const all = leaves(root);
  expect(all.map(({ FULL_PATH }) => FULL_PATH).sort()).toEqual(
    allOscAddresses().map(({ address }) => address),
  );
  expect(all.find(({ FULL_PATH }) => FULL_PATH.endsWith('/tempo'))).toEqual({
    FULL_PATH: '/leitmotif/attribute/tempo',
    ACCESS: 3,
    DESCRIPTION: expect.any(String) as string,
    TYPE: 'f',
    VALUE: [91],
    RANGE: [{ MIN: 30, MAX: 260 }],
    UNIT: ['BPM'],
    CLIPMODE: ['none'],
  });
  expect(all.find(({ FULL_PATH }) => FULL_PATH.endsWith('/meter'))?.RANGE?.[0]).toHaveProperty('VALS');
});

it.each([
  ['/leitmotif/attribute/tempo?VALUE', 200, '{"VALUE":[91]}'],
  ['/leitmotif/attribute/tempo?TYPE', 200, '{"TYPE":"f"}'],
  ['/leitmotif/panic?VALUE', 204, ''],
  ['/leitmotif/nothing', 404, ''],
  ['/leitmotif/attribute/tempo?NOTHING', 400, ''],
  ['/__proto__', 404, ''],
  ['/leitmotif/constructor/name', 404, ''],
  [`/${'a'.repeat(2000)}`, 400, ''],
])('%s', async (path, status, text) => {
  store.set('tempo', 91, 'test');
  const url = await start();
  expect(await ask(url, path)).toEqual({ status, text });
});

it('tells where OSC is heard', async () => {
  const url = await start();
  const { text } = await ask(url, '/?HOST_INFO');
  expect(JSON.parse(text)).toMatchObject({
    OSC_PORT: 9310,
    OSC_TRANSPORT: 'UDP',
    EXTENSIONS: { VALUE: true },
  });
});

it('is read only, and answers to its own names and pages alone', async () => {
  const url = await start();
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect((await ask(url, '/', { method })).status).toBe(405);
  }
  expect((await ask(url, '/', { headers: { Host: `evil.example:${url.port}` } })).status).toBe(403);
  expect((await ask(url, '/', { headers: { Origin: 'https://evil.example' } })).status).toBe(403);
  expect((await ask(url, '/', { headers: { Host: `localhost:${url.port}` } })).status).toBe(200);
  expect(await ask(url, '/', { method: 'HEAD' })).toEqual({ status: 200, text: '' });
});

it('says that its port is taken', async () => {
  const url = await start();
  const again = OscQueryServer.start({ store, port: Number(url.port), oscPort: () => undefined });
  await expect(again).rejects.toMatchObject({ code: 'port-in-use' });
});
