/**
 * Composes an arc: music whose attributes change over time and that meets its hits, and that stays one piece.
 *
 * ```
 * brief ─► asked ─► grid (bars, tempi, places) ─► passages ─► drafts from several seeds ─► the best
 *                                                                                           │
 *        score ◄── accents on the hits ◄── transitions ◄── parts joined ◄── arranged ◄──────┘
 * ```
 * The grid has nothing of chance: bars and tempi follow from what was asked. Pure and the same everywhere, as all of the engine.
 */
import { decisionSeed } from '../../../../bridge/protocol/seededRandom.ts';
import { secondsToTick, tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { decisions, randomFor, seedDecisions } from '../decisions.ts';
import { toldThemes } from '../themes/placeThemes.ts';
import { statesThemes } from '../themes/planThemes.ts';
import { askedArc } from './askedArc.ts';
import { composeAccents } from './composeAccents.ts';
import { arrangePassages, draftPassages } from './composePassages.ts';
import { composeTransitions, transitionOf } from './composeTransitions.ts';
import { describeHit } from './describeHit.ts';
import { joinParts } from './joinParts.ts';
import { planGrid } from './planGrid.ts';
import { barAt, planPassages } from './planPassages.ts';
import { withThemes } from './passageThemes.ts';
import type {
  ChordChange,
  KeyChange,
  Marker,
  MeterChange,
  Part,
  Score,
  ScoreHit,
  ScoreSection,
} from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { ComposedScore, ComposeRequest } from '../composeScore.ts';
import type { AskedArc } from './askedArc.ts';
import type { ArcDraft, ArcLines, DraftedPassage } from './composePassages.ts';
import type { Accent } from './composeAccents.ts';
import type { Border } from './composeTransitions.ts';
import type { ArcGrid } from './planGrid.ts';

/** An arc as revisions need it: what was asked, where its bars lie, what its passages are made of, and the score that sounds. */
export interface ArcPiece {
  asked: AskedArc;
  grid: ArcGrid;
  draft: ArcDraft;
  score: Score;
}

/** An arc with the decisions that made it. */
export interface ComposedArc extends Omit<ComposedScore, 'score'> {
  piece: ArcPiece;
}

/** What an older arc leaves of itself. */
export interface KeptOfArc {
  lines: ArcLines;
  /** The parts of the new one with those put back that stay. @throws RangeError where they cannot */
  putBack: (finished: Score, passages: readonly DraftedPassage[]) => Part[];
}

/** Composes the score of a brief that changes over time. */
export function composeArc(request: ComposeRequest): ComposedScore {
  const { piece, ...decided } = composeArcPiece(request);
  return { score: piece.score, ...decided };
}

/**
 * Composes an arc, around what is kept of an older one where there is one.
 *
 * @throws RangeError where what is kept lies in other bars than those that the brief asks for
 */
export function composeArcPiece(request: ComposeRequest, kept?: KeptOfArc): ComposedArc {
  const asked = askedArc(request.brief);
  const values = asked.sections.map(({ start, end }) => asked.valuesOver(start, end));
  const grid = planGrid(asked, values);
  const given = request.seeds ?? {};
  const isFixed = decisions.every((name) => given[name] !== undefined);
  const tried = isFixed ? 1 : Math.max(1, request.candidates ?? 8);
  let best: { draft: ArcDraft; chosen: number } | undefined;
  for (let chosen = 0; chosen < tried; chosen++) {
    const seeds = seedDecisions(decisionSeed(request.seed, `candidate/${chosen}`), given);
    const plain = planPassages({ asked, grid, random: randomFor(seeds, 'form', 'form') });
    const passages = statesThemes(request.brief) ? withThemes(plain, request.brief, asked) : plain;
    const draft = draftPassages(passages, seeds, kept?.lines);
    if (best === undefined || draft.rating > best.draft.rating) best = { draft, chosen };
  }
  if (best === undefined) throw new RangeError('composeArc: no candidate');
  const finished = finishArc({ asked, grid, draft: best.draft }, request.title ?? 'Leitmotif');
  const score =
    kept === undefined ? finished : { ...finished, parts: kept.putBack(finished, best.draft.passages) };
  return {
    piece: { asked, grid, draft: best.draft, score },
    seeds: { ...best.draft.seeds },
    candidates: { tried, chosen: best.chosen, score: Math.round(best.draft.rating * 1000) / 1000 },
  };
}

/** The score of a drafted arc: its passages arranged and joined, with transitions and accents. */
export function finishArc({ asked, grid, draft }: Omit<ArcPiece, 'score'>, title: string): Score {
  const { tempos, endTick } = grid;
  const seconds = Math.max(asked.seconds, tickToSeconds(tempos, endTick));
  const ringTicks = Math.max(0, Math.floor(secondsToTick(tempos, seconds)) - endTick);
  const arranged = arrangePassages(draft, { endTick, ringTicks });
  const { passages } = draft;
  const joined = joinParts(arranged.map((parts, i) => ({ parts, tick: passages[i]?.passage.tick ?? 0 })));
  const chords = chordsOf(passages);
  const borders = bordersOf(passages, chords);
  const moved = composeTransitions(joined, borders);
  const parts = composeAccents(moved, accentsOf(grid, chords, borders));
  const hits = hitsOf(grid);
  return {
    title,
    parts,
    tempos,
    meters: metersOf(grid),
    keys: keysOf(passages),
    sections: sectionsOf(passages, grid),
    chords,
    markers: markersOf(grid, passages, borders),
    ...(asked.hits.length === 0 ? {} : { hits }),
    ...toldArcThemes(passages),
    bars: grid.bars.length,
    endTick,
    seconds,
  };
}

/** What the passages of an arc state, as its score tells it. */
export function toldArcThemes(passages: readonly DraftedPassage[]): Pick<Score, 'themes'> {
  if (passages.every(({ passage }) => passage.themes === undefined)) return {};
  const themes = passages.flatMap(({ passage, draft: { composition } }) =>
    toldThemes(composition.statements ?? new Map(), passage.request, passage),
  );
  return { themes };
}

function chordsOf(passages: readonly DraftedPassage[]): ChordChange[] {
  return passages.flatMap(({ passage, draft }) =>
    draft.composition.spans.map(({ tick, duration, chord: { root, tones, bass, numeral } }) => {
      return { tick: tick + passage.tick, duration, root, tones, bass, numeral };
    }),
  );
}

function metersOf({ bars }: ArcGrid): MeterChange[] {
  return bars
    .filter(({ meter }, i) => meter !== bars[i - 1]?.meter)
    .map(({ tick, meter }) => ({ tick, meter }));
}

function keysOf(passages: readonly DraftedPassage[]): KeyChange[] {
  const keys: KeyChange[] = [];
  for (const { passage } of passages) {
    const { tonic, mode } = passage.request.key;
    const last = keys.at(-1);
    if (last?.tonic !== tonic || last.mode !== mode) keys.push({ tick: passage.tick, tonic, mode });
  }
  return keys;
}

function sectionsOf(passages: readonly DraftedPassage[], grid: ArcGrid): ScoreSection[] {
  const starts = passages.filter(({ passage }) => passage.begins).map(({ passage }) => passage);
  return starts.map(({ label, tick, bar }, i) => ({
    label,
    tick,
    bar: bar + 1,
    bars: (starts[i + 1]?.bar ?? grid.bars.length) - bar,
  }));
}

function bordersOf(passages: readonly DraftedPassage[], chords: readonly ChordChange[]): Border[] {
  let began = 0;
  return passages.flatMap(({ passage }, i): Border[] => {
    const before = passages[i - 1];
    if (before === undefined || !passage.begins) return [];
    const room = passage.tick - began;
    began = passage.tick;
    const scale = before.draft.composition.spans.at(-1)?.chord.scale ?? [];
    const root = chordAt(chords, passage.tick)?.root ?? passage.request.key.tonicClass;
    const { bar } = before.passage.request.grid;
    const rise = passage.energy - before.passage.energy;
    return [{ tick: passage.tick, bar, room, rise, scale, root }];
  });
}

function chordAt(chords: readonly ChordChange[], tick: Ticks): ChordChange | undefined {
  return chords.findLast((chord) => chord.tick <= tick);
}

function accentsOf(grid: ArcGrid, chords: readonly ChordChange[], borders: readonly Border[]): Accent[] {
  const driven = new Set(
    borders.filter((border) => transitionOf(border) === 'riser').map(({ tick }) => tick),
  );
  return grid.hits.flatMap(({ tick, strength }, i): Accent[] => {
    const chord = chordAt(chords, tick);
    if (chord === undefined) return [];
    const free = tick - (grid.hits[i - 1]?.tick ?? 0);
    const breathes = strength >= 0.75 && free > 1920 && !driven.has(tick);
    return [{ tick, strength, chord, silence: breathes ? 200 : 0 }];
  });
}

function hitsOf(grid: ArcGrid): ScoreHit[] {
  const met = grid.hits.flatMap((place) => {
    const index = barAt(grid.bars, place.tick);
    const how = describeHit(place, grid.bars[index], index);
    return place.hits.map(({ id, label, seconds }) => ({
      id,
      label,
      asked: seconds,
      met: tickToSeconds(grid.tempos, place.tick),
      tick: place.tick,
      bar: index + 1,
      how,
    }));
  });
  const lastBar = grid.bars.at(-1)?.tick ?? 0;
  const missed = grid.missed.map(({ id, label, seconds }) => ({
    id,
    label,
    asked: seconds,
    met: tickToSeconds(grid.tempos, lastBar),
    tick: lastBar,
    bar: grid.bars.length,
    how: `missed: there is no room for a bar after it; the last bar is the nearest`,
  }));
  return [...met, ...missed].sort((a, b) => a.asked - b.asked);
}

/** What a person wants to find again beside the sections: hits, ways into other keys, risers, the ritardando. */
function markersOf(grid: ArcGrid, passages: readonly DraftedPassage[], borders: readonly Border[]): Marker[] {
  const hits = grid.hits.flatMap(({ tick, hits: own }) =>
    own.map(({ label, id }): Marker => ({ tick, text: `hit: ${label === '' ? id : label}` })),
  );
  const ways = passages.flatMap(({ way, passage, draft }, i): Marker[] => {
    const key = passages[i + 1]?.passage.request.key;
    const { bar } = draft.composition.request.grid;
    if (way === undefined || key === undefined) return [];
    const tick = passage.tick + (passage.form.bars - 1) * bar;
    return [{ tick, text: `to ${key.tonic} ${key.mode} (${way})` }];
  });
  const moves = borders.flatMap((border): Marker[] => {
    const transition = transitionOf(border);
    return transition === 'link' ? [] : [{ tick: border.tick - border.bar, text: transition }];
  });
  const slows = grid.tempos.find(({ ritardando }) => ritardando === true);
  const rit = slows === undefined ? [] : [{ tick: slows.tick, text: 'rit.' }];
  return [...hits, ...ways, ...moves, ...rit].sort((a, b) => a.tick - b.tick);
}
