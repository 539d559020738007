/** What a scene speaks for where names are chosen. */
import { meters, modes, registers, styles } from '../../bridge/protocol/attributes.ts';
import type { Meter, Mode, Register, Style } from '../../bridge/protocol/attributes.ts';
import type { Scene } from './scene.ts';

/** The attributes (and the part of one: the mode of the key) that scenes vote on. */
export interface VotedNames {
  mode: Mode;
  meter: Meter;
  register: Register;
  style: Style;
}

/** All names of each, in the order of the contract. */
export const votedNames: { readonly [A in keyof VotedNames]: readonly VotedNames[A][] } = {
  mode: modes,
  meter: meters,
  register: registers,
  style: styles,
};

/** Loudness of a scene's first, second and third style among those that we know. */
const rankVotes = [1, 0.45, 0.25] as const;

/** The names that a scene speaks for, each with how loudly. Styles of later versions are skipped. */
export function sceneVotes<A extends keyof VotedNames>(
  { attributes }: Scene,
  about: A,
): readonly (readonly [name: VotedNames[A], vote: number])[] {
  const { mode, meter, register, styles: ranked } = attributes;
  const names: readonly string[] = { mode: [mode], meter: [meter], register: [register], style: ranked }[
    about
  ];
  const known = names.filter((name): name is VotedNames[A] =>
    (votedNames[about] as readonly string[]).includes(name),
  );
  return known.map((name, rank) => [name, rankVotes[rank] ?? 0] as const);
}

/** The share of each name among all scenes. */
export function nameShares(scenes: readonly Scene[]): Record<keyof VotedNames, ReadonlyMap<string, number>> {
  const shares = (about: keyof VotedNames): Map<string, number> => {
    const sums = new Map<string, number>();
    for (const scene of scenes) {
      for (const [name, vote] of sceneVotes(scene, about))
        sums.set(name, (sums.get(name) ?? 0) + vote / scenes.length);
    }
    return sums;
  };
  return {
    mode: shares('mode'),
    meter: shares('meter'),
    register: shares('register'),
    style: shares('style'),
  };
}
