/**
 * What the fifty tags of MagnaTagATune say about feeling, style and instruments.
 *
 * Which words are there is the data set's doing; the numbers are our judgement. They follow what is known of excerpts
 * that listeners rated: loud, fast and dense is aroused, soft and slow is not (Gabrielsson and Lindström 2010); a
 * genre's feeling is that of most of its pieces, and no more.
 */
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Bipolar } from '../../bridge/protocol/units.ts';

/** What one tag says. */
export interface TagMeaning {
  /** The word for a person; synonyms share one. */
  says: string;
  /** Unpleasant to pleasant, where the tag says something of it. */
  valence?: Bipolar;
  /** Calm to excited, where the tag says something of it. */
  arousal?: Bipolar;
  /** Styles of ours that it speaks for. */
  styles?: readonly Style[];
  /** Instruments of ours that it names or that stand for it. */
  instruments?: readonly InstrumentId[];
}

const women: TagMeaning = { says: "a woman's voice", instruments: ['voice-oohs'] };
const men: TagMeaning = { says: "a man's voice", instruments: ['voice-oohs'] };
const voices: TagMeaning = { says: 'voices', instruments: ['voice-oohs'] };
const noVoices: TagMeaning = { says: 'no voices' };
const choir: TagMeaning = {
  says: 'choir',
  valence: 0.1,
  arousal: -0.2,
  styles: ['choral'],
  instruments: ['choir'],
};
const classical: TagMeaning = { says: 'classical', arousal: -0.2, styles: ['strings'] };
const beats: TagMeaning = {
  says: 'a beat',
  arousal: 0.4,
  styles: ['electronic'],
  instruments: ['electronic-kit'],
};

/** The meaning of each tag. */
export const musicTags: Readonly<Record<string, TagMeaning>> = {
  guitar: { says: 'guitar', styles: ['folk'], instruments: ['nylon-guitar'] },
  classical,
  classic: classical,
  slow: { says: 'slow', valence: -0.1, arousal: -0.5 },
  fast: { says: 'fast', valence: 0.2, arousal: 0.6 },
  techno: {
    says: 'techno',
    arousal: 0.6,
    styles: ['electronic'],
    instruments: ['electronic-kit', 'synth-bass'],
  },
  strings: { says: 'strings', styles: ['strings', 'cinematic'], instruments: ['strings'] },
  drums: { says: 'drums', arousal: 0.4, instruments: ['drum-kit'] },
  electronic: { says: 'electronic', arousal: 0.2, styles: ['electronic'], instruments: ['polysynth-pad'] },
  rock: {
    says: 'rock',
    arousal: 0.6,
    styles: ['rock'],
    instruments: ['electric-guitar', 'drum-kit', 'electric-bass'],
  },
  piano: { says: 'piano', styles: ['piano'], instruments: ['piano'] },
  ambient: { says: 'ambient', valence: 0.05, arousal: -0.6, styles: ['ambient'], instruments: ['warm-pad'] },
  beat: beats,
  beats,
  violin: { says: 'violin', styles: ['strings'], instruments: ['violin'] },
  cello: { says: 'cello', valence: -0.1, arousal: -0.2, styles: ['strings'], instruments: ['cello'] },
  harp: { says: 'harp', valence: 0.3, arousal: -0.3, instruments: ['harp'] },
  harpsichord: { says: 'harpsichord', valence: 0.2, instruments: ['harpsichord'] },
  flute: { says: 'flute', valence: 0.2, arousal: -0.2, instruments: ['flute'] },
  sitar: { says: 'sitar', styles: ['folk'], instruments: ['sitar'] },
  indian: { says: 'Indian', styles: ['folk'], instruments: ['sitar'] },
  synth: { says: 'synthesizer', styles: ['electronic'], instruments: ['polysynth-pad'] },
  solo: { says: 'one player alone', arousal: -0.3 },
  vocal: voices,
  vocals: voices,
  singing: voices,
  voice: voices,
  female: women,
  woman: women,
  'female vocal': women,
  'female voice': women,
  male: men,
  man: men,
  'male vocal': men,
  'male voice': men,
  'no vocals': noVoices,
  'no vocal': noVoices,
  'no voice': noVoices,
  opera: { says: 'opera', arousal: 0.2, styles: ['cinematic'], instruments: ['voice-oohs', 'strings'] },
  choir,
  choral: choir,
  loud: { says: 'loud', arousal: 0.7 },
  quiet: { says: 'quiet', arousal: -0.7 },
  soft: { says: 'soft', valence: 0.2, arousal: -0.6 },
  pop: {
    says: 'pop',
    valence: 0.4,
    arousal: 0.3,
    styles: ['pop'],
    instruments: ['drum-kit', 'electric-bass'],
  },
  'new age': {
    says: 'new age',
    valence: 0.3,
    arousal: -0.6,
    styles: ['ambient'],
    instruments: ['new-age-pad'],
  },
  dance: {
    says: 'dance',
    valence: 0.5,
    arousal: 0.7,
    styles: ['electronic'],
    instruments: ['electronic-kit'],
  },
  weird: { says: 'strange', valence: -0.4, arousal: 0.1, styles: ['horror'] },
  country: {
    says: 'country',
    valence: 0.4,
    arousal: 0.2,
    styles: ['folk'],
    instruments: ['steel-guitar', 'fiddle'],
  },
  metal: {
    says: 'metal',
    valence: -0.4,
    arousal: 0.9,
    styles: ['rock'],
    instruments: ['distorted-guitar', 'drum-kit', 'electric-bass'],
  },
};
