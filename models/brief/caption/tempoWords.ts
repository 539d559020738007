/**
 * Tempo words with what they allow, in BPM.
 *
 * Italian words: the ranges printed on metronomes, as the *New Grove* ("Tempo and expression marks") warns, overlap and
 * vary; these are the middle ground. Plain words are our own reading of how captions use them. Other languages: the
 * words that scores print in German, French and Spanish.
 */
import type { BeatsPerMinute } from '../../../bridge/protocol/units.ts';

/** Lowest and highest tempo of a word. */
export type TempoRange = readonly [BeatsPerMinute, BeatsPerMinute];

const slow: TempoRange = [50, 76];
const fast: TempoRange = [128, 168];
const moderate: TempoRange = [92, 116];

/** Words that mean a tempo wherever they stand. */
export const tempoWords: readonly (readonly [phrase: string, range: TempoRange])[] = [
  ['larghissimo', [30, 40]],
  ['adagissimo', [36, 48]],
  ['largo', [40, 60]],
  ['lento', [46, 62]],
  ['lentissimo', [34, 46]],
  ['larghetto', [58, 68]],
  ['adagio', [55, 76]],
  ['adagietto', [65, 80]],
  ['tranquillo', [58, 80]],
  ['maestoso', [72, 92]],
  ['andante', [74, 98]],
  ['andantino', [80, 104]],
  ['andante moderato', [88, 104]],
  ['con moto', [86, 108]],
  ['marcia moderato', [84, 90]],
  ['moderato', [96, 118]],
  ['allegretto', [108, 124]],
  ['allegro moderato', [112, 126]],
  ['allegro', [120, 150]],
  ['allegro vivace', [140, 164]],
  ['animato', [120, 144]],
  ['vivace', [140, 172]],
  ['vivo', [136, 166]],
  ['vivacissimo', [160, 184]],
  ['allegrissimo', [160, 182]],
  ['veloce', [150, 180]],
  ['presto', [168, 200]],
  ['prestissimo', [196, 236]],
  ['langsam', slow],
  ['massig', moderate],
  ['gemachlich', [76, 96]],
  ['bewegt', [108, 132]],
  ['lebhaft', [124, 152]],
  ['schnell', fast],
  ['lent', slow],
  ['modere', moderate],
  ['vite', fast],
  ['vif', [132, 160]],
  ['rapide', fast],
  ['despacio', slow],
  ['rapido', fast],
  ['slow', slow],
  ['slowly', slow],
  ['slow paced', slow],
  ['slow moving', slow],
  ['slow motion', [46, 64]],
  ['unhurried', [62, 84]],
  ['leisurely', [72, 92]],
  ['walking pace', [84, 104]],
  ['strolling', [84, 104]],
  ['glacial', [36, 52]],
  ['sluggish', [46, 62]],
  ['crawling', [40, 54]],
  ['downtempo', [70, 96]],
  ['down tempo', [70, 96]],
  ['low tempo', slow],
  ['slow tempo', slow],
  ['mid tempo', [94, 118]],
  ['midtempo', [94, 118]],
  ['medium tempo', [94, 118]],
  ['medium paced', [94, 118]],
  ['moderate tempo', moderate],
  ['moderate pace', moderate],
  ['moderately paced', moderate],
  ['moderate', moderate],
  ['medium fast', [116, 136]],
  ['medium slow', [76, 92]],
  ['uptempo', [126, 152]],
  ['up tempo', [126, 152]],
  ['upbeat', [114, 140]],
  ['high tempo', [130, 164]],
  ['brisk', [120, 144]],
  ['briskly', [120, 144]],
  ['lively', [118, 146]],
  ['quick', [126, 156]],
  ['quickly', [126, 156]],
  ['fast', fast],
  ['fast paced', fast],
  ['fast moving', fast],
  ['fast tempo', fast],
  ['speedy', fast],
  ['rapid', [136, 172]],
  ['swift', [128, 160]],
  ['driving', [118, 148]],
  ['galloping', [132, 164]],
  ['hurried', [130, 160]],
  ['racing', [140, 176]],
  ['breakneck', [168, 208]],
  ['frantic', [150, 184]],
  ['frenetic', [150, 188]],
];

/** Genres with a tempo of their own. They give way to every word for a tempo. */
export const genreTempos: readonly (readonly [phrase: string, range: TempoRange])[] = [
  ['lofi', [70, 90]],
  ['lo fi', [70, 90]],
  ['hip hop', [80, 100]],
  ['trip hop', [76, 96]],
  ['techno', [124, 138]],
  ['house', [118, 128]],
  ['trance', [132, 142]],
  ['drum and bass', [166, 178]],
  ['synthwave', [84, 118]],
  ['ballad', [60, 82]],
  ['lullaby', [56, 78]],
  ['march', [100, 120]],
  ['funeral march', [50, 66]],
  ['dirge', [46, 62]],
  ['jig', [108, 126]],
  ['reel', [104, 120]],
  ['polka', [112, 132]],
  ['ragtime', [84, 104]],
  ['nocturne', [56, 76]],
  ['tarantella', [140, 164]],
];

/** Words that are tempi only where nothing makes nouns of them: "grave" is one, "a grave" is not. */
export const doubtfulTempoWords: readonly (readonly [phrase: string, range: TempoRange])[] = [
  ['grave', [32, 46]],
];

/** Words before a tempo word that push it further out. */
export const intensifiers: ReadonlySet<string> = new Set(
  ['very', 'really', 'extremely', 'super', 'ultra', 'insanely', 'incredibly', 'molto', 'assai'].concat([
    'sehr',
    'tres',
    'muy',
    'dead',
    'painfully',
    'exceptionally',
  ]),
);

/** Words before a tempo word that draw it to the middle. */
export const softeners: ReadonlySet<string> = new Set(
  [
    'moderately',
    'fairly',
    'quite',
    'rather',
    'relatively',
    'slightly',
    'somewhat',
    'poco',
    'reasonably',
  ].concat(['etwas', 'ziemlich', 'assez', 'bit', 'little', 'pretty', 'gently', 'medium']),
);

/** Nouns that take a tempo word for themselves: "fast arpeggios" says nothing of the tempo of the whole. */
export const localNouns: ReadonlySet<string> = new Set(
  [
    'arpeggio',
    'arpeggios',
    'arpeggiated',
    'run',
    'runs',
    'ostinato',
    'ostinatos',
    'ostinati',
    'notes',
  ].concat(
    ['passages', 'figures', 'figure', 'figuration', 'melody', 'melodies', 'bassline', 'chords', 'chord'],
    [
      'attack',
      'attacks',
      'swell',
      'swells',
      'vibrato',
      'tremolo',
      'trills',
      'riffs',
      'licks',
      'scales',
      'fade',
    ],
    [
      'tremolos',
      'sixteenths',
      'triplets',
      'hats',
      'hihats',
      'pulse',
      'harmonies',
      'build',
      'decay',
      'release',
    ],
  ),
);
