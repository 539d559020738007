/** The checklist of a good cue, line by line, counted on finished scores and on the drafts they were made from. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { styles } from '../../bridge/protocol/attributes.ts';
import { composeScore, writeDraft } from '../engines/score/composeScore.ts';
import { readBrief } from '../engines/score/request.ts';
import { featuresOf } from '../engines/score/selection/features.ts';
import { mean } from './distribution.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable } from './markdownTable.ts';
import { isUnpitched } from './piece.ts';
import { gateMean, styleGates } from './styleGates.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Note, Score } from '../../bridge/protocol/score.ts';
import type { DecisionSeeds } from '../engines/score/decisions.ts';
import type { Draft, Features } from '../engines/score/selection/features.ts';
import type { StyleGate } from './styleGates.ts';
import type { Report } from './writeResults.ts';

/** The counted lines beside the engine's own {@link Features}. */
export interface ChecklistCounts {
  /** Notes outside the range of their instrument. */
  unplayable: number;
  /** Roles of the brief that never sound. */
  silentRoles: number;
  /** Notes of the lead at or above which another pitched role sounds (colour left out, which lies above by design). */
  leadCovered: number;
  /** Different sets of roles among the phrases: layers that enter and leave. */
  layerSets: number;
  /** Phrases that end with a rest of the melody of at least an eighth; the last one is held and left out. */
  breaths: number;
  /** 1 where the motif is heard in the first four bars of the melody. */
  motifAtOnce: number;
  /** Sections that begin with the root of their chord in the bass. */
  rootsAtSections: number;
  /** 1 where the last chord is the tonic, its root lies lowest, and the melody ends on the tonic. */
  closes: number;
  /** 1 where the tempo slows at the end; 0 in styles that do not. */
  slows: number;
}

/** What a line asks for, in words. */
const asked: Readonly<Record<keyof Features | keyof ChecklistCounts, string>> = {
  steps: '0.70–0.80 (vocal), less where instrumental',
  recovered: '→ 1',
  strongConsonance: '≥ 0.80',
  motif: '≥ 0.50',
  motifPhrases: '≥ 0.60',
  repeats: '0.02–0.20',
  range: '≤ 16 in singable styles',
  climaxes: '≈ 1',
  chordVariety: '0.40–0.90',
  parallels: '0 in strings and choral',
  mud: '0',
  character: '> 0 in modes that have a characteristic degree',
  tonicLead: '≥ 1 in most',
  tonicTime: '≥ 0.20',
  unplayable: '0',
  silentRoles: '0',
  leadCovered: '→ 0',
  layerSets: '≥ 2',
  breaths: '≥ 0.80',
  motifAtOnce: '1',
  rootsAtSections: '→ 1',
  closes: '1',
  slows: '1 where the style slows',
};

const lines = Object.keys(asked) as (keyof typeof asked)[];

/** Means of all lines over `count` random briefs of each style. */
export function checklistReport(count: number): Report {
  const columns = styles.map((style) => meansOf(style, count));
  const rows = lines.map((line) => [line, asked[line], ...columns.map((column) => column[line])]);
  const gates = measuredGates(count);
  return {
    name: 'checklist',
    title: 'The checklist, style by style',
    figures: { ...Object.fromEntries(styles.map((style, i) => [style, columns[i]])), gates },
    text: [
      `Means over ${count} random briefs a style (all modes, 24 bars). The lines are those of the project's notes on what makes`,
      'a cue good; `steps` to `mud` are counted by the engine itself on its drafts, the rest here on finished scores.',
      '',
      markdownTable(['line', 'asked', ...styles], rows),
      '',
      'What makes a genre, on the same briefs: every line has to lie between its ends (`styleGates.ts`).',
      '',
      markdownTable(
        ['style', 'gate', 'asked', 'measured'],
        gates.map(({ style, what, least, most, mean: found }) => [style, what, `${least} to ${most}`, found]),
      ),
    ].join('\n'),
  };
}

/** The gates of all genres with what their pieces have. */
function measuredGates(count: number): (Omit<StyleGate, 'measure'> & { mean: number })[] {
  const scores = new Map<Style, Score[]>();
  const scoresOf = (style: Style): Score[] => {
    const known =
      scores.get(style) ?? briefsOf(style, count).map((brief, seed) => composeScore({ brief, seed }).score);
    scores.set(style, known);
    return known;
  };
  return styleGates.map((gate) => {
    const { style, what, least, most } = gate;
    return { style, what, least, most, mean: gateMean(gate, scoresOf(style)) ?? NaN };
  });
}

