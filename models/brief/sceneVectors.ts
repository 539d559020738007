/**
 * The file `scenes.vectors.bin`: what a machine needs of the scenes, computed once from their words.
 *
 *   "LMSV" · version · count · width (uint32 each, little-endian) · SHA-256 of the scene files · SHA-256 of the encoder
 *   · count scales (float32) · count × width (int8) · origin, centre, weights of the feeling map (float32)
 *
 * The vector of a scene is the weighted sum of the embeddings of its situation, its plain words and its music, so that
 * one dot product with a sentence gives the weighted mean of the three likenesses. int8 with a scale a row errs by less than 0.003 in likeness.
 */
import { feelingNames } from './feeling.ts';
import { trainFeelingMap } from './feelingMap.ts';
import type { Feeling } from './feeling.ts';
import type { FeelingMap } from './feelingMap.ts';

/** The decoded file. */
export interface SceneVectors {
  count: number;
  width: number;
  /** SHA-256 in hexadecimal of the scene files that it was made from. */
  scenesHash: string;
  /** SHA-256 in hexadecimal of the model that encoded them. */
  encoderHash: string;
  /** Row-major, `count` × `width`. */
  vectors: Float32Array;
  feelingMap: FeelingMap;
}

/** What the vectors are made from: the three embeddings of each scene, of unit length, and its feeling. */
export interface EncodedScene {
  situation: Float32Array;
  /** Of its words, joined by commas. */
  words: Float32Array;
  music: Float32Array;
  feeling: Feeling;
}

/** How the three count; they add up to 1. README.md has the measures. */
const shares = { situation: 0.25, words: 0.5, music: 0.25 };

/** "LMSV". */
const magic = [0x4c, 0x4d, 0x53, 0x56];
const version = 1;
const headBytes = 4 + 3 * 4 + 2 * 32;

/** Makes the vectors of encoded scenes and learns the feeling map from them. */
export function makeSceneVectors(
  scenes: readonly EncodedScene[],
  hashes: { scenesHash: string; encoderHash: string },
): SceneVectors {
  const width = scenes[0]?.situation.length ?? 0;
  const vectors = new Float32Array(scenes.length * width);
  scenes.forEach(({ situation, words, music }, row) => {
    for (let j = 0; j < width; j++) {
      vectors[row * width + j] =
        shares.situation * (situation[j] ?? 0) +
        shares.words * (words[j] ?? 0) +
        shares.music * (music[j] ?? 0);
    }
  });
  const examples = scenes.flatMap(({ situation, words, music, feeling }) =>
    [situation, words, music].map((embedding) => ({ embedding, feeling })),
  );
  return { ...hashes, count: scenes.length, width, vectors, feelingMap: trainFeelingMap(examples) };
}

/** The bytes of the file. */
export function encodeSceneVectors(vectors: SceneVectors): Uint8Array {
  const { count, width, feelingMap } = vectors;
  const bytes = new Uint8Array(fileBytes(count, width));
  const view = new DataView(bytes.buffer);
  bytes.set(magic, 0);
  [version, count, width].forEach((value, i) => {
    view.setUint32(4 + 4 * i, value, true);
  });
  bytes.set(bytesOfHex(vectors.scenesHash), 16);
  bytes.set(bytesOfHex(vectors.encoderHash), 48);
  for (let row = 0; row < count; row++) {
    const values = vectors.vectors.subarray(row * width, (row + 1) * width);
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9) / 127;
    view.setFloat32(headBytes + 4 * row, scale, true);
    values.forEach((value, j) => {
      view.setInt8(headBytes + 4 * count + row * width + j, Math.round(value / scale));
    });
  }
  const { origin, centre, weights } = feelingMap;
  let at = headBytes + 4 * count + count * width;
  for (const value of [...origin, ...feelingNames.map((name) => centre[name]), ...weights]) {
    view.setFloat32(at, value, true);
    at += 4;
  }
  return bytes;
}

/** Reads the file. Undefined where the bytes are no such file, or one of another version or length. */
export function decodeSceneVectors(bytes: Uint8Array): SceneVectors | undefined {
  if (bytes.length < headBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [found, count, width] = [4, 8, 12].map((at) => view.getUint32(at, true)) as [number, number, number];
  const isOurs = magic.every((byte, i) => bytes[i] === byte);
  if (!isOurs || found !== version || bytes.length !== fileBytes(count, width)) return undefined;
  const vectors = new Float32Array(count * width);
  const body = headBytes + 4 * count;
  for (let i = 0; i < count * width; i++) {
    const scale = view.getFloat32(headBytes + 4 * Math.floor(i / width), true);
    vectors[i] = view.getInt8(body + i) * scale;
  }
  const floatsAt = (start: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => view.getFloat32(start + 4 * i, true));
  const mapAt = body + count * width;
  const centreAt = mapAt + 4 * width;
  const centre = floatsAt(centreAt, feelingNames.length);
  const feelingMap: FeelingMap = {
    width,
    origin: floatsAt(mapAt, width),
    centre: Object.fromEntries(feelingNames.map((name, i) => [name, centre[i] ?? 0])) as Record<
      keyof Feeling,
      number
    >,
    weights: floatsAt(centreAt + 4 * feelingNames.length, width * feelingNames.length),
  };
  const scenesHash = hexOfBytes(bytes.subarray(16, 48));
  return { count, width, scenesHash, encoderHash: hexOfBytes(bytes.subarray(48, 80)), vectors, feelingMap };
}

function fileBytes(count: number, width: number): number {
  const floats = width + feelingNames.length + feelingNames.length * width;
  return headBytes + 4 * count + count * width + 4 * floats;
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
