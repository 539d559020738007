/** Makes the cue that a command line asks for. */
import { dirname, resolve } from 'node:path';
import { attributeNames } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { referenceKind } from '../conditions/referenceKind.ts';
import { parseArc, parseHit } from '../brief/arc/parseArc.ts';
import { parseGivenAttribute } from '../brief/parseGivenAttribute.ts';
import { readCueDocument } from '../takes/cueDocument.ts';
import { readThemeBook } from '../takes/themeBook.ts';
import { readCaptionFile } from './captionFile.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { ConditionOptions } from './conditionOptions.ts';

/** A cue, and the folder that its paths are relative to. */
export interface PlacedCue {
  cue: Cue;
  folder: string;
}

/**
 * The cue of a command line: that of `--cue` if given, with everything else added to it. `hasOther` is true where something else than its
 * conditions tells what the music is to be like.
 *
 * @throws LeitmotifError `no-condition`, `attribute-invalid`, `attribute-out-of-range`, `usage`, those of a cue document.
 */
export async function cueFromOptions(
  images: readonly string[],
  options: ConditionOptions & { from?: string },
  hasOther = false,
): Promise<PlacedCue> {
  const { cue, folder } = await startingCue(options.cue);
  const added = await conditionsFromOptions(images, options, folder);
  const conditions = [...cue.conditions, ...withFreeIds(added, cue.conditions)];
  // A variation has the conditions of its take.
  const isVariation = (options.from ?? cue.musflow?.from) !== undefined;
  const timed = { ...cue, ...overTime(cue, options), themes: await themesOf(cue, options.themes) };
  const hasWords = timed.sections.some(({ words }) => words !== undefined);
  if (!isVariation && !hasOther && conditions.every((condition) => condition.weight === 0) && !hasWords)
    throw noCondition(conditions.length);
  return {
    folder,
    cue: { ...timed, conditions, attributes: { ...cue.attributes, ...givenAttributes(options) } },
  };
}

/** Those of a book, and those of the cue that the book has not. */
async function themesOf(cue: Cue, path: string | undefined): Promise<Cue['themes']> {
  if (path === undefined) return cue.themes;
  const { themes } = await readThemeBook(path);
  const known = new Set(themes.map(({ id }) => id));
  return [...themes, ...cue.themes.filter(({ id }) => !known.has(id))];
}

/** An arc takes the place of the cue's sections; hits are added to its own. */
function overTime(cue: Cue, options: ConditionOptions): Pick<Cue, 'sections' | 'hits' | 'unfold'> {
  const sections = options.arc === undefined ? cue.sections : parseArc(options.arc);
  const added = (options.hit ?? []).map((text, i) => parseHit(text, cue.hits.length + i));
  const asked = unfolded(options);
  return {
    sections,
    hits: [...cue.hits, ...added],
    ...(asked === undefined ? {} : { unfold: asked }),
  };
}

function unfolded({ scenes, slides }: ConditionOptions): Cue['unfold'] {
  if (scenes === true && slides === true) return 'both';
  if (scenes === true) return 'stories';
  return slides === true ? 'images' : undefined;
}

async function startingCue(path: string | undefined): Promise<PlacedCue> {
  if (path === undefined) return { cue: cueSchema.parse({ leitmotif: cueVersion }), folder: process.cwd() };
  return { cue: await readCueDocument(path), folder: dirname(resolve(path)) };
}

type NewCondition = Condition extends infer C ? (C extends Condition ? Omit<C, 'id'> : never) : never;

async function conditionsFromOptions(
  images: readonly string[],
  options: ConditionOptions,
  folder: string,
): Promise<NewCondition[]> {
  const { alt: alts = [], story: stories = [], caption: texts = [], reference: paths = [] } = options;
  if (alts.length > images.length) throw tooManyAlts(alts.length, images.length);
  // What was typed is relative to where it was typed, a cue's own paths to the cue.
  const placed = (path: string): string => (options.cue === undefined ? path : resolve(path));
  const captions = texts.map(async (text) => ({
    kind: 'caption' as const,
    text: text.startsWith('@') ? await readCaptionFile(resolve(folder, placed(text.slice(1)))) : text,
    weight: options.captionWeight,
  }));
  const references = paths.map(async (path) => ({
    kind: await referenceKind(resolve(folder, placed(path))),
    path: placed(path),
    weight: options.referenceWeight,
  }));
  return [
    ...images.map((path, i) => {
      const alt = alts[i];
      const named = alt === undefined ? {} : { alt };
      return { kind: 'image' as const, path: placed(path), weight: options.imageWeight, ...named };
    }),
    ...stories.map((text) => ({
      kind: 'story' as const,
      ...(text.startsWith('@') ? { path: placed(text.slice(1)) } : { text }),
      weight: options.storyWeight,
    })),
    ...(await Promise.all(captions)),
    ...(await Promise.all(references)),
  ];
}

function withFreeIds(added: readonly NewCondition[], taken: readonly Condition[]): Condition[] {
  const ids = new Set(taken.map((condition) => condition.id));
  return added.map((condition) => {
    let n = 1;
    while (ids.has(`${condition.kind}-${n}`)) n++;
    const id = `${condition.kind}-${n}`;
    ids.add(id);
    return { ...condition, id };
  });
}

function givenAttributes(options: ConditionOptions): GivenAttributes {
  const given = attributeNames.flatMap((name) => {
    const text = options[name];
    return text === undefined ? [] : [[name, parseGivenAttribute(name, text)] as const];
  });
  return Object.fromEntries(given);
}

function noCondition(count: number): LeitmotifError {
  return new LeitmotifError('no-condition', {
    what: count === 0 ? 'There is nothing to make music from' : 'Every condition has the weight 0',
    subject: 'no image, story, caption or reference',
    next: 'Attach at least one picture, --story, --caption or --reference; attributes such as --tempo are no condition by themselves',
  });
}

function tooManyAlts(alts: number, images: number): LeitmotifError {
  return new LeitmotifError('usage', {
    what: `There are ${alts} --alt for ${images} pictures`,
    subject: '--alt',
    next: 'Give at most one --alt a picture, in their order',
  });
}
