/** Why a port could not be opened, in words: who has it, and how another one is chosen. */
import { LeitmotifError } from '../protocol/errors.ts';
import { portOwner } from './portOwner.ts';
import type { PortKind } from './portOwner.ts';

/** A port that was asked for. */
export interface WantedPort {
  kind: PortKind;
  address: string;
  port: number;
  /** What it is for, after “at which”. */
  use: string;
  /** How to choose another, after “End that program, or”. */
  change: string;
}

/** The error of a port that could not be opened: `port-in-use` with the program that has it, else `not-available`. */
export async function cannotOpen(wanted: WantedPort, cause: unknown): Promise<LeitmotifError> {
  const { kind, address, port, use, change } = wanted;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const subject = `${address}:${port}`;
  const name = `${kind.toUpperCase()} port ${port}, at which ${use},`;
  if (code !== 'EADDRINUSE') {
    return new LeitmotifError('not-available', {
      what: `${name} could not be opened (${code ?? String(cause)})`,
      subject,
      next: code === 'EACCES' ? 'Choose a port from 1024 on' : 'Choose another interface or port',
      cause,
    });
  }
  const owner = await portOwner(kind, port);
  if (owner?.pid === process.pid) {
    return new LeitmotifError('port-in-use', {
      what: `${name} belongs to Leitmotif’s bridge itself (${owner.pid}), for something else`,
      subject,
      next: `End that, or ${change}`,
      cause,
    });
  }
  const who =
    owner === undefined ? 'another program, which the system does not name' : `${owner.name} (${owner.pid})`;
  return new LeitmotifError('port-in-use', {
    what: `${name} belongs to ${who}`,
    subject,
    next: `End that program, or ${change}`,
    cause,
  });
}
