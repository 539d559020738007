/**
 * Composes passages one after the other: each comes from the last notes of the one before, all have the same motif, and another key
 * is prepared in the bar before it.
 *
 *   passage ─► harmony ─► way into the next key ─► outer voices ─► draft ─► parts
 */
import { randomFor } from '../decisions.ts';
import { arriveIn, leadInto } from '../harmony/modulation.ts';
import { writeHarmony } from '../harmony/writeHarmony.ts';
import { augment, diminish, inventMotif, invert, notesPerGroup } from '../melody/motif.ts';
import { arrange } from '../orchestration/arrange.ts';
import { leadBand, roleBands } from '../orchestration/registers.ts';
import { featuresOf } from '../selection/features.ts';
import { rateDraft } from '../selection/rateDraft.ts';
import { profiles } from '../styles/profiles.ts';
import { draftKept } from '../revision/draftKept.ts';
import { restated } from '../revision/keptThemes.ts';
import { noLocks } from '../revision/locks.ts';
import { fitChords, harmonizeThemes } from '../themes/harmonizeThemes.ts';
import { placeThemes, withVoices } from '../themes/placeThemes.ts';
import { profileFor } from './profileFor.ts';
import { pitchAt } from '../texture/sounding.ts';
import type { Note, Part } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, Unit } from '../../../../bridge/protocol/units.ts';
import type { Composition, SeamBefore } from '../composition.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { KeyWay } from '../harmony/modulation.ts';
import type { Motif } from '../melody/motif.ts';
import type { KeptLines } from '../revision/draftKept.ts';
import type { Locks } from '../revision/locks.ts';
import type { Draft } from '../selection/features.ts';
import type { Statements } from '../themes/placeThemes.ts';
import type { Passage } from './passage.ts';

/** A passage with its outer voices. */
export interface DraftedPassage {
  passage: Passage;
  draft: Draft;
  /** How its last bar leads into the next key; absent where that is the same. */
  way?: KeyWay | undefined;
}

/** All passages of one candidate. */
export interface ArcDraft {
  passages: DraftedPassage[];
  seeds: DecisionSeeds;
  rating: Unit;
}

/** Passages of an older arc in the same bars, and what stays of them. */
export interface ArcLines {
  passages: readonly DraftedPassage[];
  /** How the melody of each was played, note for note. */
  played: readonly (readonly Note[])[];
  locks: Locks;
}

/**
 * Drafts all passages from one set of seeds, around what is kept of an older arc.
 *
 * @throws RangeError where that one lies in other bars
 */
export function draftPassages(passages: readonly Passage[], seeds: DecisionSeeds, kept?: ArcLines): ArcDraft {
  if (kept !== undefined && !liesAlike(passages, kept.passages))
    throw new RangeError('draftPassages: what is to be kept lies in other bars now');
  const drafted: DraftedPassage[] = [];
  const motif = homeMotif(passages, seeds);
  for (const [i, passage] of passages.entries()) {
    const before = seamAfter(drafted.at(-1)?.draft, passage, motif);
    const old = kept?.passages[i];
    const { spans, way } = harmonyOf(passages, i, seeds);
    const { locks } = kept ?? { locks: noLocks };
    const frame = framed(passage, spans, locks, old?.draft.composition.statements);
    const chords = old === undefined ? frame.spans : chordsAround(old.draft, frame, locks);
    const lines = kept === undefined || old === undefined ? noLines : linesOf(kept, i, old);
    const draft = draftKept({ ...frame, spans: chords, seeds, before }, lines, locks);
    drafted.push({ passage, draft, way: locks.harmony ? old?.way : way });
  }
  return { passages: drafted, seeds, rating: ratingOf(drafted) };
}

/** The lines of a passage, and how they were played; the note before them in its ticks. */
function linesOf(
  { passages, played }: ArcLines,
  index: number,
  { passage, draft }: DraftedPassage,
): KeptLines {
  const last = played[index - 1]?.at(-1);
  const from = passages[index - 1]?.passage.tick ?? 0;
  return {
    ...draft,
    played: played[index] ?? [],
    ...(last === undefined ? {} : { playedBefore: { ...last, tick: last.tick + from - passage.tick } }),
  };
}

const noLines: KeptLines = { melody: [], bass: [], voiced: [], played: [] };

function liesAlike(passages: readonly Passage[], old: readonly DraftedPassage[]): boolean {
  return (
    passages.length === old.length &&
    passages.every(({ tick, request }, i) => {
      const was = old[i]?.passage;
      return (
        was?.tick === tick &&
        was.request.bars === request.bars &&
        was.request.grid.meter === request.grid.meter
      );
    })
  );
}

/** The chords of a passage of which something is kept: its own, or new ones that carry the melody that stays. */
function chordsAround(
  { composition, melody }: Draft,
  { spans, request, form }: Omit<Composition, 'seeds'>,
  { harmony, melody: isMelodyKept }: Locks,
): Composition['spans'] {
  if (harmony) return composition.spans;
  // The last bar may lead into another key.
  const end = (form.bars - 1) * request.grid.bar;
  return isMelodyKept ? fitChords(spans, melody, [[0, end]], request) : spans;
}

/** The frame of a passage; with the themes that it states, and its harmony under them. */
function framed(
  { request, form, themes }: Passage,
  spans: Composition['spans'],
  locks: Locks,
  old: Statements | undefined,
): Omit<Composition, 'seeds' | 'before'> {
  const profile = profileFor(request.style, request.density);
  if (themes === undefined) return { request, profile, form, spans };
  const statements =
    old === undefined
      ? placeThemes(themes, form, request, profile)
      : restated(old, { form, request, profile, locks });
  const fitted = harmonizeThemes(spans, [...statements.values()].flat(), request);
  return { request, profile, form: withVoices(form, statements), spans: fitted, statements };
}

