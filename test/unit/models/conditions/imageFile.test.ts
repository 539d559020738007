import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImageFile } from '../../../../models/conditions/imageFile.ts';
import { expectError, temporaryFiles } from './temporaryFiles.ts';
import { processorTime } from '../../../fixtures/processorTime.ts';
import type { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import type { DecodedImage } from '../../../../models/conditions/imageFile.ts';
import type { Sharp } from 'sharp';

const { folder, write } = temporaryFiles();

/** Left half red, right half blue, with a little noise so that files are not trivially small. */
function halves(width = 300, height = 200): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const grain = (i * 7919) % 23;
    data.set(x < width / 2 ? [200 + grain, grain, grain] : [grain, grain, 200 + grain], i * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function pixel(image: DecodedImage, x: number, y: number): number[] {
  return [...image.data.subarray(3 * (y * image.width + x), 3 * (y * image.width + x) + 3)];
}

function expectRedLeftBlueRight(image: DecodedImage): void {
  const middle = Math.floor(image.height / 2);
  const [leftRed = 0, , leftBlue = 0] = pixel(image, 20, middle);
  const [rightRed = 0, , rightBlue = 0] = pixel(image, image.width - 20, middle);
  expect(leftRed - leftBlue).toBeGreaterThan(90);
  expect(rightBlue - rightRed).toBeGreaterThan(60);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(type, 4, 'latin1');
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), body])));
  return Buffer.concat([head, body, crc]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('formats', () => {
  it.each(['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const)('reads %s by content', async (format) => {
    const bytes = await halves().toFormat(format).toBuffer();
    const image = await readImageFile(write(`named-wrongly-${format}.bin`, bytes));
    expect(image).toMatchObject({ format, width: 300, height: 200, bytes: bytes.length, notes: [] });
    expect(image.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect([image.look.width, image.look.height, image.look.data.length]).toEqual([300, 200, 180_000]);
    expect([image.crop.width, image.crop.height, image.crop.data.length]).toEqual([224, 224, 150_528]);
    expectRedLeftBlueRight(image.look);
    expectRedLeftBlueRight(image.crop);
  });

  it('says that a picture is named as another kind of picture', async () => {
    const jpeg = await halves().toFormat('jpeg').toBuffer();
    const renamed = await readImageFile(write('renamed.png', jpeg));
    expect(renamed.format).toBe('jpeg');
    expect(renamed.notes.join()).toContain('JPEG');
    const well = await readImageFile(write('well.JPG', jpeg));
    expect(well.notes).toEqual([]);
  });

  it('reads CMYK, 16 bit, grey and palette pictures as sRGB of 8 bit', async () => {
    const files = {
      'cmyk.jpg': await halves().toColourspace('cmyk').jpeg().toBuffer(),
      '16.png': await halves().toColourspace('rgb16').png().toBuffer(),
      'palette.png': await halves().png({ palette: true }).toBuffer(),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const image = await readImageFile(write(name, bytes));
      expect(image.look.data).toHaveLength(180_000);
      expectRedLeftBlueRight(image.look);
    }
    const grey = await readImageFile(write('grey.png', await halves().greyscale().png().toBuffer()));
    const [red, green, blue] = pixel(grey.look, 10, 10);
    expect([green, blue]).toEqual([red, red]);
  });

  it('takes the first frame of an animation and says so', async () => {
    const frames = Buffer.concat([Buffer.alloc(300, 250), Buffer.alloc(300, 5)]);
    const bytes = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
      .gif()
      .toBuffer();
    const image = await readImageFile(write('two.gif', bytes));
    expect(image.height).toBe(10);
    expect(pixel(image.look, 5, 5)[0]).toBeGreaterThan(200);
    expect(image.notes).toEqual(['Only the first frame or page of the picture was read.']);
  });

  it('turns a picture upright by its EXIF orientation', async () => {
    const bytes = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const image = await readImageFile(write('turned.jpg', bytes));
    expect([image.width, image.height, image.look.width, image.look.height]).toEqual([200, 300, 200, 300]);
    expect(pixel(image.look, 100, 20)[0]).toBeGreaterThan(150);
    expect(pixel(image.look, 100, 280)[2]).toBeGreaterThan(150);
  });

  it('reads transparent parts as middle grey', async () => {
    const background = { r: 255, g: 0, b: 0, alpha: 0 };
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 4, background } })
      .png()
      .toBuffer();
    const image = await readImageFile(write('clear.png', bytes));
    expect(pixel(image.look, 30, 30)).toEqual([128, 128, 128]);
    expect(image.notes).toEqual(['Transparent parts were read as middle grey.']);
  });
});

