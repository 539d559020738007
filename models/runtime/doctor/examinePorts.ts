import { createSocket } from 'node:dgram';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { usualOscPorts } from '../../../bridge/protocol/oscAddress.ts';
import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';
import type { DoctorOptions } from './runDoctor.ts';

/** A port that a part of Leitmotif listens on unless told otherwise. */
export interface UsualPort {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** The sidecar speaks over pipes and needs none. Who adds a listener adds its port here. */
export const usualPorts: readonly UsualPort[] = [
  { name: 'OSC of the bridge', protocol: 'udp', port: usualOscPorts.receive },
];

const address = '127.0.0.1';

/** Whether this machine's own address can be listened on, and whether the usual ports are free; no port is kept. */
export async function examinePorts({ ports = usualPorts }: Pick<DoctorOptions, 'ports'> = {}): Promise<
  DoctorFinding[]
> {
  const any = (['tcp', 'udp'] as const).map((protocol) => anyPort(protocol));
  return Promise.all([...any, ...ports.map((usual) => usualPort(usual))]);
}

async function anyPort(protocol: UsualPort['protocol']): Promise<DoctorFinding> {
  const part = { part: 'ports', name: `loopback ${protocol.toUpperCase()}` } as const;
  try {
    const port = await borrowPort(protocol, 0);
    return { ...part, verdict: 'ok', found: `${address} can be listened on (tried port ${port})` };
  } catch (error) {
    const next = `Let your firewall or sandbox allow programs to listen on ${address}; takes need no port`;
    return {
      ...part,
      verdict: 'lacking',
      found: `${address} cannot be listened on: ${reasonOf(error)}`,
      next,
    };
  }
}

async function usualPort({ name, protocol, port }: UsualPort): Promise<DoctorFinding> {
  const part = { part: 'ports', name } as const;
  const where = `${protocol.toUpperCase()} port ${port} of ${address}`;
  try {
    await borrowPort(protocol, port);
    return { ...part, verdict: 'ok', found: `${where} is free` };
  } catch (error) {
    const holder = await holderOf(protocol, port);
    return {
      ...part,
      verdict: 'lacking',
      found: `${where} is taken${holder === undefined ? ` (${reasonOf(error)})` : ` by ${holder}`}`,
      next: 'End the program that holds it, or choose another port',
    };
  }
}

/** Listens for a moment; resolves with the port. */
function borrowPort(protocol: UsualPort['protocol'], port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    if (protocol === 'udp') {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind({ port, address, exclusive: true }, () => {
        const bound = socket.address().port;
        socket.close(() => {
          resolve(bound);
        });
      });
      return;
    }
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: address, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => {
        resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
      });
    });
  });
}

/** The program that holds a port, where the system tells: Linux does, of programs of the same person. */
async function holderOf(protocol: UsualPort['protocol'], port: number): Promise<string | undefined> {
  const inodes = await inodesOf(protocol, port);
  if (inodes.size === 0) return undefined;
  const processes = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of processes) {
    const handles = await readdir(`/proc/${pid}/fd`).catch((): string[] => []);
    for (const handle of handles) {
      const target = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '');
      if (!inodes.has(target)) continue;
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      return `${name.trim() || 'a process'} (process ${pid})`;
    }
  }
  return undefined;
}

/** The sockets bound to a port, as links of open files name them. */
async function inodesOf(protocol: UsualPort['protocol'], port: number): Promise<Set<string>> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  const listening = protocol === 'tcp' ? '0A' : '07';
  const held = rows.filter(
    ([, local, , state]) => local?.endsWith(`:${hex}`) === true && state === listening,
  );
  return new Set(held.map((row) => `socket:[${row[9] ?? ''}]`));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
