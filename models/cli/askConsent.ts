import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { askYesNo } from './askYesNo.ts';
import type { CommandContext } from './commandLine.ts';

/** What would be fetched, in the words of the command that asks. */
export interface ConsentQuestion {
  /** What it is and weighs, for a person; several lines. */
  text: string;
  /** The command and the size, for the error. */
  subject: string;
}

/**
 * Shows what it is and weighs, then asks; without a person at a terminal `--yes` must have been said.
 *
 * @throws LeitmotifError `consent-missing` where nobody can be asked
 */
export async function askConsent(
  { text, subject }: ConsentQuestion,
  { yes, json }: { yes?: true; json?: true },
  { terminal, signal }: CommandContext,
): Promise<boolean> {
  if (json !== true) terminal.err(text);
  if (yes === true) return true;
  if (process.stdin.isTTY && json !== true) return askYesNo('Install it?', signal);
  throw new LeitmotifError('consent-missing', {
    what: 'Nothing is fetched unasked, and nobody can be asked here',
    subject,
    next: 'Add --yes',
  });
}
