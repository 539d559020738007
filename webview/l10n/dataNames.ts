/** Names that come with data, in the person's language: instruments and roles. The writer of the bundle knows where the former are listed. */
import { t } from '@vscode/l10n';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { withinSentence } from './language.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Role } from '../../bridge/protocol/roles.ts';

/** Roles, in the case of labels. */
export const roleTitles: Readonly<Record<Role, string>> = {
  lead: t('Lead'),
  counter: t('Counter'),
  pad: t('Pad'),
  figure: t('Figure'),
  bass: t('Bass'),
  percussion: t('Percussion'),
  colour: t('Colour'),
};

/** An instrument by its id. */
export function instrumentName(id: InstrumentId): string {
  return trackName(instruments[id].title);
}

/**
 * A track, part or stem, which is labelled by its instrument, where several have one also by its role: `Piano (bass)`. What is no
 * instrument keeps its label.
 */
export function trackName(label: string): string {
  if (label === 'Mix') return t('Mix');
  const [, title = label, word] = /^(.+) \((\w+)\)$/.exec(label) ?? [];
  const role = roles.find((one) => one === word);
  return role === undefined ? named(label) : `${named(title)} (${withinSentence(roleTitles[role])})`;
}

/** `t` with a text that is no literal here: the writer collects it where it is listed. */
const named: (title: string) => string = t;
