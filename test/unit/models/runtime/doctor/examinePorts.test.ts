import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { examinePorts } from '../../../../../models/runtime/doctor/examinePorts.ts';
import type { AddressInfo } from 'node:net';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function holdTcp(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
    closing.push(() => void server.close());
  });
}

function holdUdp(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      resolve(socket.address().port);
    });
    closing.push(() => void socket.close());
  });
}

describe('the ports of this machine', () => {
  it('can be listened on, by streams and by datagrams', async () => {
    const findings = await examinePorts({ ports: [] });
    expect(findings.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'loopback TCP ok',
      'loopback UDP ok',
    ]);
  });

  it('that are free are said to be, and are free afterwards', async () => {
    const port = await holdTcp();
    closing.pop()?.();
    for (const round of [1, 2]) {
      const findings = await examinePorts({ ports: [{ name: 'sound', protocol: 'tcp', port }] });
      expect(findings.at(-1), `round ${round}`).toMatchObject({ name: 'sound', verdict: 'ok' });
    }
  });

  it.each(['tcp', 'udp'] as const)(
    'that are taken (%s) are said to be, with who holds them',
    async (protocol) => {
      const port = protocol === 'tcp' ? await holdTcp() : await holdUdp();
      const [, , finding] = await examinePorts({ ports: [{ name: 'OSC', protocol, port }] });
      expect(finding).toMatchObject({ part: 'ports', name: 'OSC', verdict: 'lacking' });
      const holder = process.platform === 'linux' ? `(process ${process.pid})` : 'EADDRINUSE';
      expect(finding?.found).toContain(holder);
      expect(finding?.next).toContain('another port');
    },
  );
});
