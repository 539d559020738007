/** Which roles play in which layer of a loop. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { loopLayerNames } from '../../../bridge/protocol/loopSet.ts';
import { styleEnsembles } from '../../brief/styleEnsembles.ts';
import { roleInstrument } from '../../brief/roleInstrument.ts';
import { profiles } from '../../engines/score/styles/profiles.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { LoopLayerName } from '../../../bridge/protocol/loopSet.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';
import type { Style } from '../../../bridge/protocol/attributes.ts';

/** One layer. */
export interface LoopLayer {
  layer: LoopLayerName;
  roles: Role[];
}

/** Fewest roles that make three different layers. */
const fewest = 3;

/**
 * The layers in the style's own order of entry: calm has half of those who play a pitch (rounded up), tense all but the last of the rest, battle
 * everybody. Drums wait for the battle.
 *
 * @throws LeitmotifError `brief-impossible` where fewer than three roles play
 */
export function loopLayers(roles: readonly Role[], style: Style): LoopLayer[] {
  if (roles.length < fewest)
    throw new LeitmotifError('brief-impossible', {
      what: `Three layers need three roles, and ${roles.length === 1 ? 'one plays' : `${roles.length} play`}`,
      subject: roles.join(', '),
      next: 'Name more instruments, raise the density, or leave the layers out',
    });
  const order = profiles[style].texture.layers.filter((role) => roles.includes(role));
  const entering = [...order, ...roles.filter((role) => !order.includes(role))];
  const pitched = entering.filter((role) => role !== 'percussion');
  const hasDrums = pitched.length < entering.length;
  const calm = Math.ceil(pitched.length / 2);
  const tense = Math.max(calm + 1, hasDrums ? pitched.length : pitched.length - 1);
  const counts = [calm, tense, entering.length];
  const all = [...pitched, ...(hasDrums ? (['percussion'] as const) : [])];
  return loopLayerNames.map((layer, i) => ({ layer, roles: all.slice(0, counts[i]) }));
}

/** The brief with the style's own drums where it has none: a battle wants them. Styles without drums stay without. */
export function withBattleDrums(brief: Brief): Brief {
  const { instruments, style } = brief.attributes;
  const [drums] = styleEnsembles[style.value].players.percussion ?? [];
  if (drums === undefined || instruments.value.some(({ role }) => role === 'percussion')) return brief;
  return {
    ...brief,
    attributes: {
      ...brief.attributes,
      instruments: { ...instruments, value: [...instruments.value, roleInstrument('percussion', drums)] },
    },
    notes: [...brief.notes, `${drums} joins for the battle layer`],
  };
}
