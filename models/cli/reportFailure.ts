/** Tells a person, or with `--json` a program, what failed and what to do next. Never a stack trace. */
import { CommanderError } from 'commander';
import { LeitmotifError, cancelled, exitCodes } from '../../bridge/protocol/errors.ts';
import { isWritingError, outputError } from '../takes/outputError.ts';
import type { Terminal } from './terminal.ts';

/** Prints a failure; returns the exit code. `args` is the command line, which may be the thing that is wrong. */
export function reportFailure(error: unknown, args: readonly string[], terminal: Terminal): number {
  // Help and version end through commander's exceptions too, with code 0 and nothing more to say.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  // No command at all: commander has printed the help.
  if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
  const failure = catalogued(error);
  if (args.includes('--json')) terminal.out(`${JSON.stringify({ error: failure })}\n`);
  else terminal.err(describeFailure(failure));
  if (process.env.LEITMOTIF_DEBUG === '1') terminal.err(`${debugText(error)}\n`);
  return failure.exitCode;
}

/** Any error as one of the catalogue. */
export function catalogued(error: unknown): LeitmotifError {
  if (error instanceof LeitmotifError) return error;
  if (error instanceof CommanderError) return wrongUsage(error);
  if (error instanceof Error && error.name === 'AbortError') return cancelled();
  if (isWritingError(error)) return outputError(error, 'the output folder');
  return new LeitmotifError('internal', {
    what: 'Something went wrong inside Leitmotif',
    subject: firstLine(error instanceof Error ? error.message : String(error)),
    next: 'Run it again with LEITMOTIF_DEBUG=1 and report what it prints',
    cause: error,
  });
}

function describeFailure({ what, subject, next, code }: LeitmotifError): string {
  return `error: ${what} (${subject})\n       ${next}. [${code}]\n`;
}

function wrongUsage(error: CommanderError): LeitmotifError {
  const [message, suggestion] = error.message.replace(/^error: /, '').split('\n');
  const subject = /'([^']+)'/.exec(error.message)?.[1] ?? 'command line';
  const hint = /\(Did you mean (.*)\?\)/.exec(suggestion ?? '')?.[1];
  return new LeitmotifError('usage', {
    what: capitalized(message ?? 'The command line is wrong'),
    subject,
    next: hint === undefined ? 'See leitmotif --help' : `Did you mean ${hint}? See leitmotif --help`,
    cause: error,
  });
}

function debugText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${debugText(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
