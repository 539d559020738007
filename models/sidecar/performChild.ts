/**
 * The child process that composes performances. A process of its own: a take that renders for minutes must not keep the next
 * phrase waiting, and a phrase must not keep the sidecar from answering.
 *
 * Its watch comes first, so that it is known to live while the rest is loaded, however long that takes on a busy machine.
 */
import { helperPort } from './helperPort.ts';

const port = helperPort();
const { servePerformances } = await import('./performWork.ts');
servePerformances(port);
