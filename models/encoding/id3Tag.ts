/** What an MP3 file says of itself: ID3v2.4 (id3.org, *ID3 tag version 2.4.0*: main structure, native frames), in UTF-8. */
import type { SoundTags } from './soundTags.ts';

const utf8 = Buffer.from([3]);

/** The bytes at the head of the file. */
export function id3Tag({ title, encodedBy, comment, licence }: SoundTags): Buffer {
  const frames = Buffer.concat([
    textFrame('TIT2', title),
    textFrame('TSSE', encodedBy),
    textFrame('TCOP', licence),
    // Its language, and an empty description.
    id3Frame('COMM', Buffer.concat([utf8, Buffer.from('eng\u0000'), Buffer.from(comment, 'utf8')])),
  ]);
  return Buffer.concat([Buffer.from('ID3\u0004\u0000\u0000', 'latin1'), syncSafe(frames.length), frames]);
}

function textFrame(id: string, text: string): Buffer {
  return id3Frame(id, Buffer.concat([utf8, Buffer.from(text, 'utf8')]));
}

function id3Frame(id: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), syncSafe(content.length), Buffer.alloc(2), content]);
}

/** Seven bits a byte. */
function syncSafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >>> shift) & 0x7f));
}
