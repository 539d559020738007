/**
 * A network namespace with only loopback, for programs of others: several of them open their ports on every interface. Where the
 * machine forbids namespaces, as many containers do, the same runs without one and says so.
 */
import { spawnSync } from 'node:child_process';

/** Brings loopback up, then becomes the program. */
const script = 'ip link set lo up && exec "$@"';
const inside = ['sh', '-c', script, 'sh'];
/** Root needs no namespace of users, in which programs may not raise their priority. */
const wrappers = [
  ['--net', ...inside],
  ['--net', '--map-root-user', ...inside],
];

/**
 * What a command is wrapped in, and what tells tests that it is. `LEITMOTIF_NETWORK=any` asks for no namespace.
 *
 * @returns {{ wrap: (program: string, args: string[]) => [string, string[]], environment: Record<string, string>, said: string }}
 */
export function loopbackOnly() {
  const found = findWrapper();
  if (typeof found === 'string') {
    return {
      wrap: (program, args) => [program, args],
      environment: {},
      said: `Programs of others run with this machine's network: ${found}.`,
    };
  }
  return {
    wrap: (program, args) => ['unshare', [...found, program, ...args]],
    environment: { LEITMOTIF_NETWORK: 'loopback' },
    said: 'Programs of others run in a network namespace with only loopback.',
  };
}

/** Arguments of unshare that work here, or why none do. Tried, not guessed: kernels, containers and security modules all have a say. */
function findWrapper() {
  if (process.env.LEITMOTIF_NETWORK === 'any') return 'LEITMOTIF_NETWORK=any asked for it';
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  let reason = '';
  for (const wrapper of wrappers) {
    const trial = spawnSync('unshare', [...wrapper, 'true'], { encoding: 'utf8', timeout: 10_000 });
    if (trial.error !== undefined)
      return `unshare cannot be started (${trial.error.code ?? trial.error.message})`;
    if (trial.status === 0) return wrapper;
    reason = trial.stderr.trim().split('\n')[0] || `unshare ended with ${trial.status ?? trial.signal}`;
  }
  return reason;
}
