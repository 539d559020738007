/** A style's profile with the textures that suit a density: a calm passage does not pulse, a busy one does not stand still. */
import { profiles } from '../styles/profiles.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { Style } from '../../../../bridge/protocol/attributes.ts';
import type { BassKind, PadKind, StyleProfile } from '../styles/styleProfile.ts';

const calm: Unit = 0.35;
const busy: Unit = 0.65;
const pulsingBasses: readonly BassKind[] = ['pulse', 'octaves', 'offbeat'];
const standingBasses: readonly BassKind[] = ['pedal', 'roots'];
const pulsingPads: readonly PadKind[] = ['pulse'];

/** The profile; of what does not suit, everything stays where nothing else is there. */
export function profileFor(style: Style, density: Unit): StyleProfile {
  const profile = profiles[style];
  const { pad, bass } = profile.texture;
  if (density < calm)
    return withTexture(profile, { pad: without(pad, pulsingPads), bass: without(bass, pulsingBasses) });
  return density > busy ? withTexture(profile, { pad, bass: without(bass, standingBasses) }) : profile;
}

function withTexture(
  profile: StyleProfile,
  texture: Pick<StyleProfile['texture'], 'pad' | 'bass'>,
): StyleProfile {
  return { ...profile, texture: { ...profile.texture, ...texture } };
}

function without<T>(kinds: readonly T[], refused: readonly T[]): readonly T[] {
  const kept = kinds.filter((kind) => !refused.includes(kind));
  return kept.length > 0 ? kept : kinds;
}
