/** Puts the parts that are locked in the place of those that were arranged anew. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { intoRange } from '../orchestration/arrange.ts';
import type { ControllerEvent, Part } from '../../../../bridge/protocol/score.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';
import type { Draft } from '../selection/features.ts';
import type { Locks } from './locks.ts';
import type { Piece } from './piece.ts';

/** Sustain pedal. */
const sustain = 64;

/** The parts in the order of the instruments: locked ones as they were, the lead on its old rhythm, the others as they are arranged. */
export function keptParts(before: Piece, draft: Draft, arranged: readonly Part[], locks: Locks): Part[] {
  const { instruments: players } = draft.composition.request;
  return players.flatMap((player, index) => {
    const old = before.score.parts.find(({ role }) => role === player.role);
    const fresh = arranged.find(({ role }) => role === player.role);
    if (locks.roles.has(player.role)) {
      return old === undefined ? [] : [seated(keptPart(old, fresh, locks), player, index)];
    }
    if (locks.rhythm && player.role === 'lead' && old !== undefined && fresh !== undefined) {
      return [seated(onOldRhythm(old, fresh, draft, locks), player, index)];
    }
    return fresh === undefined ? [] : [fresh];
  });
}

/** A part as it was; where the chords change, its pedal follows the new ones. */
function keptPart(old: Part, fresh: Part | undefined, { harmony }: Locks): Part {
  const settings = fresh === undefined || fresh.instrument === old.instrument ? old : fresh;
  const controllers = harmony ? old.controllers : withPedal(old, fresh);
  return { ...settings, notes: old.notes, controllers, bends: old.bends };
}

function onOldRhythm(old: Part, fresh: Part, draft: Draft, locks: Locks): Part {
  const [low, high] = instruments[fresh.instrument].range;
  const notes = old.notes.map((note, i) => ({
    ...note,
    pitch: intoRange(draft.melody[i]?.pitch ?? note.pitch, low, high),
  }));
  return { ...keptPart(old, fresh, locks), notes, bends: [] };
}

function withPedal(old: Part, fresh: Part | undefined): ControllerEvent[] {
  const others = old.controllers.filter(({ controller }) => controller !== sustain);
  const pedal = (fresh?.controllers ?? []).filter(({ controller }) => controller === sustain);
  return [...others, ...pedal].sort((a, b) => a.tick - b.tick || a.controller - b.controller);
}

/** A part on the channel of its place among the instruments. */
export function seated(part: Part, { instrument }: RoleInstrument, index: number): Part {
  const isKit = instruments[instrument].kit === true;
  return { ...part, channel: isKit ? 9 : index < 9 ? index : index + 1 };
}
