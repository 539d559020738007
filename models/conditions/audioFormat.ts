/** Says which kind of recording a file is, from its first bytes. */
import { fileKind } from './fileKind.ts';

/** The kinds of recordings that are read. */
export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'ogg-flac' | 'ogg-vorbis';

/** The kinds that are read, in words. */
export const readableRecordings = 'WAV, FLAC, MP3 and Ogg Vorbis';

/** What a file turned out to be: a recording that is read, or something else in words. */
export type AudioKind = { format: AudioFormat } | { what: string };

/** Recordings that are not read, by how they begin (Latin-1). */
const others: readonly (readonly [start: string, what: string])[] = [
  ['FORM', 'an AIFF recording'],
  ['RF64', 'a WAV recording of more than 4 GB'],
  ['BW64', 'a WAV recording of more than 4 GB'],
  ['\x30\x26\xb2\x75', 'a Windows Media file'],
  ['wvpk', 'a WavPack recording'],
  ['MAC ', "a Monkey's Audio recording"],
  ['#!AMR', 'an AMR recording'],
  ['caff', 'a Core Audio file'],
  ['ADIF', 'an AAC recording'],
];

/** What the bytes are; 4096 of them are enough. */
export function audioKind(head: Uint8Array): AudioKind {
  const latin = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4096)).toString('latin1');
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WAVE') return { format: 'wav' };
  if (latin.startsWith('fLaC')) return { format: 'flac' };
  if (latin.startsWith('OggS')) return oggKind(latin);
  if (latin.startsWith('ID3')) return taggedKind(head);
  if (latin.slice(4, 8) === 'ftyp' && /^(?:M4A|M4B|mp42|isom|dash)/.test(latin.slice(8, 12))) {
    return { what: 'an MPEG-4 file' };
  }
  const other = others.find(([start]) => latin.startsWith(start));
  if (other !== undefined) return { what: other[1] };
  return isMpegFrame(head) ? { format: 'mp3' } : { what: inWords(head) };
}

/** An Ogg page says in its first packet what it carries (RFC 3533). */
function oggKind(latin: string): AudioKind {
  const packet = latin.slice(27 + latin.charCodeAt(26));
  if (packet.startsWith('\x01vorbis')) return { format: 'ogg-vorbis' };
  if (packet.startsWith('\x7fFLAC')) return { format: 'ogg-flac' };
  return { what: packet.startsWith('OpusHead') ? 'an Opus recording' : 'an Ogg file without Vorbis or FLAC' };
}

/** ID3 tags stand before MP3, and sometimes before FLAC. */
function taggedKind(head: Uint8Array): AudioKind {
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] ?? 0) & 0x7f), 0);
  const after = head.subarray(10 + size, 14 + size);
  return { format: Buffer.from(after).toString('latin1') === 'fLaC' ? 'flac' : 'mp3' };
}

/** A frame of MPEG audio, layers I to III: sync, a layer, a bit rate and a sample rate that exist (ISO 11172-3). */
function isMpegFrame(head: Uint8Array): boolean {
  const [sync = 0, version = 0, rates = 0] = head;
  return (
    sync === 0xff &&
    (version & 0xe0) === 0xe0 &&
    (version & 0x18) !== 0x08 &&
    (version & 0x06) !== 0 &&
    (rates & 0xf0) !== 0xf0 &&
    (rates & 0x0c) !== 0x0c
  );
}

function inWords(head: Uint8Array): string {
  const found = fileKind(head);
  if (found.kind === 'other') return found.what;
  if (found.kind === 'picture') return 'a picture';
  return found.kind === 'text' ? 'plain text' : 'unknown data';
}
