/** `npm run test:e2e [-- person/caption]`: the editor's tests alone, in what `npm run check` made. */
import { spawnSync } from 'node:child_process';
import { findCodeServer } from './codeServer.mjs';
import { endToEnd, root } from './steps.mjs';

const { status } = spawnSync(process.execPath, [...endToEnd, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...findCodeServer() },
});
process.exit(status ?? 1);
