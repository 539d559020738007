/** What the command line prints on. Results go to standard output, everything else to standard error. */
import type { WriteStream } from 'node:tty';

/** Two streams, and what is known of them. */
export interface Terminal {
  /** Prints a result. */
  out(text: string): void;
  /** Prints what is not a result. */
  err(text: string): void;
  /** True where a line on standard error can be written over. */
  readonly canRewrite: boolean;
  /** Width of standard error in characters. */
  readonly width: number;
  /** Resolves when everything has been handed to the operating system. */
  flush(): Promise<void>;
}

/** The terminal of this process. A reader that went away (`| head`) is not an error. */
export function processTerminal(): Terminal {
  const streams = [process.stdout, process.stderr] as const;
  for (const stream of streams) stream.on('error', leaveQuietly);
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    canRewrite: process.stderr.isTTY && process.env.TERM !== 'dumb',
    width: (process.stderr as Partial<WriteStream>).columns ?? 80,
    flush: async () => {
      await Promise.all(streams.map(emptied));
    },
  };
}

function emptied(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
