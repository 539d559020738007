/** A reading: what perception found in one condition. The brief is made from readings, never from files. */
import type { Bipolar, Unit } from '../../bridge/protocol/units.ts';
import type { HeardMusic } from './referenceReading.ts';

/** Feeling in three dimensions (Russell and Mehrabian 1977). */
export interface Affect {
  /** Unpleasant to pleasant. */
  valence: Bipolar;
  /** Calm to excited. */
  arousal: Bipolar;
  /** Overwhelmed to in control. */
  dominance: Bipolar;
}

/** A piece of text with its sentence embedding. */
export interface Passage {
  text: string;
  /** Unit length, 384 numbers. */
  embedding: Float32Array;
  /** How much it counts within its reading; the passages of one reading add up to 1. */
  weight: Unit;
  /** Character offsets in the condition's text, where it has one. */
  start?: number;
  end?: number;
}

/** Words that came with a condition or were read in it, and how much to trust them. */
export interface Word {
  text: string;
  origin: 'alt' | 'exif' | 'xmp' | 'iptc' | 'file-name' | 'class' | 'clip' | 'captioner';
  confidence: Unit;
}

/** A measured reading of a picture: what is on its surface. */
export interface VisualMeasures {
  /** Mean relative luminance (sRGB, IEC 61966-2-1). */
  brightness: Unit;
  /** Standard deviation of luminance, doubled, at most 1. */
  contrast: Unit;
  /** Mean HSV saturation, weighted by value. */
  saturation: Unit;
  /** Share of warm minus share of cold hues, weighted by chroma. */
  warmth: Bipolar;
  /** Colourfulness after Hasler and Süsstrunk 2003, over 110, at most 1. */
  colourfulness: Unit;
  /** Fine detail: mean local standard deviation of luminance. */
  texture: Unit;
  /** Share of pixels on an edge (Sobel). */
  edges: Unit;
  /** Share of diagonal and vertical edge energy against horizontal: calm 0, dynamic 1. */
  diagonality: Unit;
  /** Left–right mirror likeness. */
  symmetry: Unit;
  /** Share of pixels that are nearly black. */
  darkness: Unit;
  /** Up to five dominant colours as `#rrggbb` with their shares, the largest first. */
  palette: { colour: string; name: string; share: Unit }[];
}

/** What perception found in one condition. */
export interface Reading {
  /** Identifier of the condition. */
  condition: string;
  kind: 'image' | 'story' | 'caption' | 'reference-audio' | 'reference-midi';
  /** The person's weight for it, 0…10. */
  weight: number;
  /** What is embedded: windows of a story, the caption, sentences made of a picture's words or of a reference's sound. */
  passages: Passage[];
  words: Word[];
  /** Present for pictures. */
  affect?: Affect;
  /** Present for pictures. */
  visual?: VisualMeasures;
  /** Present for pictures that an image encoder saw: see `imageVector.ts`. */
  vector?: Float32Array;
  /** Present for references. */
  heard?: HeardMusic;
  /** The text as it was given, for stories and captions. */
  text?: string;
  /** Share of the text that the encoder understands; 1 for pictures and references. */
  understood: Unit;
  /** What the person should know about this reading. */
  notes: string[];
  /** One clause in words: what was read, for the shares and the terminal. */
  summary: string;
}