function ratingOf(drafted: readonly DraftedPassage[]): Unit {
  const bars = drafted.reduce((sum, { passage }) => sum + passage.form.bars, 0);
  return drafted.reduce((sum, { passage, draft }) => {
    const own = rateDraft(featuresOf(draft), profiles[passage.request.style]);
    return sum + (own * passage.form.bars) / Math.max(1, bars);
  }, 0);
}

function harmonyOf(
  passages: readonly Passage[],
  index: number,
  seeds: DecisionSeeds,
): { spans: Composition['spans']; way?: KeyWay } {
  const passage = passages[index];
  if (passage === undefined) throw new RangeError('harmonyOf: no passage');
  const { request, form } = passage;
  const plain = writeHarmony(form, request, profiles[request.style], seeds);
  const arrives = isOtherKey(passages[index - 1], passage) && form.bars > 1;
  const spans = arrives ? arriveIn(plain, request.key) : plain;
  const next = passages[index + 1];
  if (next === undefined || !isOtherKey(passage, next)) return { spans };
  return leadInto(spans, request.key, next.request.key, request.grid);
}

function isOtherKey(a: Passage | undefined, b: Passage): boolean {
  if (a === undefined) return false;
  return a.request.key.tonicClass !== b.request.key.tonicClass || a.request.key.mode !== b.request.key.mode;
}

/** A motif with the grid and the busyness that it was invented for. */
interface HomeMotif {
  motif: Motif;
  passage: Passage;
}

/** The motif of the piece, for the passage that most of the piece is like: the meter with the most bars, its middle density. */
function homeMotif(passages: readonly Passage[], seeds: DecisionSeeds): HomeMotif {
  const bars = new Map<string, number>();
  for (const { request, form } of passages)
    bars.set(request.grid.meter, (bars.get(request.grid.meter) ?? 0) + form.bars);
  const [usual] = [...bars].sort((a, b) => b[1] - a[1]);
  const inMeter = passages.filter(({ request }) => request.grid.meter === usual?.[0]);
  const byDensity = [...inMeter].sort((a, b) => a.request.density - b.request.density);
  const passage = byDensity[Math.floor(byDensity.length / 2)] ?? passages[0];
  if (passage === undefined) throw new RangeError('homeMotif: no passages');
  return { motif: motifFor(passage, seeds), passage };
}

function motifFor({ request }: Passage, seeds: DecisionSeeds): Motif {
  const { melody } = profiles[request.style];
  const random = randomFor(seeds, 'motif', 'A');
  return inventMotif({ grid: request.grid, melody, density: request.density, random });
}

/** Where the music comes from: last notes, and the motif as the passage needs it. Another meter invents its own. */
function seamAfter(before: Draft | undefined, passage: Passage, home: HomeMotif): SeamBefore {
  const motifs = new Map<string, Motif>();
  const { grid } = passage.request;
  if (grid.bar === home.passage.request.grid.bar || passage.form.bars === 1) {
    const own = fitted(home, passage);
    for (const theme of 'ABCDEFGH') motifs.set(theme, 'BDFH'.includes(theme) ? invert(own) : own);
  }
  if (before === undefined) return { motifs };
  const { melody, bass, voiced, composition } = before;
  const end = composition.form.bars * composition.request.grid.bar;
  return {
    melody: pitchAt(melody, end - 1),
    bass: pitchAt(bass, end - 1),
    counter: composition.before?.counter,
    voicing: voiced.at(-1)?.pitches,
    motifs,
  };
}

/** How much busier or calmer a passage has to be for the motif at another speed. */
const otherSpeed = 1.6;

/** The motif at half or double speed where a passage is that much calmer or busier: the same theme, seen from elsewhere. */
function fitted({ motif, passage: home }: HomeMotif, { request }: Passage): Motif {
  const { melody } = profiles[request.style];
  const wanted = notesPerGroup(melody, request.density);
  const ratio = wanted / notesPerGroup(profiles[home.request.style].melody, home.request.density);
  if (ratio <= 1 / otherSpeed) return augment(motif, request.grid.bar);
  const finest = melody.finest === 3 ? 120 : 240;
  const mayHalve = motif.notes.every(
    ({ offset, duration }) => isOn(offset / 2, finest) && isOn(duration / 2, finest),
  );
  return ratio >= otherSpeed && mayHalve ? diminish(motif, request.grid.bar) : motif;
}

function isOn(ticks: number, unit: number): boolean {
  return ticks % unit === 0;
}

/** The parts of every passage, in its own ticks. What the counter-line comes from is known only now. */
export function arrangePassages(
  { passages }: ArcDraft,
  ring: { endTick: number; ringTicks: number },
): Part[][] {
  let counter: MidiNote | undefined;
  return passages.map(({ passage, draft }, i) => {
    const { request, form } = passage;
    const bands = roleBands(request, leadBand(request, profiles[request.style].melody.span));
    const endTick = form.bars * request.grid.bar;
    const isLast = i === passages.length - 1;
    const ending = isLast
      ? { endTick, ringTicks: ring.ringTicks }
      : ({ endTick, ringTicks: 0, isOpen: true } as const);
    const { composition } = draft;
    const motifs = composition.before?.motifs ?? new Map<string, Motif>();
    const before = { ...composition.before, counter, motifs };
    const parts = arrange({ ...draft, composition: { ...composition, before } }, bands, ending);
    counter = parts.find(({ role }) => role === 'counter')?.notes.at(-1)?.pitch ?? counter;
    return parts;
  });
}
