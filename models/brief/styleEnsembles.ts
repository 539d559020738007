/** The ensemble of each style: its roles by importance, who plays them by default, and who may. */
import { familyMembers } from './caption/instrumentNames.ts';
import { genreEnsembles } from './genreEnsembles.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';

/** Who plays in a style. */
export interface Ensemble {
  /** Roles in the order in which they are added as the music gets denser. */
  order: readonly Role[];
  /** Fewest and most roles. */
  size: readonly [number, number];
  /** Players of each role, the most typical first. */
  players: Readonly<Partial<Record<Role, readonly InstrumentId[]>>>;
  /** Instruments that scenes may bring into the style. */
  palette: ReadonlySet<InstrumentId>;
  /** Share of the recalled scenes with percussion, and arousal, above either of which percussion plays. */
  percussion: { wish: number; arousal: number };
}

const never = { wish: Infinity, arousal: Infinity };
const acoustic = familyMembers('strings', 'brass', 'woodwinds', 'mallets', 'plucked', 'voices', 'keys');
const struck = (...ids: InstrumentId[]): InstrumentId[] => ids;

/** The ensembles. */
export const styleEnsembles: Readonly<Record<Style, Ensemble>> = {
  cinematic: {
    order: ['lead', 'pad', 'bass', 'percussion', 'figure', 'counter', 'colour'],
    size: [3, 7],
    players: {
      lead: ['french-horn', 'violin', 'strings', 'oboe', 'trumpet', 'flute'],
      counter: ['cello', 'viola', 'clarinet', 'french-horn'],
      pad: ['strings', 'slow-strings', 'choir'],
      figure: ['strings', 'pizzicato-strings', 'harp', 'piano'],
      bass: ['contrabass', 'tuba', 'cello'],
      percussion: ['timpani', 'orchestral-kit', 'taiko'],
      colour: ['harp', 'tubular-bells', 'celesta', 'glockenspiel'],
    },
    palette: new Set([
      ...acoustic,
      ...struck('timpani', 'taiko', 'orchestral-kit', 'church-organ', 'synth-bass', 'drum-kit'),
    ]),
    percussion: { wish: 0.5, arousal: 0.15 },
  },
  ambient: {
    order: ['pad', 'lead', 'figure', 'bass', 'colour'],
    size: [3, 5],
    players: {
      pad: ['warm-pad', 'sweep-pad', 'halo-pad', 'choir-pad'],
      lead: ['piano', 'flute', 'voice-oohs', 'vibraphone'],
      figure: ['atmosphere', 'new-age-pad', 'piano', 'kalimba'],
      bass: ['synth-bass', 'cello', 'fretless-bass'],
      colour: ['crystal', 'bowed-pad', 'metallic-pad', 'harp'],
    },
    palette: new Set([
      ...familyMembers('synth', 'voices', 'mallets', 'woodwinds'),
      ...struck(
        'piano',
        'electric-piano',
        'cello',
        'harp',
        'slow-strings',
        'fretless-bass',
        'contrabass',
        'nylon-guitar',
      ),
    ]),
    percussion: never,
  },
  piano: {
    order: ['lead', 'figure', 'bass', 'counter'],
    size: [3, 4],
    players: { lead: ['piano'], figure: ['piano'], bass: ['piano'], counter: ['piano'] },
    palette: new Set(struck('piano')),
    percussion: never,
  },
  strings: {
    order: ['lead', 'bass', 'pad', 'counter', 'figure'],
    size: [3, 5],
    players: {
      lead: ['violin', 'cello', 'strings'],
      counter: ['viola', 'violin'],
      pad: ['viola', 'slow-strings', 'strings'],
      figure: ['pizzicato-strings', 'strings'],
      bass: ['cello', 'contrabass'],
    },
    palette: new Set(
      struck(
        'violin',
        'viola',
        'cello',
        'contrabass',
        'strings',
        'slow-strings',
        'pizzicato-strings',
        'tremolo-strings',
      ),
    ),
    percussion: never,
  },
  choral: {
    order: ['lead', 'pad', 'bass', 'counter', 'colour'],
    size: [3, 5],
    players: {
      lead: ['choir', 'voice-oohs'],
      counter: ['choir', 'voice-oohs'],
      pad: ['church-organ', 'choir'],
      bass: ['choir', 'church-organ'],
      colour: ['tubular-bells', 'harp'],
    },
    palette: new Set([
      ...familyMembers('voices'),
      ...struck('church-organ', 'organ', 'tubular-bells', 'harp'),
    ]),
    percussion: never,
  },
  folk: {
    order: ['lead', 'figure', 'bass', 'percussion', 'counter', 'pad', 'colour'],
    size: [3, 6],
    players: {
      lead: ['fiddle', 'whistle', 'flute', 'accordion', 'harmonica'],
      counter: ['flute', 'clarinet', 'fiddle', 'viola'],
      pad: ['accordion', 'slow-strings'],
      figure: ['nylon-guitar', 'steel-guitar', 'banjo', 'dulcimer', 'harp'],
      bass: ['acoustic-bass', 'cello', 'contrabass'],
      percussion: ['brush-kit', 'taiko', 'drum-kit'],
      colour: ['harp', 'glockenspiel', 'celesta'],
    },
    palette: new Set([
      ...familyMembers('plucked', 'reeds', 'woodwinds', 'mallets', 'strings', 'voices'),
      ...struck('acoustic-bass', 'brush-kit', 'taiko', 'drum-kit', 'piano', 'tuba', 'trumpet', 'trombone'),
    ]),
    percussion: { wish: 0.45, arousal: 0.25 },
  },
  electronic: {
    order: ['lead', 'bass', 'percussion', 'pad', 'figure', 'colour', 'counter'],
    size: [3, 7],
    players: {
      lead: ['saw-lead', 'square-lead', 'polysynth-pad', 'electric-piano'],
      counter: ['voice-oohs', 'alto-sax'],
      pad: ['polysynth-pad', 'sweep-pad', 'synth-strings', 'warm-pad'],
      figure: ['square-lead', 'atmosphere', 'electric-piano', 'synth-bass'],
      bass: ['synth-bass', 'electric-bass'],
      percussion: ['electronic-kit', 'drum-kit'],
      colour: ['crystal', 'metallic-pad', 'bowed-pad'],
    },
    palette: new Set([
      ...familyMembers('synth', 'voices', 'keys', 'bass', 'mallets'),
      ...struck(
        'electronic-kit',
        'drum-kit',
        'electric-guitar',
        'distorted-guitar',
        'alto-sax',
        'organ',
        'trumpet',
      ),
    ]),
    percussion: { wish: 0.35, arousal: -0.45 },
  },
  horror: {
    order: ['pad', 'lead', 'bass', 'colour', 'figure', 'counter', 'percussion'],
    size: [3, 6],
    players: {
      lead: ['music-box', 'violin', 'celesta', 'voice-oohs'],
      counter: ['cello', 'voice-oohs', 'bassoon'],
      pad: ['tremolo-strings', 'metallic-pad', 'bowed-pad', 'choir'],
      figure: ['piano', 'celesta', 'pizzicato-strings'],
      bass: ['contrabass', 'cello', 'synth-bass'],
      percussion: ['taiko', 'timpani', 'orchestral-kit'],
      colour: ['bowed-pad', 'tubular-bells', 'metallic-pad', 'tremolo-strings'],
    },
    palette: new Set([
      ...familyMembers('strings', 'voices', 'mallets', 'synth', 'woodwinds'),
      ...struck(
        'piano',
        'church-organ',
        'harp',
        'harpsichord',
        'tuba',
        'trombone',
        'taiko',
        'timpani',
        'orchestral-kit',
      ),
    ]),
    percussion: { wish: 0.55, arousal: 0.5 },
  },
  ...genreEnsembles,
};
