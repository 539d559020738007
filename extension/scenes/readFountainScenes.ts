/** The scenes of a Fountain screenplay (fountain.io/syntax): what stands below each scene heading. */
import { Fountain } from 'fountain-js';
import type { Token } from 'fountain-js';
import type { Scene } from './scene.ts';

/** Reads scenes. What stands before the first scene heading belongs to none. */
export function readFountainScenes(script: string): Scene[] {
  const text = script
    .replace(/\r\n?/g, '\n')
    .replace(/\/\*[\s\S]*?\*\//g, (cut) => cut.replace(/[^\n]/g, ' '));
  const lines = text.split('\n');
  const scenes: Scene[] = [];
  let speaker = '';
  let from = 0;
  for (const token of new Fountain().parse(text, true).tokens) {
    if (token.type === 'scene_heading') {
      const line = lineOf(token, lines, from);
      from = line + 1;
      const before = scenes.at(-1);
      if (before !== undefined) before.endLine = line;
      scenes.push({ title: plain(token.text ?? ''), line, endLine: lines.length, text: '', images: [] });
    } else if (token.type === 'character') speaker = plain(token.text ?? '');
    else append(scenes.at(-1), spoken(token, speaker));
  }
  return scenes;
}

/** Kinds of text that are of the story. The rest is of the page: titles, transitions, notes, page breaks. */
const told: ReadonlySet<string> = new Set(['action', 'dialogue', 'parenthetical', 'lyrics', 'synopsis']);

function spoken({ type, text = '' }: Token, speaker: string): string {
  if (!told.has(type)) return '';
  return type === 'dialogue' && speaker !== '' ? `${speaker}: ${plain(text)}` : plain(text);
}

function append(scene: Scene | undefined, text: string): void {
  if (scene === undefined || text === '') return;
  scene.text = scene.text === '' ? text : `${scene.text}\n\n${text}`;
}

/** The parser tells no lines: the next one that reads like the heading is its. */
function lineOf({ text = '' }: Token, lines: readonly string[], from: number): number {
  const heading = plain(text);
  const found = lines.findIndex(
    (line, i) => i >= from && plain(line.replace(/^\s*\./, '').replace(/#[^#]*#\s*$/, '')) === heading,
  );
  return found === -1 ? from : found;
}

/** Without marks of emphasis and notes. */
function plain(text: string): string {
  return text
    .replace(/\[\[[\s\S]*?\]\]/g, '')
    .replace(/(?<!\\)[*_]+/g, '')
    .replace(/\\([*_])/g, '$1')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
