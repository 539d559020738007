/** Words for loudness, density and brightness as levels 0…1, and for the register. All values are our own reading. */
import type { Register } from '../../../bridge/protocol/attributes.ts';

/** A level with its words; spaces between words, `_` within a phrase. */
export type LevelRow = readonly [level: number, words: string];

/** Loudness. Single letters p and f are left out: they are too often something else. */
export const dynamicsRows: readonly LevelRow[] = [
  [0.08, 'ppp pianississimo barely_audible'],
  [0.16, 'pp pianissimo very_soft very_softly very_quiet whispered whispering hushed'],
  [0.28, 'soft softly quiet quietly leise sommesso muted_dynamics'],
  [0.4, 'mp mezzo_piano subdued moderately_soft'],
  [0.58, 'mf mezzo_forte moderately_loud'],
  [0.75, 'forte loud loudly laut fuerte strong_dynamics'],
  [0.88, 'ff fortissimo very_loud booming thunderous thundering blaring'],
  [0.97, 'fff fortississimo deafening'],
];

/** Loudness that changes: told in the notes, for arcs come from keyframes. */
export const swellPhrases: readonly string[] = [
  'crescendo',
  'decrescendo',
  'diminuendo',
  'fade out',
  'fade in',
];

/** How much sounds at once. */
export const densityRows: readonly LevelRow[] = [
  [0.15, 'sparse sparsely minimalist minimalistic bare stripped_down stripped_back skeletal'],
  [0.25, 'thin spacious uncluttered spare airy simple_texture'],
  [0.75, 'rich full layered lush thick complex_texture full_bodied'],
  [0.85, 'dense densely busy massive wall_of_sound huge colossal intricate bombastic'],
];

/** Where the light falls: the share of high, thin and open sound. */
export const brightnessRows: readonly LevelRow[] = [
  [0.2, 'dark darkly deep murky muffled dim shadowy somber_timbre'],
  [0.35, 'mellow warm rounded'],
  [0.7, 'light airy clear luminous radiant'],
  [0.8, 'bright brightly shiny sparkling glittering shimmering brilliant crisp dazzling'],
];

/** Registers. They count beside a musical noun or by themselves, for "a high mountain" is none. */
export const registerWords: Readonly<Record<Register, readonly string[]>> = {
  low: ['low', 'deep', 'low pitched', 'low register', 'in the low register', 'lower register', 'bass heavy'],
  middle: ['middle register', 'mid register', 'in the middle register', 'mid range'],
  high: [
    'high',
    'high pitched',
    'high register',
    'in the high register',
    'upper register',
    'treble',
    'soaring',
  ],
};

/** Nouns beside which "low" and "high" speak of pitch. */
export const pitchNouns: ReadonlySet<string> = new Set(
  [
    'register',
    'registers',
    'pitch',
    'pitched',
    'notes',
    'tones',
    'melody',
    'range',
    'octave',
    'octaves',
    'drone',
  ].concat([
    'rumble',
    'rumbling',
    'end',
    'sounds',
    'voicing',
    'voicings',
    'line',
    'lines',
    'frequencies',
    'drones',
  ]),
);
