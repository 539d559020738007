/** `npm test`: every check without ever changing the machine. What it lacks is skipped and named. */
import { findCodeServer } from './codeServer.mjs';
import { findPeerPython } from './peerPython.mjs';
import { findSoftwareVulkan } from './softwareVulkan.mjs';
import { runSteps } from './steps.mjs';

const python = findPeerPython();
runSteps({
  ...findSoftwareVulkan(),
  ...findCodeServer(),
  ...(python === undefined ? {} : { LEITMOTIF_PYTHON: python }),
});
