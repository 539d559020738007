/** What is asked before files of another program's folder are changed: which files, and what becomes of those that are there. */
import { join, relative } from 'node:path';
import type { DawScripts, ScriptState } from '../../bridge/protocol/bridge.ts';
import type { Words } from '../l10n/words.ts';

/** The question, and the files below it; for another folder than the DAW's own without what is there, which nobody has looked at. */
export function scriptQuestion(
  action: 'install' | 'uninstall',
  { title, folder: usual, files }: DawScripts,
  l10n: Words,
  folder = usual,
): { question: string; detail: string } {
  const isIn = action === 'install';
  const lines = files.map(({ path, state }) => {
    if (folder !== usual) return join(folder, relative(usual, path));
    return `${path}: ${isIn ? installed(state, l10n) : removed(state, l10n)}`;
  });
  return {
    question: isIn
      ? l10n.t('Put our script for {0} where it looks for scripts?', title)
      : l10n.t('Take our script for {0} away?', title),
    detail: [folder, '', ...lines].join('\n'),
  };
}

function installed(state: ScriptState, l10n: Words): string {
  switch (state) {
    case 'absent':
      return l10n.t('new');
    case 'ours':
      return l10n.t('ours, is written again');
    case 'changed':
    case 'foreign':
      return l10n.t('somebody else’s, stays as it is');
  }
}

function removed(state: ScriptState, l10n: Words): string {
  switch (state) {
    case 'absent':
      return l10n.t('not there');
    case 'ours':
      return l10n.t('is removed');
    case 'changed':
    case 'foreign':
      return l10n.t('somebody else’s, stays as it is');
  }
}
