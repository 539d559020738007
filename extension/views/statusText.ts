/** What the status bar says. */
import type { Words } from '../l10n/words.ts';
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

/** Puts it in words. */
export function statusText(
  { status, wanted, engine, isTrusted, connections, performing }: StatusFacts,
  l10n: Words,
): StatusText {
  const { state, provider, detail } = status;
  const device = provider ?? l10n.t('{0} is set', wanted);
  // Without the version of its rules.
  const [engineName] = engine?.split(' ') ?? [];
  const known = [provider, engineName].filter((word) => word !== undefined);
  return {
    text: [
      [`$(${icons[state]}) Leitmotif`, ...known].join(' · '),
      ...(connections.length > 0 ? ['$(broadcast)'] : []),
      ...(performing === undefined ? [] : [performing]),
    ].join(' '),
    lines: [
      isTrusted ? stateText(state, l10n) : l10n.t('Restricted Mode: cues can be viewed and takes played'),
      ...(detail === undefined ? [] : [detail]),
      l10n.t('Device: {0}', device),
      ...(engine === undefined ? [] : [l10n.t('Engine: {0}', engine)]),
      ...connections,
    ],
    isError: state === 'failed',
  };
}

function stateText(state: SidecarStatus['state'], l10n: Words): string {
  switch (state) {
    case 'off':
      return l10n.t('Sidecar: off, starts when something is asked of it');
    case 'starting':
      return l10n.t('Sidecar: starting');
    case 'ready':
      return l10n.t('Sidecar: ready');
    case 'busy':
      return l10n.t('Sidecar: working');
    case 'failed':
      return l10n.t('Sidecar: ended by itself again and again');
  }
}