function briefsOf(style: Style, count: number): Brief[] {
  return Array.from({ length: count }, (_, seed) => randomBrief({ style, seed, bars: 24 }));
}

function meansOf(style: Style, count: number): Record<keyof typeof asked, number> {
  const all = briefsOf(style, count).map((brief, seed) => checkBrief(brief, seed));
  return Object.fromEntries(lines.map((line) => [line, mean(all.map((counts) => counts[line]))])) as Record<
    keyof typeof asked,
    number
  >;
}

/** Composes a brief and counts every line. */
export function checkBrief(brief: Brief, seed: number): Features & ChecklistCounts {
  const { score, seeds } = composeScore({ brief, seed });
  const draft = writeDraft(readBrief(brief), seeds as DecisionSeeds);
  return { ...featuresOf(draft), ...countsOf(score, draft) };
}

function countsOf(score: Score, draft: Draft): ChecklistCounts {
  const { form, request } = draft.composition;
  const firstMotif = draft.melody.find((note) => note.motif)?.tick ?? Infinity;
  const begins = draft.melody[0]?.tick ?? 0;
  return {
    unplayable: unplayableNotes(score),
    silentRoles: request.instruments.length - new Set(score.parts.map((part) => part.role)).size,
    leadCovered: coveredShare(score),
    layerSets: new Set(form.phrases.map((phrase) => [...phrase.roles].sort().join())).size,
    breaths: breathShare(draft),
    motifAtOnce: firstMotif - begins < 4 * request.grid.bar ? 1 : 0,
    rootsAtSections: rootShare(score),
    closes: closesOnTonic(score, draft) ? 1 : 0,
    slows: score.tempos.some((tempo) => tempo.ritardando === true) ? 1 : 0,
  };
}

function unplayableNotes(score: Score): number {
  return score.parts.reduce((sum, part) => {
    const [low, high] = instruments[part.instrument].range;
    return sum + part.notes.filter((note) => note.pitch < low || note.pitch > high).length;
  }, 0);
}

function soundsAt(notes: readonly Note[], tick: number): Note[] {
  return notes.filter((note) => note.tick <= tick && note.tick + note.duration > tick);
}

function coveredShare(score: Score): number {
  const lead = score.parts.find((part) => part.role === 'lead')?.notes ?? [];
  const others = score.parts
    .filter((part) => part.role !== 'lead' && part.role !== 'colour' && !isUnpitched(part))
    .flatMap((part) => part.notes);
  const covered = lead.filter((note) => {
    const middle = note.tick + Math.min(60, note.duration / 2);
    return soundsAt(others, middle).some((other) => other.pitch >= note.pitch);
  });
  return lead.length === 0 ? 0 : covered.length / lead.length;
}

function breathShare({ melody, composition }: Draft): number {
  const { form, request } = composition;
  const sung = form.phrases.filter((phrase) => phrase.roles.has('lead') && phrase.cadence !== 'final');
  const breathing = sung.filter((phrase) => {
    const end = (phrase.startBar + phrase.bars) * request.grid.bar;
    const last = melody.findLast((note) => note.tick < end);
    return last !== undefined && end - (last.tick + last.duration) >= 240;
  });
  return sung.length === 0 ? 1 : breathing.length / sung.length;
}

function lowestAt(score: Score, tick: number): Note | undefined {
  const sounding = score.parts
    .filter((part) => !isUnpitched(part))
    .flatMap((part) => soundsAt(part.notes, tick));
  return sounding.reduce<Note | undefined>(
    (low, note) => (low === undefined || note.pitch < low.pitch ? note : low),
    undefined,
  );
}

function rootShare(score: Score): number {
  const rooted = score.sections.filter(({ tick }) => {
    const chord = score.chords.findLast((change) => change.tick <= tick);
    // A little later than the border: players do not all come in at once.
    return chord !== undefined && (lowestAt(score, tick + 60)?.pitch ?? -1) % 12 === chord.root;
  });
  return rooted.length / Math.max(1, score.sections.length);
}

function closesOnTonic(score: Score, draft: Draft): boolean {
  const tonic = draft.composition.request.key.tonicClass;
  const last = score.chords.at(-1);
  const top = draft.melody.at(-1);
  const lowest = lowestAt(score, score.endTick - 60);
  return last?.root === tonic && (top?.pitch ?? tonic) % 12 === tonic && (lowest?.pitch ?? -1) % 12 === tonic;
}
