/** Compressed MusicXML, `.mxl`: a zip archive (PKWARE APPNOTE 6.3) with the score and a container that names it (MusicXML 4.0, `container.xsd`). */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../bridge/protocol/crc32.ts';

const mimeType = 'application/vnd.recordare.musicxml';
const container = `<?xml version="1.0" encoding="UTF-8"?>
<container><rootfiles><rootfile full-path="score.musicxml" media-type="application/vnd.recordare.musicxml+xml"/></rootfiles></container>
`;

/** The bytes of an archive; the same text gives the same bytes. */
export function compressedMusicXml(musicXml: string): Buffer {
  // The type comes first and is not compressed, so that it can be read at a fixed place.
  const entries = [
    zipEntry('mimetype', mimeType, 'stored'),
    zipEntry('META-INF/container.xml', container, 'deflated'),
    zipEntry('score.musicxml', musicXml, 'deflated'),
  ];
  let offset = 0;
  const directory = entries.map(({ name, fields, local }) => {
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x0201_4b50, 0);
    head.writeUInt16LE(20, 4);
    fields.copy(head, 6);
    head.writeUInt32LE(offset, 42);
    offset += local.length;
    return Buffer.concat([head, name]);
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...entries.map(({ local }) => local), ...directory, end]);
}

/** `fields` are those that local header and directory share. */
function zipEntry(
  path: string,
  text: string,
  method: 'stored' | 'deflated',
): { name: Buffer; fields: Buffer; local: Buffer } {
  const name = Buffer.from(path);
  const bytes = Buffer.from(text, 'utf8');
  const content = method === 'stored' ? bytes : deflateRawSync(bytes);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(method === 'stored' ? 0 : 8, 4);
  // 1 January 1980, the first day that a zip archive knows.
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(name.length, 22);
  const signature = Buffer.from('PK\u0003\u0004', 'latin1');
  return { name, fields, local: Buffer.concat([signature, fields, name, content]) };
}
