/** The conditions of the evaluation: ten pictures, ten stories and ten captions, drawn and written for it, and mixtures. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';

/** A cue with a name for tables. */
export interface NamedCue {
  name: string;
  kind: 'picture' | 'story' | 'caption' | 'mixture';
  cue: Cue;
}

/** What the conditions are by kind. */
interface Collections {
  pictures: string[];
  stories: string[];
  captions: string[];
}

/** Folder of the conditions within the checkout. */
export function conditionsFolder(root: string): string {
  return join(root, 'models/evaluation/conditions');
}

function collections(root: string): Collections {
  const folder = conditionsFolder(root);
  const files = (name: string): string[] =>
    readdirSync(join(folder, name))
      .filter((file) => /\.(jpg|png|webp|md|txt)$/.test(file))
      .sort()
      .map((file) => `${name}/${file}`);
  const captions = readFileSync(join(folder, 'captions.txt'), 'utf8').split('\n').filter(Boolean);
  return { pictures: files('pictures'), stories: files('stories'), captions };
}

/** Thirty single conditions, and mixtures that agree, disagree and overrule. */
export function sampleCues(root: string): NamedCue[] {
  const { pictures, stories, captions } = collections(root);
  const single = [
    ...pictures.map((path) => named('picture', title(path), [picture(path)])),
    ...stories.map((path) => named('story', title(path), [story(path)])),
    ...captions.map((text) => named('caption', text, [caption(text)])),
  ];
  const pairs = pictures.slice(0, 5).map((path, i) => {
    const other = stories.find((candidate) => title(candidate) === title(path)) ?? stories[i] ?? '';
    return named('mixture', `${title(path)}: picture and story`, [picture(path), story(other)]);
  });
  const clashes = pictures.slice(0, 3).map((path, i) => {
    const other = stories.at(-1 - i) ?? '';
    const said = captions[i] ?? '';
    const name = `picture ${title(path)}, story ${title(other)}, caption “${said.slice(0, 40)}…”`;
    return named('mixture', name, [picture(path), story(other), caption(said)]);
  });
  return [...single, ...pairs, ...clashes];
}

/** Mixed inputs drawn at random: one to three conditions of different kinds. The same seed gives the same cues. */
export function mixedCues(root: string, count: number, seed: number): NamedCue[] {
  const { pictures, stories, captions } = collections(root);
  const random = seededRandom(seed);
  const makers = [
    (): Condition => picture(random.pick(pictures)),
    (): Condition => story(random.pick(stories)),
    (): Condition => caption(random.pick(captions)),
  ];
  return Array.from({ length: count }, (_, i) => {
    const chosen = makers.filter(() => random.chance(0.5));
    const used = chosen.length > 0 ? chosen : [random.pick(makers)];
    const conditions = used.map((make) => make());
    return named('mixture', `${i}: ${conditions.map((condition) => condition.id).join(' + ')}`, conditions);
  });
}

function named(kind: NamedCue['kind'], name: string, conditions: Condition[]): NamedCue {
  return { kind, name, cue: cueSchema.parse({ leitmotif: cueVersion, title: name, conditions }) };
}

function title(path: string): string {
  return basename(path, extname(path)).replaceAll('-', ' ');
}

function picture(path: string): Condition {
  return { kind: 'image', id: path, path, weight: 1 };
}

function story(path: string): Condition {
  return { kind: 'story', id: path, path, weight: 1 };
}

function caption(text: string): Condition {
  return { kind: 'caption', id: text.slice(0, 40), text, weight: 1 };
}
