/** Runs our command line once: no shell, its answer as JSON, ended by the signal. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { cancelled, errorCatalogue, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { plainEnvironment } from './plainEnvironment.ts';
import type { ErrorCode, ErrorDetail } from '../../bridge/protocol/errors.ts';
import type { Program } from './startProgram.ts';

/**
 * Runs a command with `--json`. Cancelled, it removes what it had half written.
 *
 * @param about what it is asked to do something with, for errors
 * @returns what it printed
 * @throws LeitmotifError `cancelled`, `runtime-unavailable` where the program cannot be started, and those of the command
 */
export async function runCommandLine(
  { node, program, environment }: Omit<Program, 'arguments'>,
  given: readonly string[],
  about: string,
  signal: AbortSignal,
): Promise<object> {
  if (signal.aborted) throw cancelled();
  const child = spawn(node, [program, ...given, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    cwd: homedir(),
    env: { ...plainEnvironment(process.env), ...environment },
  });
  const stop = (): void => {
    child.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await new Promise<void>((resolve, reject) => {
      child.once('close', () => {
        resolve();
      });
      child.once('error', reject);
    });
    // Killed, it may have said nothing.
    if (signal.aborted) throw cancelled();
    return readAnswer(answer, about);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw error instanceof LeitmotifError ? error : unstarted(node, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function readAnswer(text: string, about: string): object {
  const answer = parsed(text);
  if (answer !== undefined && answer.error === undefined) return answer;
  const { error } = answer ?? {};
  if (error === undefined || !(error.code in errorCatalogue)) {
    throw new LeitmotifError('internal', {
      what: 'The command line ended without an answer',
      subject: about,
      next: 'Try again',
      cause: text,
    });
  }
  throw new LeitmotifError(error.code as ErrorCode, error);
}

function parsed(text: string): { error?: ErrorDetail & { code: string } } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

function unstarted(node: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what: 'The command line cannot be started',
    subject: node,
    next: 'Look at the setting leitmotif.nodePath',
    cause,
  });
}
