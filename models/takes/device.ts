/** The machine a take was made on, for its recipe. */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import type { Recipe } from '../../bridge/protocol/take.ts';

/** Describes this machine; `provider` is the execution provider that really ran the packs. */
export function describeDevice(provider: string): Recipe['device'] {
  return {
    node: process.version,
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    provider,
  };
}
