/**
 * Chooses who plays what: the named instruments first, then the style's roles as the density asks, each with the
 * player that the recalled scenes and the style agree on.
 */
import { instrumentIds, instruments } from '../../bridge/protocol/instruments.ts';
import { canPlay, roleInstrument } from './roleInstrument.ts';
import { placeNamed } from './placeNamed.ts';
import { styleEnsembles } from './styleEnsembles.ts';
import { sceneVotes } from './sceneVotes.ts';
import type { Ensemble } from './styleEnsembles.ts';
import type { Feeling } from './feeling.ts';
import type { HeardVotes } from './heardVotes.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Register, RoleInstrument, Style } from '../../bridge/protocol/attributes.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** What the choice depends on. */
export interface InstrumentContext {
  style: Style;
  feeling: Feeling;
  register: Register;
  said: SaidOutright;
  fused: FusedLeaning;
  knowledge: SceneKnowledge;
  votes: HeardVotes;
}

/** The players in the order of the roles, and what could not be done. */
export interface ChosenInstruments {
  players: RoleInstrument[];
  notes: string[];
}

/** Chooses the players. At least one plays; no role is played twice. */
export function chooseInstruments(context: InstrumentContext): ChosenInstruments {
  const { style, feeling, said } = context;
  const ensemble = styleEnsembles[style];
  const refused = new Set(said.instruments.flatMap(({ value }) => (value.negated ? value.ids : [])));
  const { placed, only, notes } = placeNamed(said.instruments, ensemble.order, refused);
  const choose = (role: Role): InstrumentId | undefined =>
    only.length > 0 ? leastUsed(only, role, placed) : bestPlayer(role, context, ensemble, placed, refused);
  for (const role of only.length > 0 ? [] : rolesNamed(said, false)) {
    if (!placed.has(role)) setDefined(placed, role, choose(role) ?? anyPlayer(role, refused));
  }
  const order = rolesByImportance(ensemble, context, only.length > 0).filter((role) => !placed.has(role));
  const size = Math.max(placed.size, sizeFor(ensemble, feeling.density));
  if (said.size === undefined || only.length > 0) {
    const wanted = said.size === undefined ? size : Math.max(placed.size, said.size.value);
    for (const role of order) if (placed.size < wanted) setDefined(placed, role, choose(role));
  } else fillBand(placed, order, { players: said.size.value, size, choose });
  if (placed.size === 0) placed.set('lead', anyPlayer('lead', refused) ?? 'piano');
  const players = roles.flatMap((role) => {
    const player = placed.get(role);
    return player === undefined ? [] : [roleInstrument(role, player)];
  });
  return { players, notes };
}

interface Band {
  /** How many play. */
  players: number;
  /** Roles that the density asks for. */
  size: number;
  choose: (role: Role) => InstrumentId | undefined;
}

/** New players until there are as many as were said; further roles only for a player who has two hands for them. */
function fillBand(
  placed: Map<Role, InstrumentId>,
  order: readonly Role[],
  { players, size, choose }: Band,
): void {
  for (const role of order) {
    const there = [...new Set(placed.values())];
    const spare = there.find((id) => instruments[id].family === 'keys' && canPlay(id, role));
    if (there.length < players) setDefined(placed, role, choose(role));
    else if (placed.size < size) setDefined(placed, role, spare);
  }
}

function setDefined(placed: Map<Role, InstrumentId>, role: Role, player: InstrumentId | undefined): void {
  if (player !== undefined) placed.set(role, player);
}

/** Three roles at density 0, seven at 1, within what the style can fill. */
function sizeFor({ size }: Ensemble, density: number): number {
  return Math.min(size[1], Math.max(size[0], Math.round(3 + 4 * density)));
}

/** Roles that a caption names without an instrument ("bass", "drums"), or refuses ("no bass"). */
function rolesNamed({ instruments: facts }: SaidOutright, negated: boolean): Role[] {
  return facts.flatMap(({ value }) => {
    const namesOnlyARole = value.negated || value.ids.length === 0;
    return value.negated === negated && namesOnlyARole && value.role !== undefined ? [value.role] : [];
  });
}

