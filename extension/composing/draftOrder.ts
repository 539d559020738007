/** What a draft is to be made from, and which acts of editing ask for one. */
import type { AttributeName } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { CueEdit } from '../../bridge/protocol/panels/cueEdit.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { DawEdit } from '../cue/editCue.ts';
import type { DraftOrder } from './draftDesk.ts';
import type { TakeOrder } from './takeMaker.ts';

const audible: ReadonlySet<(CueEdit | DawEdit)['kind']> = new Set([
  'set-attribute',
  'set-attributes',
  'reset-attribute',
  'reset-all-attributes',
  'take-from-daw',
]);

/** Whether an act changes what is heard. A lock on a value that `heard` has already does not. */
export function isAudible(edit: CueEdit | DawEdit, heard: Brief | undefined): boolean {
  if (!audible.has(edit.kind)) return false;
  if (edit.kind !== 'set-attribute') return true;
  return JSON.stringify(heard?.attributes[edit.name].value) !== JSON.stringify(edit.value);
}

/** The draft of a cue that differs from a take: its seed, and the attributes in which they differ. */
export function draftOrder(
  { cue, folder, sampleRate }: TakeOrder,
  { recipe, ...rest }: Pick<DraftOrder, 'title' | 'document'> & { recipe: Recipe; seed: number },
): DraftOrder {
  const before: Partial<Record<AttributeName, unknown>> = recipe.cue.attributes;
  const now: Partial<Record<AttributeName, unknown>> = cue.attributes;
  const names = new Set([...Object.keys(before), ...Object.keys(now)] as AttributeName[]);
  const { tempo, meter } = recipe.brief.attributes;
  return {
    ...rest,
    cue,
    folder,
    sampleRate,
    attributes: [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name])),
    tempo: cue.attributes.tempo ?? tempo.value,
    meter: cue.attributes.meter ?? meter.value,
  };
}
