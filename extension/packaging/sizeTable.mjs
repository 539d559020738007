/** What each part of a `.vsix` weighs, unpacked and packed, and why it is there. */

const parts = [
  ['runtime/', 'Node: a desktop without Node works; Electron cannot run the ONNX runtime reliably'],
  ['dist/node_modules/onnxruntime-', 'the runtime of the models'],
  ['dist/node_modules/@huggingface', 'runs packs that a person installs (CLIP, CLAP, captioner)'],
  ['dist/node_modules/@img', 'libvips: decoding of pictures'],
  ['dist/node_modules/', 'other packages that Node loads'],
  ['dist/webview/', 'panels'],
  ['dist/', 'extension and sidecar'],
  ['media/soundfont/', 'the sounds'],
  ['media/screenshots/', 'pictures of the README, shown in the Extensions view'],
  ['models/packs/', 'weights: picture, text and music encoders'],
  ['models/', 'what the brief knows: scenes'],
  ['', 'manifest, schema, icons, walkthrough, documents, notices'],
];

/**
 * Makes the table as lines of text.
 *
 * @param entries `path`, `bytes` and `packed` (bytes) of each file
 */
export function sizeTable(entries) {
  const rows = parts.map(([prefix, reason]) => ({ prefix, reason, bytes: 0, packed: 0 }));
  for (const { path, bytes, packed } of entries) {
    const row = rows.find(({ prefix }) => path.startsWith(prefix));
    row.bytes += bytes;
    row.packed += packed;
  }
  const all = { prefix: 'all', reason: '', bytes: sum(rows, 'bytes'), packed: sum(rows, 'packed') };
  return [...rows, all].map(({ prefix, reason, bytes, packed }) =>
    [(prefix || '(rest)').padEnd(34), megabytes(bytes), megabytes(packed), ` ${reason}`].join(''),
  );
}

function sum(rows, key) {
  return rows.reduce((total, row) => total + row[key], 0);
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`.padStart(10);
}
