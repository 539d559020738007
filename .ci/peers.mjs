/** `npm run test:peers`: only the tests with programs of others. What this machine lacks is skipped and named. */
import { findPeerPython } from './peerPython.mjs';
import { findSoftwareVulkan } from './softwareVulkan.mjs';
import { runPeers } from './steps.mjs';

const python = findPeerPython();
runPeers({ ...findSoftwareVulkan(), ...(python === undefined ? {} : { LEITMOTIF_PYTHON: python }) });
