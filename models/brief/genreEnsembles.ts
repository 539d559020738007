/** The ensembles of the genres of popular, dance and stage music; `styleEnsembles.ts` has them with the others. */
import { familyMembers } from './caption/instrumentNames.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Ensemble } from './styleEnsembles.ts';

/** Bands whose drums are half of what they are: they play unless the music is very calm. */
const band = { wish: 0.2, arousal: -0.85 };

function palette(...ids: readonly InstrumentId[]): ReadonlySet<InstrumentId> {
  return new Set(ids);
}

/** The ensembles of the genres. */
export const genreEnsembles = {
  jazz: {
    order: ['lead', 'bass', 'percussion', 'figure', 'counter'],
    size: [3, 5],
    players: {
      lead: ['piano', 'alto-sax', 'tenor-sax', 'muted-trumpet', 'vibraphone', 'jazz-guitar'],
      counter: ['tenor-sax', 'muted-trumpet', 'trombone', 'clarinet'],
      figure: ['piano', 'jazz-guitar', 'vibraphone'],
      bass: ['acoustic-bass'],
      percussion: ['brush-kit', 'drum-kit'],
    },
    palette: palette(
      ...familyMembers('brass'),
      ...(['piano', 'electric-piano', 'organ', 'vibraphone', 'jazz-guitar', 'nylon-guitar'] as const),
      ...([
        'soprano-sax',
        'alto-sax',
        'tenor-sax',
        'baritone-sax',
        'clarinet',
        'flute',
        'harmonica',
      ] as const),
      ...(['acoustic-bass', 'contrabass', 'fretless-bass', 'brush-kit', 'drum-kit', 'violin'] as const),
    ),
    percussion: band,
  },
  bossa: {
    order: ['lead', 'figure', 'bass', 'percussion', 'pad', 'counter'],
    size: [3, 6],
    players: {
      lead: ['flute', 'nylon-guitar', 'voice-oohs', 'alto-sax', 'piano'],
      counter: ['flute', 'alto-sax', 'trombone', 'clarinet'],
      pad: ['slow-strings', 'voice-oohs'],
      figure: ['nylon-guitar', 'piano', 'electric-piano'],
      bass: ['acoustic-bass', 'fretless-bass'],
      percussion: ['brush-kit', 'drum-kit'],
    },
    palette: palette(
      ...familyMembers('woodwinds', 'reeds', 'bass'),
      ...(['piano', 'electric-piano', 'vibraphone', 'nylon-guitar', 'jazz-guitar', 'voice-oohs'] as const),
      ...(['slow-strings', 'strings', 'trombone', 'muted-trumpet', 'brush-kit', 'drum-kit'] as const),
    ),
    percussion: band,
  },
  blues: {
    order: ['lead', 'figure', 'bass', 'percussion', 'pad', 'counter'],
    size: [3, 6],
    players: {
      lead: ['electric-guitar', 'harmonica', 'tenor-sax', 'piano'],
      counter: ['harmonica', 'tenor-sax', 'piano'],
      pad: ['organ'],
      figure: ['electric-guitar', 'piano', 'steel-guitar'],
      bass: ['electric-bass', 'acoustic-bass'],
      percussion: ['drum-kit', 'brush-kit'],
    },
    palette: palette(
      ...familyMembers('bass'),
      ...(['piano', 'electric-piano', 'organ', 'harmonica', 'steel-guitar', 'electric-guitar'] as const),
      ...(['jazz-guitar', 'distorted-guitar', 'tenor-sax', 'baritone-sax', 'alto-sax', 'trumpet'] as const),
      ...(['muted-trumpet', 'brass', 'drum-kit', 'brush-kit', 'banjo'] as const),
    ),
    percussion: band,
  },
  rock: {
    order: ['lead', 'figure', 'bass', 'percussion', 'pad', 'counter'],
    size: [3, 6],
    players: {
      lead: ['distorted-guitar', 'electric-guitar', 'organ'],
      counter: ['voice-oohs', 'piano'],
      pad: ['organ', 'strings'],
      figure: ['distorted-guitar', 'electric-guitar'],
      bass: ['electric-bass'],
      percussion: ['drum-kit'],
    },
    palette: palette(
      ...familyMembers('keys', 'organ', 'bass'),
      ...(['distorted-guitar', 'electric-guitar', 'steel-guitar', 'harmonica', 'tenor-sax'] as const),
      ...(['saw-lead', 'polysynth-pad', 'strings', 'voice-oohs', 'brass', 'drum-kit'] as const),
    ),
    percussion: band,
  },
  pop: {
    order: ['lead', 'bass', 'percussion', 'figure', 'pad', 'colour', 'counter'],
    size: [3, 7],
    players: {
      lead: ['piano', 'voice-oohs', 'electric-guitar', 'saw-lead'],
      counter: ['voice-oohs', 'violin', 'alto-sax'],
      pad: ['warm-pad', 'synth-strings', 'strings'],
      figure: ['piano', 'electric-piano', 'steel-guitar'],
      bass: ['electric-bass', 'synth-bass'],
      percussion: ['drum-kit', 'electronic-kit'],
      colour: ['crystal', 'glockenspiel', 'harp'],
    },
    palette: palette(
      ...familyMembers('keys', 'synth', 'voices', 'bass', 'mallets'),
      ...(['steel-guitar', 'nylon-guitar', 'electric-guitar', 'strings', 'violin', 'cello'] as const),
      ...(['alto-sax', 'trumpet', 'brass', 'flute', 'harp', 'drum-kit', 'electronic-kit'] as const),
    ),
    percussion: band,
  },
  synthwave: {
    order: ['lead', 'bass', 'pad', 'percussion', 'figure', 'colour', 'counter'],
    size: [3, 7],
    players: {
      lead: ['saw-lead', 'synth-brass', 'square-lead'],
      counter: ['voice-oohs', 'alto-sax'],
      pad: ['polysynth-pad', 'synth-strings', 'sweep-pad', 'warm-pad'],
      figure: ['square-lead', 'polysynth-pad', 'atmosphere'],
      bass: ['synth-bass'],
      percussion: ['electronic-kit'],
      colour: ['crystal', 'metallic-pad'],
    },
    palette: palette(
      ...familyMembers('synth'),
      ...(['synth-voice', 'electric-guitar', 'distorted-guitar', 'alto-sax', 'electric-piano'] as const),
      ...(['electric-bass', 'drum-kit', 'electronic-kit', 'voice-oohs'] as const),
    ),
    percussion: band,
  },
  lofi: {
    order: ['lead', 'figure', 'percussion', 'bass', 'pad', 'colour'],
    size: [3, 6],
    players: {
      lead: ['electric-piano', 'vibraphone', 'jazz-guitar', 'muted-trumpet', 'piano'],
      pad: ['warm-pad', 'slow-strings'],
      figure: ['electric-piano', 'piano', 'jazz-guitar'],
      bass: ['fretless-bass', 'electric-bass', 'acoustic-bass'],
      percussion: ['drum-kit', 'brush-kit', 'electronic-kit'],
      colour: ['vibraphone', 'crystal', 'celesta'],
    },
    palette: palette(
      ...familyMembers('keys', 'bass', 'mallets'),
      ...(['jazz-guitar', 'nylon-guitar', 'muted-trumpet', 'tenor-sax', 'alto-sax', 'flute'] as const),
      ...(['warm-pad', 'slow-strings', 'atmosphere', 'synth-bass', 'voice-oohs'] as const),
      ...(['drum-kit', 'brush-kit', 'electronic-kit', 'crystal'] as const),
    ),
    percussion: band,
  },
  chiptune: {
    order: ['lead', 'bass', 'figure', 'percussion', 'colour'],
    size: [3, 5],
    players: {
      lead: ['square-lead', 'saw-lead'],
      figure: ['square-lead'],
      bass: ['square-lead', 'synth-bass'],
      percussion: ['electronic-kit'],
      colour: ['crystal', 'music-box'],
    },
    palette: palette('square-lead', 'saw-lead', 'synth-bass', 'electronic-kit', 'crystal', 'music-box'),
    percussion: band,
  },
  comedy: {
    order: ['lead', 'bass', 'figure', 'counter', 'percussion', 'colour'],
    size: [3, 6],
    players: {
      lead: ['pizzicato-strings', 'clarinet', 'bassoon', 'xylophone', 'oboe'],
      counter: ['bassoon', 'clarinet', 'flute'],
      figure: ['pizzicato-strings', 'marimba'],
      bass: ['pizzicato-strings', 'bassoon', 'tuba'],
      percussion: ['orchestral-kit'],
      colour: ['xylophone', 'glockenspiel', 'piccolo'],
    },
    palette: palette(
      ...familyMembers('woodwinds', 'mallets', 'strings'),
      ...(['accordion', 'banjo', 'harpsichord', 'piano', 'tuba', 'trombone', 'muted-trumpet'] as const),
      ...(['acoustic-bass', 'orchestral-kit', 'brush-kit', 'harp', 'nylon-guitar'] as const),
    ),
    percussion: { wish: 0.35, arousal: 0.1 },
  },
  march: {
    order: ['lead', 'bass', 'percussion', 'figure', 'counter', 'colour', 'pad'],
    size: [3, 7],
    players: {
      lead: ['trumpet', 'brass', 'clarinet', 'piccolo'],
      counter: ['trombone', 'french-horn', 'clarinet'],
      pad: ['brass', 'french-horn'],
      figure: ['brass', 'strings'],
      bass: ['tuba', 'trombone'],
      percussion: ['orchestral-kit', 'drum-kit'],
      colour: ['glockenspiel', 'piccolo', 'xylophone'],
    },
    palette: palette(
      ...familyMembers('brass', 'woodwinds'),
      ...(['glockenspiel', 'xylophone', 'strings', 'accordion', 'alto-sax', 'baritone-sax'] as const),
      ...(['bagpipe', 'contrabass', 'timpani', 'orchestral-kit', 'drum-kit', 'choir'] as const),
    ),
    percussion: { wish: 0.1, arousal: -0.85 },
  },
  waltz: {
    order: ['lead', 'bass', 'figure', 'counter', 'pad', 'colour', 'percussion'],
    size: [3, 7],
    players: {
      lead: ['violin', 'strings', 'clarinet', 'accordion', 'flute', 'piano'],
      counter: ['cello', 'clarinet', 'viola', 'french-horn'],
      pad: ['slow-strings', 'french-horn'],
      figure: ['strings', 'accordion', 'piano', 'pizzicato-strings'],
      bass: ['contrabass', 'cello', 'tuba'],
      percussion: ['orchestral-kit', 'brush-kit'],
      colour: ['harp', 'glockenspiel', 'celesta'],
    },
    palette: palette(
      ...familyMembers('strings', 'woodwinds', 'mallets', 'brass'),
      ...(['piano', 'accordion', 'harmonica', 'harp', 'nylon-guitar', 'acoustic-bass'] as const),
      ...(['voice-oohs', 'orchestral-kit', 'brush-kit', 'timpani'] as const),
    ),
    percussion: { wish: 0.5, arousal: 0.4 },
  },
  celtic: {
    order: ['lead', 'figure', 'pad', 'percussion', 'bass', 'counter'],
    size: [3, 6],
    players: {
      lead: ['fiddle', 'whistle', 'flute', 'bagpipe'],
      counter: ['flute', 'fiddle'],
      pad: ['accordion', 'slow-strings'],
      figure: ['steel-guitar', 'harp', 'nylon-guitar', 'dulcimer'],
      bass: ['cello', 'contrabass', 'acoustic-bass'],
      percussion: ['taiko', 'brush-kit'],
    },
    palette: palette(
      ...familyMembers('plucked', 'reeds', 'woodwinds'),
      ...(['fiddle', 'violin', 'viola', 'cello', 'contrabass', 'slow-strings', 'strings'] as const),
      ...(['acoustic-bass', 'voice-oohs', 'choir', 'taiko', 'brush-kit', 'drum-kit', 'piano'] as const),
    ),
    percussion: { wish: 0.35, arousal: -0.2 },
  },
} as const satisfies Partial<Record<Style, Ensemble>>;
