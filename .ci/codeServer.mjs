/**
 * A real VS Code for test/e2e: code-server, built from npm packages in the person's cache folder, and the Node that it asks for.
 * The browser is Debian's Chromium.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Newer than these, code-server may ask for another Node; older than 4.139, it loads programs from outside npm. */
const version = '4.139.1';
const nodeVersion = '24.21.0';

/** Written last: tells a finished installation from one whose making was interrupted. */
const completionMark = 'complete';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function folderOfServer() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'leitmotif', `code-server-${version}-node-${nodeVersion}`);
}

const nodePackage = `node-linux-${process.arch}`;

function nodeHome(folder) {
  return join(folder, 'node_modules', nodePackage);
}

/** The environment that names server, its Node and browser, where all three are there. */
export function findCodeServer() {
  const folder = folderOfServer();
  const browser = browsers.find((path) => existsSync(path));
  if (browser === undefined || !existsSync(join(folder, completionMark))) return {};
  return {
    LEITMOTIF_CODE_SERVER: join(folder, 'server/node_modules/code-server/out/node/entry.js'),
    LEITMOTIF_CODE_SERVER_NODE: join(nodeHome(folder), 'bin/node'),
    LEITMOTIF_BROWSER: browser,
  };
}

/** Makes it unless it is there (about four minutes, 0.9 GB); returns its environment. */
export function makeCodeServer() {
  const folder = folderOfServer();
  if (existsSync(join(folder, completionMark))) return findCodeServer();
  if (process.platform !== 'linux') return {};
  console.log(`Building code-server ${version} for the editor tests in ${folder}; this takes some minutes.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'server'), { recursive: true });
  // A package.json in each keeps npm from looking for one further up.
  for (const place of [folder, join(folder, 'server')]) writeFileSync(join(place, 'package.json'), '{}\n');
  const isMade =
    install(folder, `${nodePackage}@${nodeVersion}`, process.env) &&
    install(join(folder, 'server'), `code-server@${version}`, {
      ...process.env,
      PATH: `${join(nodeHome(folder), 'bin')}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: nodeHome(folder),
    });
  if (isMade) writeFileSync(join(folder, completionMark), '');
  else rmSync(folder, { recursive: true, force: true });
  return findCodeServer();
}

/** code-server reads the Node that installs it from `user_agent`, which `npm run` hands down to whatever it starts. */
const saysOfTheRun = /^npm_(package|lifecycle|config_(user_agent|local_prefix|global_prefix|prefix)$)/;

function install(cwd, specifier, environment) {
  const env = Object.fromEntries(
    // What `npm run` says of the checkout's package and of its own Node is not meant for this one.
    Object.entries(environment).filter(([name]) => !saysOfTheRun.test(name)),
  );
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', ['install', ...flags, specifier], { cwd, env, stdio: 'inherit' }).status === 0;
}
