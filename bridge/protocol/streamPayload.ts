/** The payloads of frames: samples, notes and JSON. */
import { noteBytes, StreamFrameError } from './streamFrame.ts';
import type { StreamNote } from './streamFrame.ts';

/** Interleaves two channels of the same length. */
export function encodeAudio(left: Float32Array, right: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(left.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < left.length; i++) {
    view.setFloat32(8 * i, left[i] as number, true);
    view.setFloat32(8 * i + 4, right[i] as number, true);
  }
  return bytes;
}

/** Takes channels apart. @throws StreamFrameError `payload` where a sample is not a number */
export function decodeAudio(payload: Uint8Array): { left: Float32Array; right: Float32Array } {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const frames = Math.floor(payload.byteLength / 8);
  const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
  for (let i = 0; i < frames; i++) {
    left[i] = finite(view.getFloat32(8 * i, true));
    right[i] = finite(view.getFloat32(8 * i + 4, true));
  }
  return { left, right };
}

/** The bytes of notes. */
export function encodeNotes(notes: readonly StreamNote[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(notes.length * noteBytes);
  const view = new DataView(bytes.buffer);
  notes.forEach(({ onset, duration, part, pitch, midiVelocity }, i) => {
    const at = i * noteBytes;
    view.setUint32(at, onset, true);
    view.setUint32(at + 4, duration, true);
    view.setUint8(at + 8, part);
    view.setUint8(at + 9, pitch);
    view.setUint8(at + 10, midiVelocity);
  });
  return bytes;
}

/** Reads notes. @throws StreamFrameError `payload` where one is out of range */
export function decodeNotes(payload: Uint8Array): StreamNote[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Array.from({ length: Math.floor(payload.byteLength / noteBytes) }, (_, i) => {
    const at = i * noteBytes;
    const note = {
      onset: view.getUint32(at, true),
      duration: view.getUint32(at + 4, true),
      part: view.getUint8(at + 8),
      pitch: view.getUint8(at + 9),
      midiVelocity: view.getUint8(at + 10),
    };
    const isVelocity = note.midiVelocity >= 1 && note.midiVelocity <= 127;
    const isNote = note.duration >= 1 && note.pitch <= 127 && isVelocity && view.getUint8(at + 11) === 0;
    if (!isNote) throw new StreamFrameError('payload');
    return note;
  });
}

/** The bytes of a value as JSON in UTF-8. */
export function encodeJson(value: object): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encodeUtf8(JSON.stringify(value)));
}

/** Reads JSON in UTF-8; its shape is the caller's to check. @throws StreamFrameError `payload` */
export function decodeJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(payload));
  } catch {
    throw new StreamFrameError('payload');
  }
}

/** UTF-8 without `TextEncoder`, which is not of the language: the contract compiles without Node or DOM types. */
function encodeUtf8(text: string): number[] {
  const escaped = encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
  const bytes: number[] = [];
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === '%') {
      bytes.push(parseInt(escaped.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(escaped.charCodeAt(i));
  }
  return bytes;
}

function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}

function finite(sample: number): number {
  if (!Number.isFinite(sample)) throw new StreamFrameError('payload');
  return sample;
}
