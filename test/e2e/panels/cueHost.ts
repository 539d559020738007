/**
 * A host for the cue panel, inside the page: keeps what the panel said, answers its questions for peaks and notes, and says what a
 * test wants said.
 *
 * {@link installCueHost} is sent to the page as text: it may use nothing from outside itself.
 */
import type { CuePanelMemory, FromCuePanel, ToCuePanel } from '../../../bridge/protocol/panels/cuePanel.ts';
import type { ScoreView } from '../../../bridge/protocol/panels/takeView.ts';

/** What the host in the page has. */
export interface CueHost {
  said: FromCuePanel[];
  memory: CuePanelMemory | undefined;
  /** Answer to every question for notes. */
  score: ScoreView | null;
  /** Whether questions for peaks are answered with a sound or with nothing. */
  hasPeaks: boolean;
  errors: string[];
  say(message: ToCuePanel): void;
}

declare global {
  interface Window {
    cueHost: CueHost;
  }
}

/** Runs in the page, before its scripts. */
export function installCueHost(): void {
  const kept = sessionStorage.getItem('memory');
  const host: CueHost = {
    said: [],
    memory: kept === null ? undefined : (JSON.parse(kept) as CuePanelMemory),
    score: null,
    hasPeaks: true,
    errors: [],
    say: (message) => {
      window.dispatchEvent(new MessageEvent('message', { data: message }));
    },
  };
  window.cueHost = host;
  const peaksOf = (columns: number) => {
    const values = new Float32Array(2 * columns);
    for (let i = 0; i < columns; i++) {
      const place = i / columns;
      const swell = 0.25 + 0.6 * Math.sin(Math.PI * place) * (0.6 + 0.4 * Math.sin(place * 61));
      const rough = 0.75 + 0.25 * Math.sin(i * 12.9898) * Math.sin(i * 78.233);
      values[2 * i] = -swell * rough;
      values[2 * i + 1] = swell * rough * 0.95;
    }
    return { seconds: host.score?.seconds ?? 30, columns, values: values.buffer };
  };
  const hear = (message: FromCuePanel) => {
    host.said.push(structuredClone(message));
    if (message.type === 'ask-peaks')
      setTimeout(() => {
        host.say({ type: 'peaks', ask: message.ask, peaks: host.hasPeaks ? peaksOf(message.columns) : null });
      }, 1);
    if (message.type === 'ask-score')
      setTimeout(() => {
        host.say({ type: 'score', ask: message.ask, score: host.score });
      }, 1);
  };
  const remember = (memory: CuePanelMemory) => {
    host.memory = memory;
    sessionStorage.setItem('memory', JSON.stringify(memory));
    return memory;
  };
  Object.assign(window, {
    acquireVsCodeApi: () => ({ postMessage: hear, getState: () => host.memory, setState: remember }),
  });
  window.addEventListener('error', ({ message }) => host.errors.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => host.errors.push(String(reason)));
  document.addEventListener(
    'securitypolicyviolation',
    ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      host.errors.push(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`),
  );
}
