/**
 * The child process that decodes pictures and runs models: the only program of the sidecar's with native code. It may be killed at
 * any moment.
 *
 * Its watch comes first, so that it is known to live while the rest is loaded, however long that takes on a busy machine.
 */
import { helperPort } from './helperPort.ts';

const port = helperPort();
const { servePerception } = await import('./perceptionWork.ts');
servePerception(port);
