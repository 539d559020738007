/** What the commands of `leitmotif bridge` do, each with a bridge of its own. */
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { BridgeProcess } from './bridgeProcess.ts';
import { connectionText, dawsText, reportText } from './bridgeText.ts';
import { clipOf, lineOf, takeFolderOf } from './bridgeOptions.ts';
import type {
  BridgeStatus,
  DawListing,
  DawStatus,
  MidiState,
  SendClipResult,
} from '../../bridge/protocol/bridge.ts';
import type { ClipOptions, Line, LineOptions } from './bridgeOptions.ts';
import type { CommandContext } from './commandLine.ts';

interface Printed {
  json?: true;
}

/** What was opened. */
interface Opened {
  daw?: DawStatus;
  midi?: MidiState;
  status: BridgeStatus;
}

/** `bridge daws` */
export function dawsCommand({ json }: Printed, context: CommandContext): Promise<number> {
  return withBridge(context, async (bridge) => {
    const daws = await bridge.ask<DawListing[]>('daw/list', undefined, context.signal);
    context.terminal.out(json === true ? lineOfJson({ daws }) : dawsText(daws));
    return exitCodes.ok;
  });
}

/** `bridge connect`. With `--test`, 69 where nothing answers. */
export function connectCommand(
  options: LineOptions & Printed & { test?: true },
  context: CommandContext,
): Promise<number> {
  const line = lineOf(options);
  return withBridge(context, async (bridge) => {
    const opened = await open(bridge, line, context.signal);
    context.terminal.out(options.json === true ? lineOfJson(opened) : openedText(opened, line));
    if (options.test !== true) return stay(bridge, context);
    const isFine = line.osc !== undefined || line.midi !== undefined || opened.daw?.report.answers === true;
    return isFine ? exitCodes.ok : exitCodes.unavailable;
  });
}

/** `bridge send` */
export function sendCommand(
  path: string,
  options: LineOptions & ClipOptions & Printed,
  context: CommandContext,
): Promise<number> {
  const { daw } = lineOf(options);
  const clip = clipOf(path, options);
  return withBridge(context, async (bridge) => {
    // Only the line that clips go by: nothing else is to sound or to be steered.
    await open(bridge, daw === undefined ? {} : { daw }, context.signal);
    const { done } = await bridge.ask<SendClipResult>('clip/send', clip, context.signal);
    context.terminal.out(options.json === true ? lineOfJson({ done }) : `${done.join('\n')}\n`);
    return exitCodes.ok;
  });
}

/** `bridge monitor` */
export function monitorCommand(
  path: string | undefined,
  { json }: Printed,
  context: CommandContext,
): Promise<number> {
  return withBridge(context, async (bridge) => {
    const url = await bridge.ask<string>('monitor/url', undefined, context.signal);
    if (path !== undefined) await bridge.ask('take/play', { folder: takeFolderOf(path) }, context.signal);
    context.terminal.out(json === true ? lineOfJson({ url }) : `${url}\n`);
    return stay(bridge, context);
  });
}

/** A bridge for one piece of work. */
export async function withBridge(
  { terminal }: CommandContext,
  work: (bridge: BridgeProcess) => Promise<number>,
): Promise<number> {
  const bridge = await BridgeProcess.start(({ code, what, subject, next }) => {
    terminal.err(`${what} (${subject}). ${next}. [${code}]\n`);
  });
  try {
    return await work(bridge);
  } finally {
    await bridge.end();
  }
}

async function open(bridge: BridgeProcess, { daw, osc, midi }: Line, signal: AbortSignal): Promise<Opened> {
  const opened: Omit<Opened, 'status'> = {};
  if (osc !== undefined) await bridge.ask('connect', osc, signal);
  if (midi !== undefined) opened.midi = await bridge.ask<MidiState>('midi/open', midi, signal);
  if (daw !== undefined) opened.daw = await bridge.ask<DawStatus>('daw/connect', daw, signal);
  return { ...opened, status: await bridge.ask<BridgeStatus>('status', undefined, signal) };
}

function openedText({ daw, midi, status }: Opened, line: Line): string {
  const isOwn = line.osc === undefined && line.midi === undefined;
  return [
    connectionText(status),
    midi === undefined ? '' : `MIDI goes to ${midi.name} (${midi.kind}). ${midi.reason}\n`,
    daw === undefined || !isOwn ? '' : reportText(daw.report),
  ].join('');
}

/** Until Ctrl-C, which is how it is meant to end, or the bridge does. */
async function stay(bridge: BridgeProcess, { signal, terminal }: CommandContext): Promise<number> {
  terminal.err('Connected; Ctrl-C ends it.\n');
  const stopped = new Promise<number>((resolve) => {
    const stop = (): void => {
      resolve(exitCodes.ok);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([stopped, bridge.ended.then(() => exitCodes.unavailable)]);
}

function lineOfJson(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