/** The roles that may be filled, the most important first. Percussion that nothing speaks for comes last. */
function rolesByImportance(ensemble: Ensemble, context: InstrumentContext, isExclusive: boolean): Role[] {
  const refused = new Set(rolesNamed(context.said, true));
  const order = isExclusive ? [...new Set([...ensemble.order, ...roles])] : ensemble.order;
  const allowed = order.filter((role) => !refused.has(role));
  if (isExclusive || hasPercussion(ensemble, context)) return allowed;
  const others = allowed.filter((role) => role !== 'percussion');
  const mayFill = allowed.includes('percussion') && context.feeling.arousal > calm;
  return mayFill ? [...others, 'percussion'] : others;
}

/** Music calmer than this has percussion only where it is asked for. */
const calm = -0.3;

function hasPercussion({ percussion }: Ensemble, { fused, feeling, knowledge }: InstrumentContext): boolean {
  const wish = fused.scenes.reduce(
    (sum, { index, weight }) =>
      sum + (knowledge.scenes[index]?.attributes.instruments.percussion === undefined ? 0 : weight),
    0,
  );
  return (wish > percussion.wish && feeling.arousal > calm) || feeling.arousal > percussion.arousal;
}

/** Among the only instruments that may play: who can play the role, has least to do, and can do least else. */
function leastUsed(
  only: readonly InstrumentId[],
  role: Role,
  placed: ReadonlyMap<Role, InstrumentId>,
): InstrumentId | undefined {
  const uses = (id: InstrumentId): number => [...placed.values()].filter((player) => player === id).length;
  return only
    .filter((id) => canPlay(id, role))
    .sort((a, b) => uses(a) - uses(b) || instruments[a].roles.length - instruments[b].roles.length)[0];
}

/** The player with the most votes of the scenes, the style and the register. */
function bestPlayer(
  role: Role,
  context: InstrumentContext,
  ensemble: Ensemble,
  placed: ReadonlyMap<Role, InstrumentId>,
  refused: ReadonlySet<InstrumentId>,
): InstrumentId | undefined {
  const used = new Set(placed.values());
  const votes = playerVotes(role, context);
  const typical = ensemble.players[role] ?? [];
  const score = (id: InstrumentId): number => {
    const rank = typical.indexOf(id);
    const own = rank < 0 ? 0 : 0.3 - 0.06 * rank;
    const again = used.has(id) && ensemble.palette.size > 1 && ensemble.order.length > 4 ? 0.35 : 0;
    return (votes.get(id) ?? 0) + own + registerBonus(id, role, context.register) - again;
  };
  const able = instrumentIds.filter(
    (id) =>
      !refused.has(id) &&
      canPlay(id, role) &&
      (typical.includes(id) || (ensemble.palette.has(id) && votes.has(id))),
  );
  return able.reduce<InstrumentId | undefined>(
    (best, id) => (best === undefined || score(id) > score(best) ? id : best),
    undefined,
  );
}

/** Votes of the recalled scenes for a role, those of another style a third, and of what was heard. */
function playerVotes(
  role: Role,
  { fused, knowledge, style, votes: heard }: InstrumentContext,
): Map<InstrumentId, number> {
  const votes = new Map([...heard.players].filter(([id]) => canPlay(id, role)));
  for (const { index, weight } of fused.scenes) {
    const scene = knowledge.scenes[index];
    const player = scene?.attributes.instruments[role];
    if (scene === undefined || player === undefined) continue;
    const sameStyle = sceneVotes(scene, 'style').some(([name]) => name === style);
    votes.set(player, (votes.get(player) ?? 0) + weight * (sameStyle ? 1 : 0.35));
  }
  return votes;
}

/** The leading voice lies where the register asks: a small bonus for an instrument at home there. */
function registerBonus(id: InstrumentId, role: Role, register: Register): number {
  if (role !== 'lead' || register === 'middle') return 0;
  const [low, high] = instruments[id].sweet;
  const middle = (low + high) / 2;
  return register === 'high'
    ? Math.min(0.12, Math.max(-0.12, (middle - 70) / 100))
    : Math.min(0.12, Math.max(-0.12, (66 - middle) / 100));
}

/** The first instrument that is built for the role and was not refused; the drum kit for percussion. */
function anyPlayer(role: Role, refused: ReadonlySet<InstrumentId>): InstrumentId | undefined {
  const ids: readonly InstrumentId[] = role === 'percussion' ? ['drum-kit', ...instrumentIds] : instrumentIds;
  return ids.find((id) => !refused.has(id) && canPlay(id, role));
}
