import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackTextEncoder } from '../../../models/perception/textEncoder.ts';
import { openTextEncoder } from '../../../models/perception/textEncoder.ts';
import { readTextTokenizer } from '../../../models/perception/textTokenizer.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { cosine, packsDirectory, readTextReference } from './packReference.ts';

const store = new PackStore(packsDirectory);
let encoder: PackTextEncoder;

beforeAll(async () => {
  encoder = await openTextEncoder(await store.open('all-minilm-l6-v2'));
});
afterAll(() => encoder.close());

const wordyText = (count: number): string =>
  Array.from({ length: count }, (_, i) => `The ${i}th lantern moved slowly over the dark water.`).join(' ');

describe('the text pack', () => {
  it('gives the word pieces of the original tokenizer', async () => {
    const tokenizer = await readTextTokenizer(await store.open('all-minilm-l6-v2'));
    const { texts } = await readTextReference();
    expect(texts.map(({ text }) => tokenizer.encode(text))).toEqual(texts.map(({ ids }) => ids));
  });

  it('gives the embeddings of the original model', async () => {
    const { texts, tolerance } = await readTextReference();
    const embeddings = await encoder.encode(texts.map(({ text }) => text));
    const cosines = embeddings.map((embedding, i) => cosine(embedding, texts[i]!.embedding));
    expect(texts.length).toBeGreaterThanOrEqual(40);
    expect(Math.min(...cosines)).toBeGreaterThanOrEqual(tolerance.cosine);
  });

  it('knows which of two texts is nearer in meaning', async () => {
    const [storm, gale, cake] = await encoder.encode([
      'A ship fights the waves in a violent storm.',
      'The gale threw the vessel from crest to trough.',
      'Grandmother bakes a birthday cake.',
    ]);
    expect(cosine(storm!, gale!)).toBeGreaterThan(cosine(storm!, cake!) + 0.2);
  });

  it('gives the same bits for the same texts', async () => {
    const texts = ['rain', wordyText(60), 'slow piano in D minor'];
    expect(await encoder.encode(texts)).toEqual(await encoder.encode(texts));
  });
});

describe('PackTextEncoder', () => {
  it('reads a long text to its end, in windows that lie where they say', async () => {
    const text = wordyText(200);
    const reports: number[] = [];
    const [encoded] = await encoder.encodeWindows([text], {
      onProgress: (done, of) => reports.push(done / of),
    });
    expect(encoded!.windows.length).toBeGreaterThan(8);
    expect(encoded!.windows.at(-1)!.end).toBe(text.length);
    expect(encoded!.windows.every((window) => text.slice(window.start, window.end) === window.text)).toBe(
      true,
    );
    expect(cosine(encoded!.embedding, encoded!.embedding)).toBeCloseTo(1);
    expect(Math.hypot(...encoded!.embedding)).toBeCloseTo(1, 5);
    expect(reports.at(-1)).toBe(1);
  });

  it('says how much of a text it understands', async () => {
    const [english, russian, odd] = await encoder.encodeWindows(['A quiet sea.', 'Тихое море.', 'sea 🜁🜂🜃🜄']);
    expect(english!.understanding.understoodShare).toBe(1);
    expect(russian!.understanding.otherScriptShare).toBe(1);
    expect(odd!.understanding.unknownShare).toBeGreaterThan(0.2);
  });

  it.each(['', ' \n ', '\u00a0'])('refuses the text %j, which has no word', async (text) => {
    await expect(encoder.encode(['fine', text])).rejects.toMatchObject({
      code: 'text-empty',
      subject: 'text 2',
    });
  });

  it('refuses more than 200,000 characters', async () => {
    await expect(encoder.encode(['word '.repeat(40_001)])).rejects.toMatchObject({ code: 'text-too-long' });
  });

  it('stops between batches', async () => {
    const abort = new AbortController();
    const onProgress = (): void => {
      abort.abort();
    };
    const running = encoder.encode([wordyText(400)], {
      signal: abort.signal,
      onProgress,
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('gives a unit vector for any text that is not blank', async () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 60 });
    const anything = units.map((codes) => `x${String.fromCharCode(...codes)}`);
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const [embedding] = await encoder.encode([text]);
        expect(Math.hypot(...embedding!)).toBeCloseTo(1, 4);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a pack of another kind', async () => {
    const pack = await store.open('efficientnet-lite0');
    await expect(openTextEncoder(pack)).rejects.toMatchObject({ code: 'pack-incompatible' });
  });
});
