/** Connect DAW and Send Take to DAW: named in the manifest, disabled, and honest when they are called all the same. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Command } from './command.ts';

/** @throws LeitmotifError `not-available`, always */
export const connectDaw: Command = () => Promise.reject(notYet('Connect DAW'));

/** @throws LeitmotifError `not-available`, always */
export const sendTakeToDaw: Command = () => Promise.reject(notYet('Send Take to DAW'));

function notYet(subject: string): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: vscode.l10n.t('The live connection to a DAW is not part of this version'),
    subject,
    next: vscode.l10n.t('Export the take, or drag its score.mid and mix.wav into the DAW'),
  });
}
