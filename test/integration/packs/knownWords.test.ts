import { beforeAll, describe, expect, it } from 'vitest';
import { readTextTokenizer } from '../../../models/perception/textTokenizer.ts';
import { latinWords } from '../../../models/perception/textUnderstanding.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { packsDirectory } from './packReference.ts';
import type { TextTokenizer } from '../../../models/perception/textTokenizer.ts';

let tokenizer: TextTokenizer;
beforeAll(async () => {
  tokenizer = await readTextTokenizer(await new PackStore(packsDirectory).open('all-minilm-l6-v2'));
});

function knownShare(text: string): number {
  const words = latinWords(text);
  return words.filter((word) => tokenizer.isKnownWord(word)).length / words.length;
}

describe('known words', () => {
  it.each([
    'rain',
    'boss fight',
    'moody synthwave',
    'spaghetti western',
    'cyberpunk noir',
    'tavern vibes',
    'Zelda dungeon',
    'an arpeggiated chiptune for a space race',
    'nuns quietly praying in a serene church',
    'Kvothe rode to Tarbean through the cold rain',
    'grandmother bakes cakes',
    'the Fellowship leaves Rivendell at dawn',
    'witchlike laughter',
  ])('are most of %j', (text) => {
    expect(knownShare(text)).toBeGreaterThanOrEqual(0.5);
  });

  it.each([
    'asdf qwer zxcv',
    'jpgas',
    'xkcd fhtagn blorp',
    'hfjdks hfkjds',
    'lkjasd lkj asd',
    'aaaaaaa',
    'blargh',
    'qqqq wwww',
    'sdfkjh wieur',
    'oma backt kuchen',
  ])('are hardly any of %j', (text) => {
    expect(knownShare(text)).toBeLessThan(0.34);
  });
});
