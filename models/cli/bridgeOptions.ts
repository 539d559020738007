/** Options of `leitmotif bridge` as requests of the bridge. */
import { basename, dirname, resolve } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { dawIds } from '../../bridge/protocol/daw.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { parseNumber } from './parseNumber.ts';
import type {
  ConnectDawParams,
  ConnectParams,
  OpenMidiParams,
  SendClipParams,
} from '../../bridge/protocol/bridgeParams.ts';
import type { DawId } from '../../bridge/protocol/daw.ts';
import type { Role } from '../../bridge/protocol/roles.ts';

/** Which line. */
export interface LineOptions {
  daw: string;
  port?: string;
  answers?: string;
  peer?: string;
  midi?: string;
}

/** Which part of a take goes where. */
export interface ClipOptions {
  what: string;
  stems?: true;
  roles?: string;
  bars?: string;
  bar?: string;
  track?: string;
  matchTempo?: true;
  markers?: true;
}

/** What to connect. */
export interface Line {
  daw?: ConnectDawParams;
  osc?: ConnectParams;
  midi?: OpenMidiParams;
}

const ports = { min: 0, max: 65_535, integer: true };
const bars = { min: 1, max: 100_000, integer: true };
const usualPeer = 57_120;

/** @throws LeitmotifError `usage` */
export function lineOf(options: LineOptions): Line {
  const daw = dawIds.find((id) => id === options.daw);
  if (daw === undefined) throw usage('There is no such DAW', `--daw ${options.daw}`, dawIds.join(', '));
  const hears =
    options.port === undefined ? undefined : parseNumber('--port', options.port, { ...ports, min: 1 });
  const answersAt =
    options.answers === undefined ? undefined : parseNumber('--answers', options.answers, ports);
  if (daw === 'midi') return { daw: { daw }, midi: midiOf(options.midi ?? 'auto') };
  if (daw === 'osc') return oscOf(options.peer, hears, answersAt);
  return { daw: dawOf(daw, hears, answersAt) };
}

function dawOf(daw: DawId, hears: number | undefined, answersAt: number | undefined): ConnectDawParams {
  return {
    daw,
    ...(hears === undefined ? {} : { hears }),
    ...(answersAt === undefined ? {} : { answersAt }),
  };
}

function midiOf(text: string): OpenMidiParams {
  if (text === 'auto' || text === 'virtual' || text === 'network') return { to: text };
  return { to: 'port', name: text };
}

/** Clips are told to the same program by a line that needs no port of its own. */
function oscOf(peer: string | undefined, hears: number | undefined, answersAt: number | undefined): Line {
  const [, host = '127.0.0.1', digits] = /^(?:([\w.-]+):)?(\d+)$/.exec(peer ?? `${hears ?? usualPeer}`) ?? [];
  if (digits === undefined)
    throw usage('--peer needs host and port', `--peer ${peer ?? ''}`, '127.0.0.1:57120');
  const port = parseNumber('--peer', digits, { ...ports, min: 1 });
  return {
    osc: { ...(answersAt === undefined ? {} : { port: answersAt }), peers: [{ host, port }] },
    daw: { daw: 'osc', hears: port, answersAt: 0 },
  };
}

/** @throws LeitmotifError `usage` */
export function clipOf(path: string, options: ClipOptions): SendClipParams {
  const what = (['midi', 'audio', 'both'] as const).find((one) => one === options.what);
  if (what === undefined) throw usage('--what takes midi, audio or both', `--what ${options.what}`, 'both');
  const [from, to = from] = (options.bars ?? '').split('-');
  return {
    folder: takeFolderOf(path),
    what,
    stems: options.stems === true,
    ...(options.roles === undefined ? {} : { roles: rolesOf(options.roles) }),
    ...(from === undefined || from === '' || to === undefined
      ? {}
      : { bars: { from: parseNumber('--bars', from, bars), to: parseNumber('--bars', to, bars) } }),
    ...(options.track === undefined ? {} : { track: options.track }),
    at: options.bar === undefined ? 'playhead' : parseNumber('--bar', options.bar, bars),
    matchTempo: options.matchTempo === true,
    markers: options.markers === true,
  };
}

/** A take is named by its recipe or by its folder. */
export function takeFolderOf(path: string): string {
  const whole = resolve(path);
  return basename(whole) === 'take.json' ? dirname(whole) : whole;
}

function rolesOf(text: string): Role[] {
  return text.split(',').map((name) => {
    const role = roles.find((one) => one === name.trim());
    if (role === undefined) throw usage('There is no such role', `--roles ${name}`, roles.join(', '));
    return role;
  });
}

function usage(what: string, subject: string, allowed: string): LeitmotifError {
  return new LeitmotifError('usage', { what, subject, next: `Use ${allowed}` });
}
