/** The files of a `.vsix` with their sizes, from its directory; nothing is unpacked. */
import { openPromise } from 'yauzl';

/** Lists `path` (as installed, without the archive's `extension/`), `bytes` and `packed` (bytes) of each file, and whether it may be run. */
export async function readZipSizes(archive) {
  const zip = await openPromise(archive);
  const entries = [];
  for await (const entry of zip.eachEntry()) {
    entries.push({
      path: entry.fileName.replace(/^extension\//, ''),
      bytes: entry.uncompressedSize,
      packed: entry.compressedSize,
      isExecutable: ((entry.externalFileAttributes >>> 16) & 0o111) !== 0,
    });
  }
  return entries;
}
