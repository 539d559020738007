import type { TensorDescription } from '../../../bridge/protocol/packManifest.ts';
import type { InputTensor } from '../tensor.ts';

/** The length given to axes that vary: one picture or text, of a usual length. */
const usual: Readonly<Record<string, number>> = { batch: 1 };
const otherwise = 32;

/** The same input for everyone who tries a pack: smooth values, small word numbers, masks of ones. */
export function referenceFeeds(inputs: readonly TensorDescription[]): Record<string, InputTensor> {
  return Object.fromEntries(inputs.map((input) => [input.name, referenceTensor(input)]));
}

function referenceTensor({ name, type, shape }: TensorDescription): InputTensor {
  const lengths = shape.map((axis) => (typeof axis === 'number' ? axis : (usual[axis] ?? otherwise)));
  const count = lengths.reduce((product, length) => product * length, 1);
  const wave = (i: number): number => Math.sin(i * 0.37) * 0.5 + 0.5;
  const piece = (i: number): number =>
    /mask/i.test(name) ? 1 : /type/i.test(name) ? 0 : 1000 + ((i * 37) % 500);
  const fill = <T>(value: (i: number) => T): T[] => Array.from({ length: count }, (_unused, i) => value(i));
  switch (type) {
    case 'float32':
      return { type, data: Float32Array.from(fill(wave)), shape: lengths };
    case 'uint8':
      return { type, data: Uint8Array.from(fill((i) => wave(i) * 255)), shape: lengths };
    case 'int32':
      return { type, data: Int32Array.from(fill(piece)), shape: lengths };
    case 'int64':
      return { type, data: BigInt64Array.from(fill((i) => BigInt(piece(i)))), shape: lengths };
  }
}