describe('sizes', () => {
  it('reads 12 megapixels quickly', async () => {
    const path = write('large.jpg', await halves(4000, 3000).jpeg().toBuffer());
    await readImageFile(path);
    const start = processorTime();
    const image = await readImageFile(path);
    // Measured 30 ms; the bound only tells a decoder that shrinks from one that does not.
    expect(processorTime() - start).toBeLessThan(6000);
    expect([image.look.width, image.look.height, image.crop.width]).toEqual([512, 384, 224]);
  });

  it('reads strips without blowing them up', async () => {
    for (const [width, height] of [
      [20_000, 8],
      [8, 9000],
    ] as const) {
      const image = await readImageFile(write('strip.png', await halves(width, height).png().toBuffer()));
      expect(Math.max(image.look.width, image.look.height)).toBe(512);
      expect(image.crop.data).toHaveLength(150_528);
    }
  });

  it('takes other sizes for other packs', async () => {
    const path = write('sizes.png', await halves().png().toBuffer());
    const image = await readImageFile(path, { sizes: { look: 100, shortSide: 96, crop: 96 } });
    expect([image.look.width, image.look.height, image.crop.width, image.crop.height]).toEqual([
      100, 67, 96, 96,
    ]);
  });

  it('refuses a header that claims too much before decoding', async () => {
    const start = processorTime();
    const before = process.memoryUsage().rss;
    const error = await expectError(
      readImageFile(write('bomb.png', pngClaiming(60_000, 60_000))),
      'image-too-large',
    );
    expect(error.what).toContain('60000 × 60000');
    expect(processorTime() - start).toBeLessThan(5000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('refuses pictures smaller than 8 × 8', async () => {
    for (const [width, height] of [
      [1, 1],
      [300, 7],
    ] as const) {
      const bytes = await halves(width, height).png().toBuffer();
      await expectError(readImageFile(write('small.png', bytes)), 'image-too-small');
    }
  });
});

describe('what is not a picture', () => {
  it.each(['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const)(
    'refuses a truncated %s',
    async (format) => {
      const bytes = await halves().toFormat(format).toBuffer();
      const path = write(`cut.${format}`, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      await expectError(readImageFile(path), 'image-undecodable');
    },
  );

  it('never crashes on damaged bytes', async () => {
    const whole = await halves(64, 64).png().toBuffer();
    for (let seed = 1; seed <= 20; seed++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 8; i++)
        bytes[8 + ((seed * 7919 + i * 104_729) % (bytes.length - 8))] = seed * 11 + i;
      const outcome = await readImageFile(write('damaged.png', bytes)).then(
        () => 'image-read',
        (error: unknown) => (error as LeitmotifError).code,
      );
      expect(outcome).toMatch(/^image-/);
    }
  });

  it.each([
    [
      'drawing.svg',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'SVG',
    ],
    ['paper.pdf', '%PDF-1.7\n', 'PDF'],
    ['notes.txt', 'Once upon a time', 'plain text'],
    ['clip.mp4', '\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'video'],
    ['phone.heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'HEIC'],
    ['song.mid', 'MThd\0\0\0\x06', 'MIDI'],
    ['page.html', '<!DOCTYPE html><p>Hello', 'web page'],
  ])('refuses %s and says what it is', async (name, content, what) => {
    const error = await expectError(
      readImageFile(write(name, Buffer.from(content, 'latin1'))),
      'image-unsupported',
    );
    expect(error.what).toContain(what);
  });

  it('says what a renamed file looks like', async () => {
    const text = await expectError(
      readImageFile(write('story.png', 'Once upon a time')),
      'image-undecodable',
    );
    expect(text.what).toContain('plain text');
    const svg = await expectError(
      readImageFile(write('svg.png', '<svg onload="x()"></svg>')),
      'image-undecodable',
    );
    expect(svg.what).toContain('SVG');
    const noise = Buffer.from([1, 2, 3, 0, 255, 254, 7, 8, 9]);
    expect((await expectError(readImageFile(write('noise.jpg', noise)), 'image-undecodable')).what).toContain(
      'unknown',
    );
  });

  it('names missing, empty and unreadable files', async () => {
    await expectError(readImageFile(`${folder}/none.png`), 'file-missing');
    await expectError(readImageFile(`${folder}/a\0b.png`), 'file-missing');
    await expectError(readImageFile(folder), 'file-is-directory');
    await expectError(readImageFile(write('empty.png', '')), 'file-empty');
    await expectError(readImageFile('/dev/null'), 'file-unreadable');
  });
});

describe('cancelling', () => {
  it('ends before reading and in the middle', async () => {
    const path = write('cancel.jpg', await halves(4000, 3000).jpeg().toBuffer());
    await expectError(readImageFile(path, { signal: AbortSignal.abort() }), 'cancelled');
    // A decode that is left running must not fail unheard, whichever await the abort meets.
    for (let delay = 0; delay < 12; delay++) {
      const stop = new AbortController();
      const work = readImageFile(path, { signal: stop.signal });
      setTimeout(() => {
        stop.abort();
      }, delay);
      await expectError(work, 'cancelled');
    }
  });
});
