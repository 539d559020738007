/** Helpers are processes of their own: they may crash, hang and be killed without harm to us, and all their memory comes back. */
import { spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { encodeHelperMessage, helperPipe, HelperMessageDecoder } from './helperFraming.ts';
import { isHelperReply } from './helperMessages.ts';
import type { Duplex } from 'node:stream';
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

/** Starts a process; its program ends by itself when the pipe closes (`helperPort.ts`). */
export function processLink(program: URL, args: readonly string[] = []): StartLink {
  return (events) => {
    const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
      // Our standard input and output carry the protocol; nobody may hold them open or write to them.
      stdio: ['ignore', 2, 2, 'pipe'],
    });
    const pipe = child.stdio[helperPipe] as Duplex | undefined;
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
    if (pipe !== undefined) hear(pipe, events, end);
    return {
      pid: child.pid,
      send: (order) => {
        if (pipe?.writable === true) pipe.write(encodeHelperMessage(order));
      },
      kill: () => {
        end();
        return gone;
      },
    };
  };
}

/** Passes on what a helper says; one that says what cannot be read, or can say nothing more, is ended. */
function hear(pipe: Duplex, events: LinkEvents, end: () => void): void {
  const decoder = new HelperMessageDecoder();
  pipe.on('data', (bytes: Buffer) => {
    try {
      for (const reply of decoder.push(bytes)) {
        if (!isHelperReply(reply)) throw new TypeError('Not a reply of a helper');
        events.reply(reply);
      }
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      pipe.destroy();
      end();
    }
  });
  // A failed write is followed by the exit of the helper, which says all there is to say.
  pipe.on('error', () => undefined);
  pipe.on('close', end);
}

/** Right after the start, so that all threads of the child inherit it. Where the system refuses, the child runs as we do. */
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

/** Kills all processes that were started; for the last moment of a process. */
export function killForkedProcesses(): void {
  for (const end of endings) end();
}
