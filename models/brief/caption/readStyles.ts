/** Reads the styles of a caption. Styles that the contract does not know yet stand here under their nearest neighbour. */
import { styles } from '../../../bridge/protocol/attributes.ts';
import { factAt } from './captionText.ts';
import { isRefusedQuality } from './negation.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, StyleSaid } from './captionFacts.ts';
import type { Style } from '../../../bridge/protocol/attributes.ts';

/** A style with what people call it. The second list holds neighbours that are only near: less confidence. */
const names: Readonly<Record<Style, readonly [same: readonly string[], near: readonly string[]]>> = {
  cinematic: [
    [
      'cinematic',
      'film score',
      'filmic',
      'movie score',
      'soundtrack',
      'orchestral',
      'symphonic',
      'trailer music',
    ],
    [
      'orchestra',
      'trailer',
      'blockbuster',
      'epic score',
      'film music',
      'movie',
      'march',
      'fanfare',
      'filmmusik',
    ],
  ],
  ambient: [
    ['ambient', 'soundscape', 'drone music', 'atmospheric', 'ambient music', 'ambience', 'texture music'],
    ['new age', 'meditation', 'spa', 'sleep music', 'floating', 'space music', 'background music'],
  ],
  piano: [
    ['solo piano', 'piano solo', 'piano piece', 'piano music', 'piano ballad', 'piano only', 'only piano'],
    [
      'just piano',
      'nocturne',
      'prelude',
      'ragtime',
      'piano miniature',
      'klavierstuck',
      'piano waltz',
      'sonatina',
    ],
  ],
  strings: [
    ['string quartet', 'strings only', 'only strings', 'string orchestra', 'chamber strings', 'for strings'],
    [
      'chamber music',
      'string trio',
      'baroque strings',
      'string adagio',
      'chamber',
      'baroque',
      'streichquartett',
    ],
  ],
  choral: [
    [
      'choral',
      'a cappella',
      'acapella',
      'choir only',
      'only choir',
      'hymn',
      'gregorian',
      'plainchant',
      'motet',
    ],
    [
      'chorale',
      'requiem',
      'gospel',
      'madrigal',
      'liturgical',
      'gregorian chant',
      'vocal ensemble',
      'church music',
    ],
  ],
  folk: [
    ['folk', 'folksy', 'celtic', 'irish', 'bluegrass', 'country', 'americana', 'acoustic folk', 'folk song'],
    [
      'jig',
      'reel',
      'shanty',
      'sea shanty',
      'acoustic',
      'singer songwriter',
      'medieval',
      'tavern',
      'polka',
      'klezmer',
    ],
  ],
  electronic: [
    [
      'electronic',
      'electronica',
      'synthwave',
      'techno',
      'house',
      'edm',
      'trance',
      'synth pop',
      'synthpop',
      'dubstep',
    ],
    [
      'lofi',
      'lo fi',
      'hip hop',
      'chiptune',
      '8 bit',
      'cyberpunk',
      'drum and bass',
      'retrowave',
      'vaporwave',
      'idm',
    ],
  ],
  horror: [
    ['horror', 'horror score', 'horror movie', 'horror film', 'psychological thriller'],
    ['creepy', 'scary', 'terror', 'slasher', 'haunted house', 'nightmare'],
  ],
};

const table = phraseTable<{ style: Style; confidence: number }>(
  styles.flatMap((style) => [
    ...names[style][0].map((name) => [name, { style, confidence: 0.95 }] as const),
    ...names[style][1].map((name) => [name, { style, confidence: 0.6 }] as const),
  ]),
);

/** Styles in the order of the text. */
export function readStyles(caption: CaptionText): Fact<StyleSaid>[] {
  return findPhrases(caption.tokens, table).map(({ first, last, value }) =>
    factAt(
      caption,
      first,
      last,
      { style: value.style, negated: isRefusedQuality(caption, first) },
      value.confidence,
    ),
  );
}
