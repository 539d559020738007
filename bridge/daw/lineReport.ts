/** Testing a line: what works, what does not and why, capability by capability. */
import type { DawState, LineCheck, LineFinding, LineReport } from '../protocol/daw.ts';
import type { DawCapabilities, DawDialect, Route } from './dawDialect.ts';

/** What was found out about a line before it is put into words. */
export interface LineFindings {
  dialect: DawDialect;
  /** The DAW said something. */
  answers: boolean;
  /** Our script in the DAW told its state a moment ago. */
  scriptRuns: boolean;
  /** Ardour's WebSocket answers. */
  webSocketAnswers: boolean;
  /** A session file was given and read. */
  hasSession: boolean;
  state: DawState;
  /** Why the line could not be opened, where it could not. */
  failure?: { what: string; next: string };
}

/** What each capability is called. */
export const capabilityNames: Readonly<Record<keyof DawCapabilities, string>> = {
  transport: 'play and stop',
  tempo: 'tempo',
  meter: 'time signature',
  position: 'play position',
  markers: 'markers',
  loop: 'loop range',
  midiClip: 'clips as MIDI',
  audioClip: 'clips as sound',
  atBar: 'clips at a bar',
  oneUndo: 'one step of undo a clip',
};

/** Whether the DAW told a thing; undefined for what is not told but done. */
const told: Partial<Record<keyof DawCapabilities, (state: DawState) => boolean>> = {
  transport: ({ isRolling }) => isRolling !== undefined,
  tempo: ({ tempo }) => tempo !== undefined,
  meter: ({ meter }) => meter !== undefined,
  position: ({ position }) => position !== undefined,
  loop: ({ loop }) => loop?.start.quarters !== undefined || loop?.start.seconds !== undefined,
};

/** The report of a line. */
export function lineReport(findings: LineFindings): LineReport {
  const { dialect, answers } = findings;
  const { id, title, verified } = dialect;
  return {
    daw: id,
    title,
    verified,
    answers,
    checks: [answerCheck(findings), ...capabilityChecks(findings)],
  };
}

function answerCheck({ dialect, answers, failure }: LineFindings): LineCheck {
  const { ports, setUp, id } = dialect;
  const what = 'the line';
  if (failure !== undefined) return { what, works: 'no', why: `${failure.what}.`, next: failure.next };
  if (ports === undefined) return { what, works: 'untold', why: 'This program has no OSC.' };
  const where = `port ${ports.hears}, answers at ${ports.answersAt}`;
  if (answers) return { what, works: 'yes', why: `${dialect.title} answers (${where}).` };
  if (id === 'osc')
    return { what, works: 'untold', why: `Nothing was heard yet (${where}).`, next: setUp[0] ?? '' };
  return { what, works: 'no', why: `Nothing answers (${where}).`, next: [...setUp, ports.change].join('. ') };
}

function capabilityChecks(findings: LineFindings): LineCheck[] {
  const keys = Object.keys(capabilityNames) as (keyof DawCapabilities)[];
  return keys.map((key) => {
    const route = findings.dialect.capabilities[key];
    if ('cannot' in route) return { what: capabilityNames[key], works: 'no', why: `${route.cannot}.` };
    const works = finding(route, findings, told[key]?.(findings.state));
    const why = `${sentences[route.by][works]}${route.limits === undefined ? '' : ` (${route.limits})`}.`;
    const next = works === 'yes' ? undefined : nextStep(route.by);
    return { what: capabilityNames[key], works, why, ...(next === undefined ? {} : { next }) };
  });
}

/** By what a thing works and within which limits, or why it cannot, before anything was tried. */
export function routeSentence(route: Route): string {
  if ('cannot' in route) return `${route.cannot}.`;
  const by: Readonly<Record<By, string>> = {
    osc: 'By OSC',
    websocket: 'By WebSocket',
    script: 'By our script in the DAW',
    file: 'From the session file',
    inbox: 'By the inbox folder',
  };
  return `${by[route.by]}${route.limits === undefined ? '' : ` (${route.limits})`}.`;
}

type By = Extract<Route, { by: string }>['by'];

function finding({ by }: Extract<Route, { by: string }>, found: LineFindings, isTold?: boolean): LineFinding {
  switch (by) {
    case 'inbox':
      return 'yes';
    case 'script':
      // Ardour's script runs when it is called, and shows by its receipt alone that it is there.
      if (found.scriptRuns) return 'yes';
      return found.dialect.id === 'ardour' && (found.answers || found.hasSession) ? 'untold' : 'no';
    case 'websocket':
      return found.webSocketAnswers ? 'yes' : 'no';
    case 'file':
      return found.hasSession ? 'yes' : 'no';
    case 'osc':
      if (!found.answers) return found.dialect.id === 'osc' ? 'untold' : 'no';
      return isTold === false ? 'untold' : 'yes';
  }
}

const sentences: Readonly<Record<By, Readonly<Record<LineFinding, string>>>> = {
  osc: {
    yes: 'By OSC',
    no: 'By OSC, which is not answered',
    untold: 'By OSC; nothing was told of it yet',
  },
  websocket: { yes: 'By WebSocket', no: 'By WebSocket, which does not answer', untold: 'By WebSocket' },
  script: {
    yes: 'By our script, which runs',
    no: 'By our script, which does not run',
    untold: 'By our script, which shows itself with the first clip',
  },
  file: {
    yes: 'From the session file',
    no: 'From the session file, which was not named',
    untold: 'From a file',
  },
  inbox: { yes: 'By the inbox folder', no: 'By the inbox folder', untold: 'By the inbox folder' },
};

function nextStep(by: By): string | undefined {
  switch (by) {
    case 'script':
      return 'Install our script for this DAW and start it';
    case 'file':
      return 'Name the file of the session';
    case 'websocket':
      return 'Switch on the WebSocket server in the DAW';
    default:
      return undefined;
  }
}
