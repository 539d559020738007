/** Reads the styles of a caption. Styles that the contract does not have stand here under their nearest neighbour. */
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
    ['orchestra', 'trailer', 'blockbuster', 'epic score', 'film music', 'movie', 'fanfare', 'filmmusik'],
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
    ['folk', 'folksy', 'bluegrass', 'country', 'americana', 'acoustic folk', 'folk song'],
    ['shanty', 'sea shanty', 'acoustic', 'singer songwriter', 'medieval', 'tavern', 'polka', 'klezmer'],
  ],
  electronic: [
    ['electronic', 'electronica', 'techno', 'house', 'edm', 'trance', 'synth pop', 'synthpop', 'dubstep'],
    ['hip hop', 'cyberpunk', 'drum and bass', 'idm'],
  ],
  horror: [
    ['horror', 'horror score', 'horror movie', 'horror film', 'psychological thriller'],
    ['creepy', 'scary', 'terror', 'slasher', 'haunted house', 'nightmare'],
  ],
  jazz: [
    [
      'jazz',
      'jazzy',
      'jazz trio',
      'jazz quartet',
      'jazz band',
      'bebop',
      'swing music',
      'swing band',
      'cool jazz',
    ],
    [
      'big band',
      'dixieland',
      'lounge music',
      'cocktail bar',
      'jazz club',
      'barjazz',
      'walking bass',
      'film noir',
    ],
  ],
  bossa: [
    ['bossa nova', 'bossa', 'bossanova'],
    ['samba', 'brazilian', 'latin jazz', 'copacabana', 'ipanema', 'rumba', 'beguine'],
  ],
  blues: [
    ['blues', 'bluesy', 'twelve bar blues', '12 bar blues', 'boogie woogie', 'boogie', 'rhythm and blues'],
    ['delta blues', 'shuffle', 'juke joint', 'honky tonk'],
  ],
  rock: [
    ['rock', 'rock music', 'rock song', 'hard rock', 'punk', 'punk rock', 'heavy metal', 'rock and roll'],
    [
      'grunge',
      'garage band',
      'power chords',
      'guitar riff',
      'indie rock',
      'metal',
      'headbanging',
      'rockmusik',
    ],
  ],
  pop: [
    ['pop', 'pop song', 'pop music', 'pop ballad', 'dance pop', 'popsong', 'popmusik', 'electropop'],
    ['catchy', 'chart hit', 'radio hit', 'indie pop', 'disco', 'schlager'],
  ],
  synthwave: [
    [
      'synthwave',
      'retrowave',
      'outrun',
      'vaporwave',
      'darksynth',
      'eighties synth',
      '80s synth',
      'chillwave',
    ],
    ['80s', 'eighties', 'retro synth'],
  ],
  lofi: [
    [
      'lofi',
      'lo fi',
      'lofi hip hop',
      'lo fi hip hop',
      'lofi beats',
      'lo fi beats',
      'chillhop',
      'study beats',
    ],
    ['chill beats', 'chill hop', 'trip hop', 'downtempo', 'study music', 'boom bap'],
  ],
  chiptune: [
    ['chiptune', '8 bit', '8bit', 'eight bit', 'chip music', 'nes music', 'gameboy music', 'game boy music'],
    [
      '16 bit',
      'retro game',
      'arcade game',
      'video game',
      'pixel art',
      'arcade',
      'gameboy',
      'game boy',
      'platformer',
    ],
  ],
  comedy: [
    [
      'comedy',
      'comedic',
      'slapstick',
      'cartoon music',
      'comedy cue',
      'pizzicato comedy',
      'comical',
      'sneaky music',
    ],
    [
      'cartoon',
      'funny',
      'silly',
      'goofy',
      'clumsy',
      'mischief',
      'mischievous',
      'komodie',
      'tiptoe',
      'tiptoeing',
    ],
  ],
  march: [
    ['marching band', 'military march', 'parade music', 'marsch', 'parade march', 'marching music'],
    [
      'march',
      'parade',
      'marching',
      'military band',
      'brass band',
      'blasmusik',
      'funeral march',
      'wedding march',
    ],
  ],
  waltz: [
    ['waltz', 'waltzes', 'viennese waltz', 'walzer', 'valse', 'slow waltz'],
    ['ballroom', 'waltzing', 'wiener walzer', 'musette', 'carousel'],
  ],
  celtic: [
    ['celtic', 'irish', 'irish folk', 'jig', 'celtic folk', 'gaelic', 'irish jig', 'irish reel', 'irisch'],
    [
      'reel',
      'scottish',
      'highland',
      'highlands',
      'ceilidh',
      'slip jig',
      'hornpipe',
      'riverdance',
      'irish pub',
      'keltisch',
    ],
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
