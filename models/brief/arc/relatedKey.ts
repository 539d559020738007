/** The key of a section: of its own mode, and near to the key of the piece, so that one leads into the other. */
import { modes, tonics } from '../../../bridge/protocol/attributes.ts';
import { signatureOf, spellKey } from '../keyName.ts';
import type { Mode, Tonic } from '../../../bridge/protocol/attributes.ts';

/** Brighter or darker by this much and in the same mode, a section moves a fifth up or down. */
const otherPlace = 0.45;

/**
 * A key in `mode` near to `home`. The same mode stays, or moves a fifth with the light; major and minor are relatives, which have all
 * their notes in common; the other modes stand on the same tonic.
 *
 * @param home such as `D minor`
 * @param brighter how much more pleasant the section is than the piece, −2…2
 */
export function relatedKey(home: string, mode: Mode, brighter: number): string {
  const [tonic, own] = home.split(' ') as [Tonic, Mode];
  if (mode === own && Math.abs(brighter) < otherPlace) return home;
  if (mode === own) return near(mode, signatureOf(tonic, own) + Math.sign(brighter)) ?? home;
  const isPair = (one: Mode): boolean => one === 'major' || one === 'minor';
  if (isPair(mode) && isPair(own)) return near(mode, signatureOf(tonic, own)) ?? home;
  const key = spellKey(tonic, mode);
  return key === undefined ? home : `${key.tonic} ${key.mode}`;
}

/** The key of a mode with so many accidentals, an enharmonic one where there is none. */
function near(mode: Mode, signature: number): string | undefined {
  const wanted = [signature, signature - 12, signature + 12].filter((one) => Math.abs(one) <= 7);
  for (const accidentals of wanted) {
    const tonic = tonics.find((name) => signatureOf(name, mode) === accidentals);
    if (tonic !== undefined) return `${tonic} ${mode}`;
  }
  return undefined;
}

/** The mode of a key as it is written. */
export function modeOf(key: string): Mode {
  const [, mode] = key.split(' ');
  return modes.find((known) => known === mode) ?? 'major';
}
