/**
 * The session protocol of RTP-MIDI (AppleMIDI): invitation, clock synchronisation, receiver feedback, end. Big-endian; every packet begins
 * with FF FF and two letters. https://developer.apple.com/library/archive/documentation/Audio/Conceptual/MIDINetworkDriverProtocol/
 */

/** Times of the session are in units of 100 µs. */
export const sessionTicksPerSecond = 10_000;

const inviting = { invitation: 'IN', accepted: 'OK', rejected: 'NO', end: 'BY' } as const;

/** A packet of the session. */
export type SessionPacket =
  | { type: keyof typeof inviting; token: number; ssrc: number; name: string }
  | { type: 'clock'; ssrc: number; count: 0 | 1 | 2; times: readonly [number, number, number] }
  /** Everything up to `sequence` has arrived. */
  | { type: 'feedback'; ssrc: number; sequence: number };

const marker = 0xffff;
const protocolVersion = 2;
const longestName = 200;

/** The bytes of a session packet. */
export function encodeSession(packet: SessionPacket): Buffer {
  if (packet.type === 'clock') {
    const bytes = started('CK', 36);
    bytes.writeUInt32BE(packet.ssrc, 4);
    bytes.writeUInt8(packet.count, 8);
    packet.times.forEach((time, i) => bytes.writeBigUInt64BE(BigInt(Math.round(time)), 12 + 8 * i));
    return bytes;
  }
  if (packet.type === 'feedback') {
    const bytes = started('RS', 12);
    bytes.writeUInt32BE(packet.ssrc, 4);
    bytes.writeUInt16BE(packet.sequence, 8);
    return bytes;
  }
  const name = Buffer.from(`${packet.name.slice(0, longestName)}\0`);
  const bytes = started(inviting[packet.type], 16);
  bytes.writeUInt32BE(protocolVersion, 4);
  bytes.writeUInt32BE(packet.token, 8);
  bytes.writeUInt32BE(packet.ssrc, 12);
  return packet.type === 'end' ? bytes : Buffer.concat([bytes, name]);
}

/** Whether bytes belong to the session protocol, not to RTP. */
export function isSessionPacket(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes.readUInt16BE(0) === marker;
}

/** Reads a session packet; undefined for one that is malformed or of no use to us. Never throws. */
export function decodeSession(bytes: Buffer): SessionPacket | undefined {
  if (!isSessionPacket(bytes) || bytes.length < 12) return undefined;
  const letters = bytes.toString('latin1', 2, 4);
  if (letters === 'CK') return bytes.length >= 36 ? clockFrom(bytes) : undefined;
  if (letters === 'RS')
    return { type: 'feedback', ssrc: bytes.readUInt32BE(4), sequence: bytes.readUInt16BE(8) };
  const known = Object.entries(inviting).find(([, own]) => own === letters);
  if (known === undefined || bytes.length < 16 || bytes.readUInt32BE(4) !== protocolVersion) return undefined;
  const text = bytes.toString('utf8', 16, 16 + longestName);
  return {
    type: known[0] as keyof typeof inviting,
    token: bytes.readUInt32BE(8),
    ssrc: bytes.readUInt32BE(12),
    name: text.split('\0', 1)[0] ?? '',
  };
}

function started(letters: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt16BE(marker, 0);
  bytes.write(letters, 2, 'latin1');
  return bytes;
}

function clockFrom(bytes: Buffer): SessionPacket | undefined {
  const count = bytes.readUInt8(8);
  if (count !== 0 && count !== 1 && count !== 2) return undefined;
  const time = (i: number): number => Number(bytes.readBigUInt64BE(12 + 8 * i));
  return { type: 'clock', ssrc: bytes.readUInt32BE(4), count, times: [time(0), time(1), time(2)] };
}
