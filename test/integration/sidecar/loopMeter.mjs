/**
 * Loaded into a sidecar ahead of its program: says at the end how much processor time the longest turn of its loop took, after the
 * first message was answered. Processor time, for a busy machine delays whoever it likes.
 */
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.argv[1]?.endsWith('sidecar.js')) {
  let longest = 0;
  let hasAnswered = false;
  let last = process.cpuUsage();
  const write = process.stdout.write;
  process.stdout.write = function (...args) {
    setImmediate(() => (hasAnswered = true));
    return write.apply(this, args);
  };
  setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    if (hasAnswered) longest = Math.max(longest, (user + system) / 1000);
  }, 1).unref();
  process.on('exit', () => process._rawDebug(`longest turn: ${Math.round(longest)} ms`));
}
