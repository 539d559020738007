/**
 * The child process that composes and renders. No native code but for the musflow engine, and a process anyway: threads that were ended leave 30 to 60 MB behind each
 * time, a process leaves nothing.
 *
 * Its watch comes first, so that it is known to live while the rest is loaded, however long that takes on a busy machine.
 */
import { helperPort } from './helperPort.ts';

const port = helperPort();
const { serveTakes } = await import('./takeWork.ts');
serveTakes(port);
