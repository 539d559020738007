/**
 * Constants out of an ONNX file, by name: the runtime hands out results, never weights. Reads the few fields of the protocol
 * buffers that are needed (onnx.proto: ModelProto.graph 7, GraphProto.initializer 5, TensorProto.name 8 and raw_data 9).
 */
const fieldOf = { graph: 7, initializer: 5, name: 8, raw: 9 } as const;

/** The raw bytes of those of the named initializers that the model has. */
export function onnxInitializers(model: Uint8Array, names: readonly string[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const graph of blocks(model, fieldOf.graph)) {
    for (const tensor of blocks(graph, fieldOf.initializer)) {
      const [name] = blocks(tensor, fieldOf.name);
      const text = name === undefined ? '' : new TextDecoder().decode(name);
      const [raw] = names.includes(text) ? blocks(tensor, fieldOf.raw) : [];
      if (raw !== undefined) found.set(text, raw);
    }
  }
  return found;
}

/** The length-delimited fields of one number in a message. */
function blocks(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('the message ends within a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [field, kind] = [Math.floor(tag / 8), tag % 8];
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      if (at + length > message.length) throw new Error('a field reaches beyond its message');
      if (field === wanted) found.push(message.subarray(at, at + length));
      at += length;
    } else throw new Error(`a field of an unknown kind ${kind}`);
  }
  return found;
}
