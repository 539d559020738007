/** Tensors as they go into and come out of a session: row-major data and the length of each axis. */

/** A tensor that a model is fed with. The product of `shape` is the length of `data`. */
export type InputTensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly shape: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly shape: readonly number[] }
  | { readonly type: 'int32'; readonly data: Int32Array; readonly shape: readonly number[] }
  | { readonly type: 'uint8'; readonly data: Uint8Array; readonly shape: readonly number[] };

/** A tensor that a model gave: fp32, as all outputs of packs are. */
export interface OutputTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
