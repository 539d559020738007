/** How the sidecar behaves, as its command line says. */
import { resolve } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** Options of the sidecar. */
export interface SidecarOptions {
  /** Helpers without a task end after so long. */
  idleAfter: Milliseconds;
  /** Helpers without a sign of life are replaced after so long. */
  hungAfter: Milliseconds;
  /** The folder of manifests of packs that can be installed; those of Leitmotif unless told. */
  manifests?: string;
}

/** What holds where nothing is said. */
export const usualOptions: SidecarOptions = { idleAfter: 5 * 60_000, hungAfter: 10_000 };

/** Options from minutes and seconds as a person writes them. @throws LeitmotifError `usage` */
export function sidecarOptions(given: {
  idleMinutes?: string;
  hungSeconds?: string;
  packManifests?: string;
}): SidecarOptions {
  return {
    idleAfter: duration(given.idleMinutes, '--idle-minutes', 60_000) ?? usualOptions.idleAfter,
    hungAfter: duration(given.hungSeconds, '--hung-seconds', 1000) ?? usualOptions.hungAfter,
    ...(given.packManifests === undefined ? {} : { manifests: resolve(given.packManifests) }),
  };
}

function duration(text: string | undefined, option: string, unit: Milliseconds): Milliseconds | undefined {
  if (text === undefined) return undefined;
  const value = Number(text) * unit;
  if (text.trim() !== '' && value >= 100 && value <= 86_400_000) return value;
  throw new LeitmotifError('usage', {
    what: 'This is no length of time that the sidecar can wait',
    subject: `${option} ${text}`,
    next: 'Give a number above 0, such as 5',
  });
}
