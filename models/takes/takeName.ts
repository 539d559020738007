/** Names take folders: readable, the same on every file system, without dots, separators or reserved names. */
import { parse } from 'node:path';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';

const longest = 40;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** The title of a cue: its own, else after its first picture or story file, else the first words it was given. */
export function cueTitle(cue: Cue): string {
  if (cue.title !== undefined && cue.title.trim() !== '') return cue.title.trim();
  const titles = cue.conditions.map(conditionTitle).filter((title) => title !== '');
  return titles[0] ?? 'Untitled';
}

/** The name of a take's folder: `harbour-7`. */
export function takeName(title: string, seed: number): string {
  return `${slug(title)}-${seed}`;
}

function conditionTitle(condition: Condition): string {
  if ('path' in condition && condition.path !== undefined) return parse(condition.path).name;
  const text = 'text' in condition ? (condition.text ?? '') : '';
  const words = text.trim().split(/\s+/).slice(0, 6).join(' ');
  return Array.from(words).slice(0, longest).join('');
}

function slug(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const short = Array.from(plain)
    .slice(0, longest)
    .join('')
    .replace(/^-+|-+$/g, '')
    .normalize('NFC');
  return short === '' || reserved.test(short) ? 'cue' : short;
}
