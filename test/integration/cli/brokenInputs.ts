/** Files that are not what they should be, written when a test needs them. */
import { crc32, deflateSync } from 'node:zlib';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Writes every broken file into a folder; returns nothing, the names are the tests'. */
export async function writeBrokenInputs(folder: string): Promise<void> {
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#486' } });
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256));
  const jpeg = await picture.clone().jpeg().toBuffer();
  const png = await picture.clone().png().toBuffer();
  const files: Record<string, string | Buffer> = {
    'empty.png': '',
    'truncated.jpg': jpeg.subarray(0, jpeg.length / 2),
    'truncated.png': png.subarray(0, png.length / 2),
    'damaged.png': Buffer.concat([png.subarray(0, 200), noise, png.subarray(200)]),
    'renamed.png': 'Dear diary, today I became a picture.',
    'noise.jpg': noise,
    'pixel.png': await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
    'bomb.png': blackPng(30_000, 30_000),
    'script.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'script.png':
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'noise.txt': noise,
    'picture.txt': png,
    'empty.txt': '',
    'blank.txt': ' \n\t \n',
    'long.txt': 'The sea was calm. '.repeat(12_000),
    'broken.leitmotif': '{"leitmotif": 1,',
    'wrong.leitmotif': '{"leitmotif": 1, "attributes": {"tempo": 1e9}}',
    'newer.leitmotif': '{"leitmotif": 99}',
    'video.leitmotif':
      '{"leitmotif": 1, "conditions": [{"kind": "video", "id": "reel", "path": "reel.mp4"}]}',
    'broken.json': 'not json',
    'other.json': '{"name": "something else"}',
    'newer.json': '{"leitmotifTake": 99}',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'folder.png'));
}

/** A PNG of one bit a pixel and no content: a few hundred kilobytes that would become gigabytes. */
function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
