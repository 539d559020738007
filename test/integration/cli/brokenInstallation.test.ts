/** An installation of which something is missing or damaged: said before anything is written. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../bridge/protocol/errors.ts';
import { harbour, inTemporaryFolder, root, runLeitmotif } from './runLeitmotif.ts';
import type { ErrorCode } from '../../../bridge/protocol/errors.ts';

const parts = ['models/packs', 'models/brief/knowledge', 'media/soundfont'];

/** Copies the checkout as far as the program needs it; large files are copied too, so that they may be damaged. */
function installInto(folder: string): void {
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  for (const name of readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js'))) {
    cpSync(join(root, 'dist', name), join(folder, 'dist', name));
  }
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** Flips a byte in the middle of a file. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = bytes[middle]! ^ 0xff;
  writeFileSync(path, bytes);
}

const text = 'models/packs/all-minilm-l6-v2';
const image = 'models/packs/efficientnet-lite0';
const scenes = 'models/brief/knowledge/scenes/nature.jsonl';

const cases: [string, (path: (part: string) => string) => void, ErrorCode][] = [
  [
    'a damaged text model',
    (path) => {
      damage(path(`${text}/model.onnx`));
    },
    'pack-corrupt',
  ],
  [
    'a damaged image model',
    (path) => {
      damage(path(`${image}/model.onnx`));
    },
    'pack-corrupt',
  ],
  [
    'a shortened model',
    (path) => {
      writeFileSync(path(`${text}/model.onnx`), 'short');
    },
    'pack-corrupt',
  ],
  [
    'a manifest that is no JSON',
    (path) => {
      writeFileSync(path(`${text}/manifest.json`), '{');
    },
    'pack-manifest-invalid',
  ],
  [
    'no packs',
    (path) => {
      rmSync(path('models/packs'), { recursive: true });
    },
    'pack-missing',
  ],
  [
    'a damaged SoundFont',
    (path) => {
      damage(path('media/soundfont/leitmotif.sf3'));
    },
    'soundfont-corrupt',
  ],
  [
    'no SoundFont',
    (path) => {
      rmSync(path('media/soundfont/leitmotif.sf3'));
    },
    'soundfont-missing',
  ],
  [
    'scenes that were changed',
    (path) => {
      writeFileSync(path(scenes), '{}\n');
    },
    'knowledge-corrupt',
  ],
];

describe('an installation with', () => {
  it.each(cases)('%s', async (_name, spoil, code) => {
    await inTemporaryFolder(async (folder) => {
      installInto(folder);
      spoil((part) => join(folder, part));
      const out = join(folder, 'takes');
      const args = ['compose', harbour, '--seconds', '5', '--out', out];
      const ended = await runLeitmotif(args, {
        cwd: dirname(folder),
        program: join(folder, 'dist/leitmotif.js'),
      });
      expect(ended.stderr).toContain(`[${code}]`);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      expect(ended.code).toBe(errorCatalogue[code]);
      expect(existsSync(out)).toBe(false);
    });
  });
});
