/**
 * Puts comments into an Ogg Vorbis stream whose encoder writes none (RFC 3533; *Vorbis I specification*, 5).
 *
 *   pages of the three headers ─► their packets, the second replaced ─► pages again; later pages are numbered anew
 */

/** Longest content of a page: 255 segments of 255 bytes. */
const mostSegments = 255;
const headerPackets = 3;

interface Page {
  flags: number;
  granule: Buffer;
  serial: number;
  sequence: number;
  segments: Buffer;
  body: Buffer;
}

/** Bytes in the order of the stream → bytes with comments. Feed all of it, then {@link OggCommenter.end}. */
export class OggCommenter {
  readonly #comments: Readonly<Record<string, string>>;
  #rest = Buffer.alloc(0);
  #headers: Page[] = [];
  #areHeadersDone = false;
  #sequence = 0;

  constructor(comments: Readonly<Record<string, string>>) {
    this.#comments = comments;
  }

  /** Pages that are complete now. */
  write(bytes: Uint8Array): Buffer {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const out: Buffer[] = [];
    for (let page = this.#take(); page !== undefined; page = this.#take()) {
      if (this.#areHeadersDone) out.push(this.#numbered(page));
      else {
        this.#headers.push(page);
        if (packetsOf(this.#headers).length < headerPackets) continue;
        this.#areHeadersDone = true;
        out.push(...this.#headerPages().map((one) => this.#numbered(one)));
      }
    }
    return Buffer.concat(out);
  }

  /** @throws Error where the stream was not whole pages. */
  end(): void {
    if (this.#rest.length > 0 || !this.#areHeadersDone) throw new Error('The Ogg stream is cut short');
  }

  #take(): Page | undefined {
    const at = this.#rest;
    if (at.length < 27) return undefined;
    if (at.toString('latin1', 0, 4) !== 'OggS') throw new Error('This is no Ogg page');
    const count = at[26] ?? 0;
    const segments = at.subarray(27, 27 + count);
    const size = segments.reduce((sum, length) => sum + length, 0);
    const end = 27 + count + size;
    if (at.length < end) return undefined;
    this.#rest = at.subarray(end);
    return {
      flags: at[5] ?? 0,
      granule: at.subarray(6, 14),
      serial: 1,
      sequence: 0,
      segments,
      body: at.subarray(27 + count, end),
    };
  }

  #numbered(page: Page): Buffer {
    // The encoder draws the stream's number by lot; there is one stream in a file, and the same sound gives the same bytes.
    return pageBytes({ ...page, serial: 1, sequence: this.#sequence++ });
  }

  /** The identification on a page of its own, comment and setup together on as many as they need. */
  #headerPages(): Page[] {
    const [first] = this.#headers;
    const [identification, old, setup] = packetsOf(this.#headers);
    if (first === undefined || identification === undefined || old === undefined || setup === undefined)
      throw new Error('The Ogg stream has no headers');
    const later = segmented([commentPacket(vendorOf(old), this.#comments), setup]);
    const pages: Page[] = [first];
    let at = 0;
    for (let i = 0; i < later.segments.length; i += mostSegments) {
      const segments = later.segments.subarray(i, i + mostSegments);
      const size = segments.reduce((sum, length) => sum + length, 0);
      // A page that goes on with a packet says so; the place of header pages is 0, or −1 where no packet ends.
      const isContinued = i > 0 && later.segments[i - 1] === 255;
      const endsPacket = segments.some((length) => length < 255);
      const granule = Buffer.alloc(8, endsPacket ? 0 : 0xff);
      pages.push({
        ...first,
        flags: isContinued ? 1 : 0,
        granule,
        segments,
        body: later.body.subarray(at, at + size),
      });
      at += size;
    }
    return pages;
  }
}

/** Packets that are complete. */
function packetsOf(pages: readonly Page[]): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const { segments, body } of pages) {
    let at = 0;
    for (const length of segments) {
      parts.push(body.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
  }
  return packets;
}

function segmented(packets: readonly Buffer[]): { segments: Buffer; body: Buffer } {
  const segments = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  return { segments: Buffer.from(segments), body: Buffer.concat(packets) };
}

function vendorOf(packet: Buffer): Buffer {
  const length = packet.readUInt32LE(7);
  return packet.subarray(11, 11 + length);
}

function commentPacket(vendor: Buffer, comments: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(comments).map(([name, value]) => Buffer.from(`${name}=${value}`, 'utf8'));
  const sized = (bytes: Buffer): Buffer[] => [uint32(bytes.length), bytes];
  return Buffer.concat([
    Buffer.from('\u0003vorbis', 'latin1'),
    ...sized(vendor),
    uint32(texts.length),
    ...texts.flatMap(sized),
    Buffer.from([1]),
  ]);
}

function pageBytes({ flags, granule, serial, sequence, segments, body }: Page): Buffer {
  const page = Buffer.concat([
    Buffer.from('OggS\u0000', 'latin1'),
    Buffer.from([flags]),
    granule,
    uint32(serial),
    uint32(sequence),
    uint32(0),
    Buffer.from([segments.length]),
    segments,
    body,
  ]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let i = 0; i < 8; i++) sum = sum & 0x8000_0000 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1;
  return sum >>> 0;
});

/** CRC of RFC 3533: not mirrored, from 0, unlike that of zip and PNG. */
function oggChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (table[(sum >>> 24) ^ byte] as number)) >>> 0;
  return sum;
}
