/** Gives `t` the strings of the person's language, which the page carries. A panel imports it before all that speaks. */
import { config } from '@vscode/l10n';
import { bundleId } from '../../bridge/protocol/panels/pageBundle.ts';

const carried = document.getElementById(bundleId)?.textContent ?? '';
// Without them `t` says what it is asked in.
if (carried !== '') config({ contents: carried });
