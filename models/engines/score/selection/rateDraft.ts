/** Rates a draft by the checklist: 1 keeps every line of it. XMusic's selector, with rules where it has a network. */
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Features } from './features.ts';

/** The rating of a draft's features under a style, 0…1. */
export function rateDraft(features: Features, profile: StyleProfile): Unit {
  const voices = profile.texture.strictVoices ? 1 : 0.3;
  const lines: [rating: Unit, weight: number][] = [
    [within(features.steps, 0.6, 0.85, 0.3), 1.5],
    [features.recovered, 1],
    [within(features.strongConsonance, 0.8, 1, 0.4), 1.5],
    [within(features.motif, 0.5, 1, 0.4), 1.5],
    [within(features.motifPhrases, 0.6, 1, 0.4), 1],
    [within(features.repeats, 0.02, 0.2, 0.25), 0.7],
    [within(features.range, 9, 17, 8), 1],
    [within(features.climaxes, 0.3, 1.5, 3), 0.7],
    [within(features.chordVariety, 0.4, 0.9, 0.4), 1],
    [within(features.parallels, 0, 0, 0.5), voices],
    [features.mud === 0 ? 1 : 0, 0.7],
    [within(features.character, 0.07, 1, 0.06), 3],
    [within(features.tonicLead, 1.1, 3, 0.5), 2],
    [within(features.tonicTime, 0.28, 0.7, 0.3), 1.5],
  ];
  const total = lines.reduce((sum, [, weight]) => sum + weight, 0);
  return lines.reduce((sum, [rating, weight]) => sum + rating * weight, 0) / total;
}

/** 1 within [low, high], falling to 0 over `slope` outside. */
function within(value: number, low: number, high: number, slope: number): Unit {
  const outside = Math.max(0, low - value, value - high);
  return Math.max(0, 1 - outside / slope);
}
