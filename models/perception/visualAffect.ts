/**
 * What the surface of a picture makes one feel: measures become valence, arousal and dominance by published
 * regressions and a few documented corrections.
 *
 * It knows nothing of what the picture shows. A smiling face in the dark reads as gloom here; words and classes
 * say the rest.
 */
import type { Bipolar, Unit } from '../../bridge/protocol/units.ts';
import type { Affect, VisualMeasures } from './reading.ts';

/** What one term added to the feeling, in standard deviations, before it is bounded. */
export interface AffectTerm {
  name: string;
  /** The work it is taken from, or "ours". */
  source: string;
  valence: number;
  arousal: number;
  dominance: number;
}

/** A feeling with how far to trust it and what it is made of. */
export interface VisualAffect {
  affect: Affect;
  /** 0.3…0.6: surfaces explain a part of what a picture makes one feel, never most of it. */
  confidence: Unit;
  terms: AffectTerm[];
}

/**
 * Means and standard deviations over pictures of all kinds, to standardise with. Valdez and Mehrabian give their
 * equations for standardised variables; theirs were Munsell value and chroma of colour chips. Our estimates.
 */
const typical = {
  /** CIE lightness over 100; Munsell value is a tenth of lightness. */
  lightness: [0.5, 0.2],
  /** Mean of saturation and colourfulness. Munsell chroma is absolute: dark blue has little of it. */
  chroma: [0.42, 0.2],
  contrast: [0.35, 0.15],
  edges: [0.12, 0.06],
  texture: [0.04, 0.02],
  diagonality: [0.65, 0.15],
} as const;

/** Standardised, and kept within what regressions were made for. */
function standardised(value: number, [mean, deviation]: readonly [number, number]): number {
  return Math.max(-2, Math.min(2, (value - mean) / deviation));
}

/**
 * Feelings of a picture's surface.
 *
 * Pleasure = .69 B + .22 S, arousal = −.31 B + .60 S, dominance = −.76 B + .32 S (Valdez and Mehrabian 1994, J. Exp.
 * Psychol. Gen. 123), as Machajdik and Hanbury 2010 apply them to pictures. Dominance is that of the beholder.
 */
export function visualAffect(measures: VisualMeasures): VisualAffect {
  const terms = [colourTerm(measures), ...corrections(measures)];
  const total = (of: (term: AffectTerm) => number): number => terms.reduce((sum, term) => sum + of(term), 0);
  const [valence, arousal, dominance] = [
    total((term) => term.valence),
    total((term) => term.arousal),
    total((term) => term.dominance),
  ];
  const strength = Math.min(1, Math.hypot(valence, arousal) / 2);
  return {
    affect: { valence: bounded(valence), arousal: bounded(arousal), dominance: bounded(dominance) },
    confidence: 0.3 + 0.3 * strength,
    terms,
  };
}

/** Perceived lightness of a relative luminance (CIE 1976 L*), over 100. */
export function lightnessOf(luminance: Unit): Unit {
  const cube = luminance > 0.008856 ? Math.cbrt(luminance) : 7.787 * luminance + 16 / 116;
  return Math.max(0, 1.16 * cube - 0.16);
}

function colourTerm({ brightness, saturation, colourfulness }: VisualMeasures): AffectTerm {
  const light = standardised(lightnessOf(brightness), typical.lightness);
  const chroma = standardised((saturation + colourfulness) / 2, typical.chroma);
  return {
    name: 'brightness and saturation',
    source: 'Valdez and Mehrabian 1994',
    valence: 0.69 * light + 0.22 * chroma,
    arousal: -0.31 * light + 0.6 * chroma,
    dominance: -0.76 * light + 0.32 * chroma,
  };
}

/** Small beside the regression: none moves a feeling by more than about half a standard deviation. */
function corrections(measures: VisualMeasures): AffectTerm[] {
  const { warmth, contrast, edges, texture, diagonality, darkness, colourfulness } = measures;
  const detail = (standardised(edges, typical.edges) + standardised(texture, typical.texture)) / 2;
  // Where there are hardly any edges, their direction says nothing.
  const slant = standardised(diagonality, typical.diagonality) * Math.min(1, edges / 0.05);
  const drabness = Math.max(0, 0.2 - colourfulness) / 0.2;
  const none = { valence: 0, arousal: 0, dominance: 0 };
  return [
    // Arousal rises from blue over green to red.
    { ...none, name: 'warmth', source: 'Wilms and Oberfeld 2018', arousal: 0.3 * warmth },
    // Itten's contrast of light and dark, among the features of Machajdik and Hanbury.
    {
      ...none,
      name: 'contrast',
      source: 'Machajdik and Hanbury 2010',
      arousal: 0.25 * standardised(contrast, typical.contrast),
    },
    // Complexity raises arousal.
    { ...none, name: 'detail', source: 'Berlyne 1971', arousal: 0.3 * detail },
    // Level lines rest, slanting ones move.
    { ...none, name: 'slanting lines', source: 'Machajdik and Hanbury 2010', arousal: 0.15 * slant },
    // Where half of a picture cannot be made out, mean brightness alone is too kind to it.
    { ...none, name: 'darkness', source: 'ours', valence: -0.3 * darkness, dominance: -0.3 * darkness },
    // Fog and concrete are bright, yet nobody is glad of them.
    { ...none, name: 'drabness', source: 'ours', valence: -0.5 * drabness },
  ];
}

/** From standard deviations to −1…1; one and a half of them reach 0.76. */
function bounded(deviations: number): Bipolar {
  return Math.tanh(deviations / 1.5);
}
