/** The program `dist/sidecar.js`: `leitmotif sidecar --stdio` without the command line around it. */
import { parseArgs } from 'node:util';
import { runSidecar } from './runSidecar.ts';
import { sidecarOptions } from './sidecarOptions.ts';

const { values } = parseArgs({
  options: {
    stdio: { type: 'boolean' },
    'idle-minutes': { type: 'string' },
    'hung-seconds': { type: 'string' },
    'pack-manifests': { type: 'string' },
  },
});
const { 'idle-minutes': idleMinutes, 'hung-seconds': hungSeconds, 'pack-manifests': packManifests } = values;
await runSidecar(
  sidecarOptions({
    ...(idleMinutes === undefined ? {} : { idleMinutes }),
    ...(hungSeconds === undefined ? {} : { hungSeconds }),
    ...(packManifests === undefined ? {} : { packManifests }),
  }),
);
