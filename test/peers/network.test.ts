/** Where the run says that programs of others see loopback alone, they do: a peer that opens a port everywhere opens it nowhere. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';

const isAlone = process.env.LEITMOTIF_NETWORK === 'loopback';

describe.runIf(isAlone)('the network of peers', () => {
  it('is loopback alone', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
      all.map(({ address }) => address),
    );
    expect(addresses.every((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
    expect(addresses).toContain('127.0.0.1');
  });

  it('reaches nobody else, and this machine', async () => {
    const failure = await new Promise<string | undefined>((resolve) => {
      const socket = connect({ host: '192.0.2.1', port: 9 });
      socket.once('error', ({ code }: NodeJS.ErrnoException) => {
        resolve(code);
      });
    });
    expect(failure).toBe('ENETUNREACH');
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const heard = new Promise<string>((resolve) =>
      socket.once('message', (bytes) => {
        resolve(bytes.toString());
      }),
    );
    socket.send('here', socket.address().port, '127.0.0.1');
    expect(await heard).toBe('here');
    await new Promise<void>((resolve) => socket.close(resolve));
  });
});
