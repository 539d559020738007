import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageWords } from '../../../../models/conditions/imageWords.ts';

const plain = sharp({ create: { width: 32, height: 32, channels: 3, background: '#336699' } });

function xmp(body: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/">${body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

const described = xmp(
  `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Boats in a café harbour</rdf:li></rdf:Alt></dc:description>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Evening</rdf:li></rdf:Alt></dc:title>
   <dc:subject><rdf:Bag><rdf:li>pier</rdf:li><rdf:li>lake</rdf:li></rdf:Bag></dc:subject>`,
);

/** A JPEG with an IPTC block (APP13), as news agencies write it. */
function withIptc(jpeg: Buffer, records: [number, string][], utf8: boolean): Buffer {
  const record = (group: number, id: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0x1c, group, id, body.length >> 8, body.length & 255]), body]);
  const iptc = Buffer.concat([
    ...(utf8 ? [record(1, 90, Buffer.from('\x1b%G', 'latin1'))] : []),
    ...records.map(([id, text]) => record(2, id, Buffer.from(text, utf8 ? 'utf8' : 'latin1'))),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(iptc.length);
  const padding = Buffer.alloc(iptc.length % 2);
  const resource = [Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), size, iptc, padding];
  const body = Buffer.concat(resource);
  const head = Buffer.from([0xff, 0xed, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

describe('metadata', () => {
  it.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)('reads XMP in %s', async (format) => {
    const content = await plain.clone().withXmp(described).toFormat(format).toBuffer();
    const words = await imageWords({ content, path: 'IMG_0001.bin' });
    expect(words.map(({ text }) => text)).toEqual(['Boats in a café harbour', 'Evening', 'pier, lake']);
    expect(words.every(({ origin }) => origin === 'xmp')).toBe(true);
  });

  it('reads EXIF and repairs UTF-8 that was read as Latin-1', async () => {
    // libvips writes ASCII only, so the two bytes of é are put in afterwards.
    const exif = { IFD0: { ImageDescription: 'A quiet cafQQ by the sea' } };
    const content = await plain.clone().withExif(exif).jpeg().toBuffer();
    content.write('é', content.indexOf('QQ by'));
    expect(await imageWords({ content, path: 'IMG_0001.jpg' })).toEqual([
      { text: 'A quiet café by the sea', origin: 'exif', confidence: 0.8 },
    ]);
  });

  it.each([true, false])('reads IPTC captions and keywords (UTF-8: %s)', async (utf8) => {
    const jpeg = await plain.clone().jpeg().toBuffer();
    const content = withIptc(jpeg, [[120, 'Fête au château'], [25, 'fête'], [25, 'nuit']], utf8); // prettier-ignore
    const words = await imageWords({ content, path: 'DSC0001.jpg' });
    expect(words.map(({ text, origin }) => [text, origin])).toEqual([
      ['Fête au château', 'iptc'],
      ['fête, nuit', 'iptc'],
    ]);
  });

  it('leaves out what cameras write when nobody wrote anything', async () => {
    const exif = { IFD0: { ImageDescription: 'OLYMPUS DIGITAL CAMERA' } };
    const content = await plain.clone().withExif(exif).jpeg().toBuffer();
    expect(await imageWords({ content, path: 'P1010001.jpg' })).toEqual([]);
  });

  it('never throws on damaged metadata', async () => {
    const whole = await plain
      .clone()
      .withXmp(described)
      .withExif({ IFD0: { ImageDescription: 'Sea' } })
      .jpeg()
      .toBuffer();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }),
        async (edits) => {
          const content = Buffer.from(whole);
          for (const [at, value] of edits) content[at] = value;
          for (const { text } of await imageWords({ content, path: 'x.jpg' })) {
            expect(text.length).toBeLessThanOrEqual(500);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('the order and the cleaning', () => {
  it('puts alt text first and the file name last', async () => {
    const content = await plain.clone().withXmp(described).png().toBuffer();
    const words = await imageWords({ content, path: 'old-harbour.png', alt: 'Two boats at rest' });
    expect(words.map(({ origin }) => origin)).toEqual(['alt', 'xmp', 'xmp', 'xmp', 'file-name']);
    expect(words.map(({ confidence }) => confidence)).toEqual([1, 0.8, 0.8, 0.7, 0.4]);
  });

  it('says each text once', async () => {
    const words = await imageWords({ content: Buffer.from('x'), path: 'harbour.jpg', alt: 'Harbour' });
    expect(words).toEqual([{ text: 'Harbour', origin: 'alt', confidence: 1 }]);
  });

  it('removes control characters and bounds the length', async () => {
    const alt = `\x1b[31mred\x1b[0m \u202eevil\u202c ${'word '.repeat(1000)}`;
    const [word] = await imageWords({ content: Buffer.from('x'), path: 'IMG_1.jpg', alt });
    expect(word?.text.startsWith('[31mred[0m evil word')).toBe(true);
    expect(word?.text.length).toBeLessThanOrEqual(500);
    expect(word?.text.endsWith('word…')).toBe(true);
  });
});
