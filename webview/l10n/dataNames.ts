/** Names that come with data, in the person's language: instruments. The writer of the bundle knows where they are listed. */
import { t } from '@vscode/l10n';
import { instruments } from '../../bridge/protocol/instruments.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';

/** An instrument by its id. */
export function instrumentName(id: InstrumentId): string {
  return trackName(instruments[id].title);
}

/** A track, part or stem, which is labelled by its instrument or as the mix; what is neither keeps its label. */
export function trackName(label: string): string {
  return label === 'Mix' ? t('Mix') : named(label);
}

/** `t` with a text that is no literal here: the writer collects it where it is listed. */
const named: (title: string) => string = t;
