/** A piece whose parts were edited by hand: they sound as they were given, and its lines are read from them. */
import { statementsHeard } from './keptThemes.ts';
import { withParts } from './piece.ts';
import { ringTicks } from './ringTicks.ts';
import type { Note, Part } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { Form } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';
import type { ScoreRequest } from '../request.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Piece } from './piece.ts';

/** The grid that lines are rounded to: a sixteenth. */
const grid: Ticks = 120;

/** Puts parts in. `request` may have more bars than there were; the last section and chord hold until then. */
export function editPiece(before: Piece, parts: readonly Part[], request: ScoreRequest): Piece {
  const { composition, score } = before;
  const added = request.bars - composition.form.bars;
  const form = added === 0 ? composition.form : longer(composition.form, added);
  const spans = composition.spans.map((span, i) =>
    i === composition.spans.length - 1
      ? { ...span, duration: span.duration + added * request.grid.bar }
      : span,
  );
  const line = (role: Role, old: readonly LineNote[]): readonly LineNote[] => {
    const [was, is] = [score.parts, parts].map((list) => notesOf(list, role));
    const isSame = JSON.stringify(was) === JSON.stringify(is);
    return isSame ? old : lineOf(is ?? [], request.bars * request.grid.bar);
  };
  const draft = {
    composition: {
      ...composition,
      request,
      form,
      spans,
      statements: statementsHeard(composition.statements, parts),
    },
    melody: line('lead', before.melody),
    bass: line('bass', before.bass),
    voiced: before.voiced.map(({ pitches }, i) => ({ span: spans[i] ?? spans[0] ?? noSpan(), pitches })),
  };
  const { score: now } = withParts(draft, [], score.title);
  const end = now.endTick + ringTicks(now);
  return withParts(
    draft,
    parts.map((part) => endingAt(part, end)),
    score.title,
  );
}

/** Nothing sounds on after the end of the take. */
function endingAt(part: Part, end: Ticks): Part {
  const isBefore = ({ tick }: { tick: Ticks }): boolean => tick < end;
  return {
    ...part,
    notes: part.notes
      .filter(isBefore)
      .map((note) => ({ ...note, duration: Math.max(1, Math.min(note.duration, end - note.tick)) })),
    controllers: part.controllers.filter(isBefore),
    bends: part.bends.filter(isBefore),
  };
}

function noSpan(): never {
  throw new RangeError('editPiece: no chords');
}

function notesOf(parts: readonly Part[], role: Role): Note[] {
  return parts.filter((part) => part.role === role).flatMap(({ notes }) => notes);
}

/** One voice of edited notes: of notes that begin together the highest, each until the next begins. */
export function lineOf(notes: readonly Note[], end: Ticks): LineNote[] {
  const byTick = new Map<Ticks, Note>();
  for (const note of notes) {
    const tick = Math.max(0, Math.round(note.tick / grid) * grid);
    const known = byTick.get(tick);
    if (tick < end && (known === undefined || known.pitch < note.pitch)) byTick.set(tick, note);
  }
  const onsets = [...byTick].sort(([a], [b]) => a - b);
  return onsets.map(([tick, note], i): LineNote => {
    const next = onsets[i + 1]?.[0] ?? end;
    const length = Math.max(grid, Math.round(note.duration / grid) * grid);
    return { tick, duration: Math.min(length, next - tick), pitch: note.pitch, motif: false };
  });
}

function longer(form: Form, bars: number): Form {
  const last = form.phrases.length - 1;
  const sections = form.sections.map((section, i) => ({
    ...section,
    bars: section.bars + (i === form.sections.length - 1 ? bars : 0),
    phrases: section.phrases.map((phrase) =>
      phrase.index === last ? { ...phrase, bars: phrase.bars + bars } : phrase,
    ),
  }));
  return { bars: form.bars + bars, sections, phrases: sections.flatMap(({ phrases }) => phrases) };
}
