/** Random pieces and random edits of them: what `keptReport.ts` asks to be kept. */
import { attributeRanges, styles } from '../../bridge/protocol/attributes.ts';
import { composeAnyPiece } from '../engines/score/revision/piece.ts';
import { revisedBrief } from '../takes/revision/revisedBrief.ts';
import { randomBrief } from './explicitBrief.ts';
import { drawHits } from './hitsReport.ts';
import { drawThemedBrief } from './themesReport.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { SeededRandom } from '../../bridge/protocol/seededRandom.ts';
import type { Change, KeepName } from '../../bridge/protocol/revision.ts';
import type { AnyPiece, ComposedPiece } from '../engines/score/revision/piece.ts';

/** What is edited: pieces of one mood, pieces that state themes, pieces that change over time, meet hits and state a theme. */
export const subjects = ['plain', 'themes', 'arc'] as const;
export type Subject = (typeof subjects)[number];

/** Kinds of edits. */
export const editKinds = [
  'melody',
  'harmony',
  'rhythm',
  'a part',
  'two locks',
  'bars',
  'bars and a lock',
  'extend',
  'tempo',
  'dynamics',
  'key',
] as const;
export type EditKind = (typeof editKinds)[number];

/** Music that changes over time ends where its sections end, its tempi are its hits', and every section has a key. */
const notOfArcs: readonly EditKind[] = ['extend', 'tempo', 'key'];

/** The edits that a subject can have. */
export function editKindsOf(subject: Subject): readonly EditKind[] {
  return subject === 'arc' ? editKinds.filter((kind) => !notOfArcs.includes(kind)) : editKinds;
}

/** An edit, and the brief of what it shall become. */
export interface Edit {
  brief: Brief;
  change: Change;
}

/** A piece to be edited. */
export interface Edited {
  brief: Brief;
  composed: ComposedPiece<AnyPiece>;
}

/** A random piece; the same seed gives the same one. */
export function drawPiece(subject: Subject, seed: number, random: SeededRandom): Edited {
  const brief = drawBrief(subject, seed, random);
  return { brief, composed: composeAnyPiece({ brief, seed, title: 'kept' }) };
}

function drawBrief(subject: Subject, seed: number, random: SeededRandom): Brief {
  switch (subject) {
    case 'plain':
      return randomBrief({
        style: styles[seed % styles.length] ?? 'cinematic',
        seed,
        bars: 8 + random.below(33),
      });
    case 'themes':
      return drawThemedBrief(random.pick(['one theme', 'two themes']), seed).brief;
    case 'arc': {
      const { brief } = drawThemedBrief('two themes, two scenes', seed);
      return { ...brief, hits: drawHits(1 + random.below(3), brief.attributes.seconds.value, random) };
    }
  }
}

/** The edit of a kind for a piece. */
export function drawEdit(kind: EditKind, score: Score, brief: Brief, random: SeededRandom): Edit {
  const parts = score.parts.map(({ role }) => role);
  const lines: KeepName[] = ['melody', 'harmony', 'rhythm'];
  const from = 1 + random.below(score.bars);
  const bars: [number, number] = [from, Math.min(score.bars, from + random.below(8))];
  const edit = (change: Partial<Change>, longer = 0): Edit => {
    const whole: Change = { keep: [], reroll: true, attributes: {}, ...change };
    const given: GivenAttributes = whole.bars === undefined ? whole.attributes : {};
    const length = brief.attributes.bars.value + longer;
    return {
      change: whole,
      brief: revisedBrief(brief, { attributes: given, bars: length, keepsInstruments: true }),
    };
  };
  switch (kind) {
    case 'melody':
    case 'harmony':
    case 'rhythm':
      return edit({ keep: [kind] });
    case 'a part':
      return edit({ keep: [random.pick(parts)] });
    case 'two locks':
      return edit({ keep: [random.pick(lines), random.pick(parts)] });
    case 'bars':
      return edit({ bars });
    case 'bars and a lock':
      return edit({ bars, keep: [random.pick([...lines, ...parts])] });
    case 'extend': {
      const added = 1 + random.below(16);
      return edit({ extend: added }, added);
    }
    case 'tempo': {
      const { min } = attributeRanges.tempo;
      return edit({
        reroll: false,
        attributes: {
          tempo: Math.max(min, Math.round(brief.attributes.tempo.value * (0.8 + 0.5 * random.next()))),
        },
      });
    }
    case 'dynamics':
      return edit({ reroll: false, attributes: { dynamics: random.next() } });
    case 'key': {
      const [, mode] = brief.attributes.key.value.split(' ');
      return edit({
        reroll: false,
        attributes: { key: `${random.pick(['C', 'D', 'Eb', 'F#', 'A', 'B'])} ${mode ?? 'major'}` },
      });
    }
  }
}
