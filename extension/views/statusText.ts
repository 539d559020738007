/** What the status bar says. */
import type { SidecarStatus } from '../sidecar/sidecar.ts';

/** All that the status bar shows. */
export interface StatusFacts {
  readonly status: SidecarStatus;
  /** What models are to run on, as the settings say. */
  readonly wanted: string;
  /** Engine of the newest take of the active cue. */
  readonly engine: string | undefined;
  /** False in Restricted Mode. */
  readonly isTrusted: boolean;
  /** What is connected and performed, a line each. */
  readonly connections: readonly string[];
  /** What sounds and what is queued, while something is performed. */
  readonly performing?: string | undefined;
}

/** A text with one icon, and the lines of the tooltip. */
export interface StatusText {
  readonly text: string;
  readonly lines: readonly string[];
  readonly isError: boolean;
}

const icons: Record<SidecarStatus['state'], string> = {
  off: 'music',
  starting: 'loading~spin',
  ready: 'music',
  busy: 'loading~spin',
  failed: 'error',
};

const states: Record<SidecarStatus['state'], string> = {
  off: 'Sidecar: off, starts when something is asked of it',
  starting: 'Sidecar: starting',
  ready: 'Sidecar: ready',
  busy: 'Sidecar: working',
  failed: 'Sidecar: ended by itself again and again',
};

/** Puts it in words. */
export function statusText({
  status,
  wanted,
  engine,
  isTrusted,
  connections,
  performing,
}: StatusFacts): StatusText {
  const { state, provider, detail } = status;
  const device = provider === undefined ? `${wanted} is set` : provider;
  return {
    text: [
      `$(${icons[state]}) Leitmotif`,
      ...(connections.length > 0 ? ['$(broadcast)'] : []),
      ...(performing === undefined ? [] : [performing]),
    ].join(' '),
    lines: [
      isTrusted ? states[state] : 'Restricted Mode: cues can be viewed and takes played',
      ...(detail === undefined ? [] : [detail]),
      `Device: ${device}`,
      ...(engine === undefined ? [] : [`Engine: ${engine}`]),
      ...connections,
    ],
    isError: state === 'failed',
  };
}
