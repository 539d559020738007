/** An arc whose parts were edited by hand: they sound as they were given, and the lines of its passages are read from them. */
import { lineOf } from '../editPiece.ts';
import { statementsHeard } from '../keptThemes.ts';
import { toldArcThemes } from '../../arc/composeArc.ts';
import type { Note, Part } from '../../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../../bridge/protocol/units.ts';
import type { ArcPiece } from '../../arc/composeArc.ts';
import type { DraftedPassage } from '../../arc/composePassages.ts';
import type { LineNote } from '../../melody/line.ts';

/** Puts parts in. What begins after the last bar line is left out by whoever read them. */
export function editArc(before: ArcPiece, parts: readonly Part[]): ArcPiece {
  const { draft, score } = before;
  const passages = draft.passages.map((one) => editedPassage(one, score.parts, parts));
  const edited = { ...before, draft: { ...draft, passages } };
  const sounding = parts.filter(({ notes }) => notes.length > 0);
  return { ...edited, score: { ...score, parts: sounding, ...toldArcThemes(passages) } };
}

function editedPassage(one: DraftedPassage, old: readonly Part[], parts: readonly Part[]): DraftedPassage {
  const { passage, draft } = one;
  const { composition } = draft;
  const length = passage.form.bars * passage.request.grid.bar;
  const line = (role: Role, was: readonly LineNote[]): readonly LineNote[] => {
    const [before, now] = [old, parts].map((list) => notesIn(list, role, passage.tick, length));
    return JSON.stringify(before) === JSON.stringify(now) ? was : lineOf(now ?? [], length);
  };
  const here = parts.map((part) => ({ ...part, notes: notesIn([part], part.role, passage.tick, length) }));
  return {
    ...one,
    draft: {
      ...draft,
      composition: { ...composition, statements: statementsHeard(composition.statements, here) },
      melody: line('lead', draft.melody),
      bass: line('bass', draft.bass),
    },
  };
}

/** A player may be a little early. */
const early: Ticks = 40;

function notesIn(parts: readonly Part[], role: Role, start: Ticks, length: Ticks): Note[] {
  return parts
    .filter((part) => part.role === role)
    .flatMap(({ notes }) => notes)
    .filter(({ tick }) => tick + early >= start && tick + early < start + length)
    .map((note) => ({ ...note, tick: note.tick - start }));
}
