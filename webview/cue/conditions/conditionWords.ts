/** Kinds of conditions as a person reads and sees them. */
import type { Condition } from '../../../bridge/protocol/cue.ts';

/** One word each. */
export const conditionTitles: Readonly<Record<Condition['kind'], string>> = {
  image: 'image',
  video: 'video',
  story: 'story',
  caption: 'caption',
  'reference-audio': 'reference',
  'reference-midi': 'MIDI reference',
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
