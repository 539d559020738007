/** Helpers are forked processes: they may crash, hang and be killed without harm to us, and all their memory comes back. */
import { fork, spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HelperOrder, HelperReply } from './helperMessages.ts';

/** What a link tells. */
export interface LinkEvents {
  reply(reply: HelperReply): void;
  /** It is gone; nothing follows. */
  gone(): void;
}

/** A helper that runs. */
export interface HelperLink {
  readonly pid: number | undefined;
  send(order: HelperOrder): void;
  /** Ends it at once, whatever it does; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * How far a helper gives way to the sidecar, to the editor and to a pipe's player where all want the same core. Measured on two
 * cores beside two endless loops: the longest ping went from 182 to 39 ms, and music took a third longer; 10 would take three times
 * as long.
 */
const niceness = 5;

/** Starts a helper. */
export type StartLink = (events: LinkEvents) => HelperLink;

/** Forks a process; its program ends by itself when the channel closes (`helperPort.ts`). */
export function processLink(program: URL, args: readonly string[] = []): StartLink {
  return (events) => {
    const child = fork(fileURLToPath(program), args, {
      serialization: 'advanced',
      // Our standard input and output carry the protocol; nobody may hold them open or write to them.
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
    });
    giveWay(child.pid);
    const gone = new Promise<void>((resolve) => {
      child.once('exit', resolve);
      child.once('error', () => {
        resolve();
      });
    });
    const release = child.pid === undefined ? (): void => undefined : guard(child.pid);
    void gone.then(() => {
      release();
      endings.delete(end);
      events.gone();
    });
    const end = (): void => {
      child.kill('SIGKILL');
    };
    endings.add(end);
    child.on('message', (reply: HelperReply) => {
      events.reply(reply);
    });
    return {
      pid: child.pid,
      send: (order) => {
        // A failed send is followed by the exit event, which says all there is to say.
        if (child.connected) child.send(order, () => undefined);
      },
      kill: () => {
        end();
        return gone;
      },
    };
  };
}

/** Right after the fork, so that all threads of the child inherit it. Where the system refuses, the child runs as we do. */
function giveWay(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.max(niceness, getPriority()));
  } catch {
    return;
  }
}

/**
 * A stopped process cannot see that its parent is gone. A shell of one megabyte waits for the end of its own input, which
 * closes when we do, and kills the child then. Windows has no stopped processes.
 */
function guard(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script = `trap '' INT TERM HUP; read -r over || kill -9 "$0"`;
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell the child's own watch must do.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return () => {
    shell.stdin.end('over\n');
  };
}

const endings = new Set<() => void>();

/** Kills all processes that were forked; for the last moment of a process. */
export function killForkedProcesses(): void {
  for (const end of endings) end();
}
