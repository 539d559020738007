/** `npm run docs`: writes the generated parts of `bridge/README.md`. Runs as `dist/writeDocs.js`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillDocs, frameSources } from './bridgeDocs.ts';
import type { FrameSource } from './bridgeDocs.ts';

const root = new URL('../', import.meta.url);
const page = new URL('bridge/README.md', root);
const frames = Object.fromEntries(
  Object.entries(frameSources).map(([name, path]) => [name, readFileSync(new URL(path, root), 'utf8')]),
) as Record<FrameSource, string>;
writeFileSync(page, fillDocs(readFileSync(page, 'utf8'), frames));
process.stdout.write('bridge/README.md\n');
