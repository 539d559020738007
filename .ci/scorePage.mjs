/**
 * `npm run score-page`: the first page of the README's take as MuseScore 3 engraves it, `media/screenshots/score-page.png`.
 * Needs the built program and Debian's musescore3.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from './steps.mjs';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-page-'));
try {
  const program = join(root, 'dist/leitmotif.js');
  const take = run(process.execPath, [program, 'sample', '--quiet', '--out', folder]).trim();
  const score = join(folder, 'score.musicxml');
  run(process.execPath, [program, 'export', take, '--to', 'musicxml', '--out', score, '--quiet']);
  const said = run('mscore3', ['-r', '200', '-o', join(folder, 'page.png'), score], {
    QT_QPA_PLATFORM: 'offscreen',
  });
  console.log(said);
  const white = await sharp(join(folder, 'page-1.png')).flatten({ background: 'white' }).png().toBuffer();
  const page = await sharp(white)
    .trim({ background: 'white', threshold: 10 })
    .resize({ width: 1200 })
    .extend({ top: 40, bottom: 40, left: 40, right: 40, background: 'white' })
    .greyscale()
    .png({ palette: true, colours: 16, compressionLevel: 9 })
    .toBuffer();
  writeFileSync(join(root, 'media/screenshots/score-page.png'), page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, args, environment = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} did not succeed: ${stderr}`);
  return stdout;
}
