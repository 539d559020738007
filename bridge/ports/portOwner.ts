/** Who has a port of this machine, as far as the system tells: other people's programs are often not named. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

/** A program. */
export interface PortOwner {
  pid: number;
  name: string;
}

const run = promisify(execFile);
const patience = { timeout: 3000, windowsHide: true };

/** The kind of a port. */
export type PortKind = 'udp' | 'tcp';

/** The program that has a UDP port, or listens at a TCP port; undefined where nobody does, or the system does not tell. */
export async function portOwner(kind: PortKind, port: number): Promise<PortOwner | undefined> {
  try {
    if (process.platform === 'linux') return linuxOwner(kind, port);
    return process.platform === 'win32' ? await windowsOwner(kind, port) : await lsofOwner(kind, port);
  } catch (error) {
    // Asking is a courtesy: what cannot be asked is not known.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function linuxOwner(kind: PortKind, port: number): PortOwner | undefined {
  const files = [`/proc/net/${kind}`, `/proc/net/${kind}6`];
  // Connections of a TCP port are many; 0A is the one that listens.
  const state = kind === 'tcp' ? '0A' : undefined;
  const inodes = new Set(files.flatMap((file) => inodesAt(file, port, state)));
  if (inodes.size === 0) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!socketsOf(pid).some((inode) => inodes.has(inode))) continue;
    return { pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() };
  }
  return undefined;
}

/** Lines are `0: 0100007F:0EEB 00000000:0000 07 … inode …`; the address ends in the port in hexadecimal. */
function inodesAt(file: string, port: number, state: string | undefined): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return (
    textOr(file, '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${wanted}`) === true && fields[3] === (state ?? fields[3]))
      // A port that waits to be free has no socket any more.
      .filter((fields) => fields[9] !== '0')
      .flatMap((fields) => (fields[9] === undefined ? [] : [fields[9]]))
  );
}

function socketsOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return foldersOr(folder).flatMap((name) => {
    const found = /^socket:\[(\d+)\]$/.exec(linkOr(`${folder}/${name}`));
    return found?.[1] === undefined ? [] : [found[1]];
  });
}

/** Programs of others may not be looked into, and programs end while one looks. */
function foldersOr(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (error instanceof Error) return '';
    throw error;
  }
}

function textOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error) return other;
    throw error;
  }
}

/** `lsof -F pc` writes `p<pid>` and `c<name>` on lines of their own. */
async function lsofOwner(kind: PortKind, port: number): Promise<PortOwner | undefined> {
  const listening = kind === 'tcp' ? ['-sTCP:LISTEN'] : [];
  const args = ['-nP', `-i${kind.toUpperCase()}:${port}`, ...listening, '-F', 'pc'];
  const { stdout } = await run('lsof', args, patience);
  const [pid, name] = [/^p(\d+)$/m.exec(stdout)?.[1], /^c(.+)$/m.exec(stdout)?.[1]];
  return pid === undefined ? undefined : { pid: Number(pid), name: name ?? 'unknown' };
}

async function windowsOwner(kind: PortKind, port: number): Promise<PortOwner | undefined> {
  const { stdout } = await run('netstat', ['-ano', '-p', kind.toUpperCase()], patience);
  // Only what listens has no other end; the word for it is in the system's language.
  const other = kind === 'tcp' ? String.raw`\S+:0\s` : String.raw`\*:\*`;
  const local = new RegExp(String.raw`^\s*${kind}\s+\S+:${port}\s+${other}`, 'i');
  const line = stdout.split('\n').find((text) => local.test(text));
  const pid = line?.trim().split(/\s+/).at(-1);
  if (pid === undefined) return undefined;
  const tasks = await run('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'], patience);
  return { pid: Number(pid), name: /^"([^"]+)"/.exec(tasks.stdout.trim())?.[1] ?? 'unknown' };
}
