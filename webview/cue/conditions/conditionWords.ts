/** Kinds of conditions as a person reads and sees them. */
import { t } from '@vscode/l10n';
import type { Condition } from '../../../bridge/protocol/cue.ts';

/** One word each. */
export const conditionTitles: Readonly<Record<Condition['kind'], string>> = {
  image: t('image'),
  video: t('video'),
  story: t('story'),
  caption: t('caption'),
  'reference-audio': t('reference'),
  'reference-midi': t('MIDI reference'),
};

/** Names of icons. */
export const conditionIcons: Readonly<Record<Condition['kind'], string>> = {
  image: 'file-media',
  video: 'device-camera-video',
  story: 'book',
  caption: 'quote',
  'reference-audio': 'music',
  'reference-midi': 'piano',
};
