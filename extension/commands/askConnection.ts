/** Asks what to connect: the program, then its ports. Every choice says whether we ran it or only read its sources. */
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { runningDaws } from '../bridge/runningDaws.ts';
import { endOf, isThisMachine, portOf } from '../bridge/udpEnd.ts';
import type { DawListing } from '../../bridge/protocol/bridge.ts';
import type { OpenMidiParams } from '../../bridge/protocol/bridgeParams.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { RememberedConnection } from '../bridge/rememberedConnection.ts';

/** Our own addresses work in every build, also where no list of DAWs can be had. */
const anyOsc: DawListing = {
  id: 'osc',
  title: 'SuperCollider, Pure Data, any OSC',
  verified: 'ran-here',
  against: 'scsynth, Pure Data, oscdump and osc-js',
  ports: { hears: 57_120, answersAt: 9310, change: 'Give the port at which the other program hears' },
  setUp: ['Let the program send to and hear our addresses'],
  abilities: [],
};

/** Asks. @throws LeitmotifError `cancelled`, or why no bridge can be started */
export async function askConnection(bridge: Bridge): Promise<RememberedConnection> {
  const daw = await askProgram(bridge);
  // Clips go to an inbox then, whose line needs no port of its own.
  if (daw.id === 'midi') return { midi: await askMidi(bridge), daw: { daw: 'midi' } };
  if (daw.id === 'osc') return askOsc(daw);
  if (daw.ports === undefined) return { daw: { daw: daw.id } };
  const hears = await askPort(daw, vscode.l10n.t('UDP port at which {0} hears', daw.title), daw.ports.hears);
  const answersAt = await askPort(
    daw,
    vscode.l10n.t('UDP port at which {0} answers: the bridge opens it', daw.title),
    daw.ports.answersAt,
  );
  return { daw: { daw: daw.id, hears, answersAt } };
}

async function askProgram(bridge: Bridge): Promise<DawListing> {
  const [listings, running] = await Promise.all([listed(bridge), runningDaws()]);
  const items = listings
    .map((daw) => ({ ...programItem(daw, running.has(daw.id)), daw }))
    .sort((one, other) => Number(running.has(other.daw.id)) - Number(running.has(one.daw.id)));
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Connect DAW'),
    placeHolder: vscode.l10n.t('Which program?'),
    matchOnDetail: true,
  });
  if (chosen === undefined) throw cancelled();
  return chosen.daw;
}

async function listed(bridge: Bridge): Promise<DawListing[]> {
  try {
    return await bridge.listDaws();
  } catch (error) {
    if (error instanceof LeitmotifError && error.code === 'not-available') return [anyOsc];
    throw error;
  }
}

function programItem(daw: DawListing, isRunning: boolean): vscode.QuickPickItem {
  const verified =
    daw.verified === 'ran-here'
      ? vscode.l10n.t('run by our tests')
      : vscode.l10n.t('checked against its sources only');
  return {
    label: `$(${isRunning ? 'vm-running' : 'plug'}) ${daw.title}`,
    description: isRunning ? `${vscode.l10n.t('runs on this machine')} · ${verified}` : verified,
    detail: [...limits(daw), daw.against].join(' · '),
  };
}

function limits({ abilities }: DawListing): string[] {
  const missing = abilities.filter(({ works }) => !works).map(({ what }) => what);
  return missing.length === 0 ? [] : [vscode.l10n.t('cannot: {0}', missing.join(', '))];
}

async function askPort({ title, ports, setUp }: DawListing, prompt: string, usual: number): Promise<number> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Connect {0}', title),
    prompt: [prompt, ports?.change ?? '', ...setUp].filter((part) => part !== '').join('. '),
    value: String(usual),
    validateInput: (given) =>
      portOf(given) === undefined ? vscode.l10n.t('A port is a number from 1 to 65535') : undefined,
  });
  const port = text === undefined ? undefined : portOf(text);
  if (port === undefined) throw cancelled();
  return port;
}

async function askOsc(daw: DawListing): Promise<RememberedConnection> {
  const usual = daw.ports ?? { hears: 57_120, answersAt: 9310 };
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Connect {0}', daw.title),
    prompt: vscode.l10n.t('Where the other program hears: a UDP port, or host and port'),
    value: `127.0.0.1:${usual.hears}`,
    validateInput: (given) =>
      endOf(given) === undefined ? vscode.l10n.t('Such as 57120 or 127.0.0.1:57120') : undefined,
  });
  const peer = text === undefined ? undefined : endOf(text);
  if (peer === undefined) throw cancelled();
  // Says to the same program which clips were sent.
  const line = daw === anyOsc ? {} : { daw: { daw: 'osc' as const, hears: peer.port, answersAt: 0 } };
  const prompt = vscode.l10n.t('UDP port at which the bridge hears what the other program sends');
  const port = await askPort({ ...daw, setUp: [] }, prompt, usual.answersAt);
  if (isThisMachine(peer.host)) return { osc: { port, peers: [peer] }, ...line };
  await askForNetwork(peer.host);
  return { osc: { port, peers: [peer], address: '0.0.0.0', network: true } };
}

/** @throws LeitmotifError `cancelled` */
async function askForNetwork(host: string): Promise<void> {
  const hear = vscode.l10n.t('Hear Other Machines');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Hear OSC from other machines?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        '{0} is another machine. OSC has no password: any machine of your network that sends as {0} can then move the controls.',
        host,
      ),
    },
    hear,
  );
  if (chosen !== hear) throw cancelled();
}

async function askMidi(bridge: Bridge): Promise<OpenMidiParams> {
  const ports = (await bridge.devices()).filter(({ kind }) => kind === 'midi-output');
  const items: (vscode.QuickPickItem & { midi: OpenMidiParams })[] = [
    {
      label: `$(symbol-event) ${vscode.l10n.t('A port of our own')}`,
      detail: vscode.l10n.t(
        'Named Leitmotif; where the system has no virtual ports, over the network (RTP-MIDI)',
      ),
      midi: { to: 'auto' },
    },
    {
      label: `$(globe) ${vscode.l10n.t('RTP-MIDI')}`,
      detail: vscode.l10n.t('A network session on this machine that the DAW joins'),
      midi: { to: 'network' },
    },
    ...ports.map(({ name }) => ({
      label: `$(plug) ${name}`,
      detail: vscode.l10n.t('A port that is there'),
      midi: { to: 'port' as const, name },
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Where does MIDI go?'),
  });
  if (chosen === undefined) throw cancelled();
  return chosen.midi;
}
