/** What an endless performance remembers from phrase to phrase. Plain values only: it crosses processes and outlives them. */
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { MidiNote, Unit } from '../../../../bridge/protocol/units.ts';
import type { Motif } from '../melody/motif.ts';

/** The section that goes on. */
export interface OpenSection {
  /** Letter of its material. */
  theme: string;
  /** How often the theme was heard before. */
  variation: number;
  label: string;
  /** The phrase that comes next, from 0. */
  part: number;
}

/** The memory before a phrase. */
export interface PhraseMemory {
  /** Phrases that were composed. */
  phrase: number;
  /** Sections that were begun. */
  sections: number;
  /** The key that sounds; empty before the first phrase. */
  key: string;
  /** Meter of the motifs: another one needs others. */
  meter: Meter | '';
  /** Density that the motifs were invented for: a far one needs others. */
  density?: Unit | undefined;
  /** Motifs by theme. */
  motifs: Record<string, Motif>;
  /** How often a theme was heard. */
  heard: Record<string, number>;
  /** Themes of the labels that a person asked for. */
  labels: Record<string, string>;
  open?: OpenSection | undefined;
  melody?: MidiNote | undefined;
  bass?: MidiNote | undefined;
  counter?: MidiNote | undefined;
  voicing?: MidiNote[] | undefined;
  /** What the last phrases were like, so that none comes again. */
  fingerprints: number[];
  isOver?: boolean | undefined;
}

/** Phrases that are remembered. */
export const rememberedPhrases = 256;

/** Before the first phrase. */
export const noMemory: PhraseMemory = {
  phrase: 0,
  sections: 0,
  key: '',
  meter: '',
  motifs: {},
  heard: {},
  labels: {},
  fingerprints: [],
};
