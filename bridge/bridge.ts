/** The program `dist/bridge.js`: `leitmotif bridge --stdio` without the command line around it. */
import { parseArgs } from 'node:util';
import { runBridge } from './host/runBridge.ts';

parseArgs({ options: { stdio: { type: 'boolean' } } });
runBridge(new URL('../package.json', import.meta.url));
