/**
 * Loaded into a sidecar ahead of its program: says at the end how much processor time the longest turn of its loop took, after the
 * first message was answered, and how many processes it started in one turn at most. Processor time, for a busy machine delays
 * whoever it likes.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
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
  let [starts, mostStarts] = [0, 0];
  const { spawn } = childProcess;
  childProcess.spawn = (...args) => {
    mostStarts = Math.max(mostStarts, ++starts);
    return spawn(...args);
  };
  syncBuiltinESMExports();
  // The immediates of a turn are done together, and this one among them first.
  const newTurn = () => {
    starts = 0;
    setImmediate(newTurn).unref();
  };
  newTurn();
  setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    if (hasAnswered) longest = Math.max(longest, (user + system) / 1000);
  }, 1).unref();
  process.on('exit', () =>
    process._rawDebug(`longest turn: ${Math.round(longest)} ms, ${mostStarts} starts`),
  );
}
