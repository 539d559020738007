/** The brief with its themes: with notes, and with the places where their owners are named. A cue without themes has the brief that it always had. */
import { arcScenes } from '../brief/arc/arcScenes.ts';
import { appearancesOf } from '../brief/appearances.ts';
import { roomForThemes } from '../engines/score/themes/planThemes.ts';
import type { ScenesRequest } from '../brief/arc/arcScenes.ts';
import type { SceneWords } from '../brief/appearances.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Cue, Theme } from '../../bridge/protocol/cue.ts';
import type { ReadCondition } from './readConditions.ts';

/** More notes than these are no theme that anybody keeps in mind; what fits is stated. */
const manyNotes = 32;

/** Adds them. `themes` have notes. */
export function withAppearances(
  brief: Brief,
  themes: readonly Theme[],
  conditions: readonly ReadCondition[],
  request: Omit<ScenesRequest, 'seconds'> & { cue: Cue },
): Brief {
  if (themes.length === 0) return brief;
  const seconds = brief.attributes.seconds.value;
  const appearances = appearancesOf(
    themes,
    scenesOf({ ...request, seconds }),
    wordsOf(conditions, request.cue),
  );
  const named = themes.filter(({ id }) => appearances.some(({ theme }) => theme === id));
  const long = named.flatMap(({ name, motif }) =>
    motif !== undefined && motif.length > manyNotes
      ? [`The theme "${name}" has ${motif.length} notes: as many of its first ones sound as a phrase holds`]
      : [],
  );
  const mute =
    named.length > 0 && !roomForThemes(brief)
      ? ['Themes are named, but there is no lead, counter-line or figure that could play them']
      : [];
  return {
    ...brief,
    themes: [...themes],
    notes: [...new Set([...brief.notes, ...long, ...mute])],
    ...(appearances.length === 0 ? {} : { appearances }),
  };
}

/** The scenes that the brief has sections for. */
function scenesOf(request: ScenesRequest): SceneWords[] {
  const { sections } = request.cue;
  if (sections.length > 0)
    return sections.map(({ id, label, words = '' }) => ({
      section: id,
      label: `section "${label}"`,
      words: `${label}\n${words}`,
    }));
  return arcScenes(request).map(({ id, label, reason, readings }) => ({
    section: id,
    label: reason,
    words: [label, ...readings.map((reading) => wordsRead(request.cue, reading))].join('\n'),
  }));
}

/** What a story's scene tells; of a picture its own words. */
function wordsRead(cue: Pick<Cue, 'conditions'>, reading: ScenesRequest['readings'][number]): string {
  const condition = cue.conditions.find(({ id }) => id === reading.condition);
  if (condition?.kind === 'image') return condition.alt ?? '';
  return 'text' in reading && typeof reading.text === 'string' ? reading.text : '';
}

/** The words that the whole piece is made from. */
function wordsOf(conditions: readonly ReadCondition[], cue: Cue): string[] {
  const texts = conditions
    .filter(({ condition }) => condition.weight > 0)
    .flatMap((read) => {
      if ('content' in read) return [read.content.text];
      return read.condition.kind === 'image' ? [read.condition.alt ?? ''] : [];
    });
  return [...texts, cue.description ?? ''];
}
