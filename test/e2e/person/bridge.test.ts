/** A DAW beside the editor, as a person meets it: connected, sent to, performed for, steered; heard by a real UDP socket. */
import { createSocket } from 'node:dgram';
import { readdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { decodeOsc, encodeOsc } from '../../../bridge/osc/oscCodec.ts';
import { describeInEditor } from '../editor/describeInEditor.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { readCueFile } from './cueFile.ts';
import { cuePanel, takeLimit, untilTakes } from './cuePanelOf.ts';
import type { Socket } from 'node:dgram';
import type { OscMessage } from '../../../bridge/osc/oscPacket.ts';

const quick = { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.reduceMotion': 'on' };
const chase = {
  leitmotif: 1,
  title: 'Chase',
  conditions: [{ kind: 'caption', id: 'caption', text: 'a chase over the roofs' }],
  attributes: { seconds: 6, tempo: 120, brightness: 0.5 },
  sections: [{ id: 'roofs', label: 'Roofs', start: 0 }],
  seed: 7,
};

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

interface Peer {
  port: number;
  heard: OscMessage[];
  say: (address: string, value: number, to: number) => void;
}

async function openPeer(): Promise<Peer> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const heard: OscMessage[] = [];
  socket.on('message', (bytes) => {
    const packet = decodeOsc(bytes);
    heard.push(...('elements' in packet ? (packet.elements as OscMessage[]) : [packet]));
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const say = (address: string, value: number, to: number): void => {
    socket.send(encodeOsc({ address, args: [{ type: 'f', value }] }), to, '127.0.0.1');
  };
  return { port: socket.address().port, heard, say };
}

/** A port that nobody has right now. */
async function freePort(): Promise<number> {
  const { port } = await openPeer();
  const [socket] = sockets.splice(-1);
  await new Promise<void>((resolve) =>
    socket!.close(() => {
      resolve();
    }),
  );
  return port;
}

describeInEditor('a DAW', (open) => {
  it('is connected, sent a take, performed for, steered, and the last minute is kept', async () => {
    const peer = await openPeer();
    const port = await freePort();
    const { workbench, folder } = await open({
      settings: quick,
      fill: (into) => {
        writeFileSync(join(into, 'chase.leitmotif'), JSON.stringify(chase, undefined, 2));
      },
    });
    const { page } = workbench;
    const answer = async (question: string, text: string): Promise<void> => {
      await page.locator('.quick-input-widget:visible').getByText(question).first().waitFor();
      await workbench.answerQuickInput(text);
    };
    await workbench.openFile('chase.leitmotif');
    const panel = await cuePanel(workbench);
    await workbench.runCommand('Leitmotif: Generate Score');
    await untilTakes(panel, 1);

    await workbench.runCommand('Leitmotif: Connect DAW…');
    await page.getByText('run by our tests').first().waitFor();
    await workbench.screenshot('bridge-connect-dark');
    await workbench.pick(/any OSC/);
    await answer('Where the other program hears', String(peer.port));
    await answer('at which the bridge hears', String(port));
    await page.getByText('What works, what does not').or(page.getByText('Hearing')).first().waitFor();
    await workbench.screenshot('bridge-line-dark');
    await page.keyboard.press('Escape');
    const tempo = () => peer.heard.some(({ address }) => address === '/leitmotif/attribute/tempo');
    await untilTrue('the other program hears the tempo', tempo);

    await workbench.runCommand('Leitmotif: Send Take to DAW…');
    await workbench.pick('MIDI and audio');
    await workbench.pick('All of it on one track');
    await answer('Which bars?', '1-2');
    await answer('Onto which track?', 'Chase');
    await answer('Where?', '5');
    const sent = workbench.notification('on the clipboard');
    await sent.waitFor();
    await workbench.screenshot('bridge-sent-dark');
    const [inbox = ''] = /\/\S+\/Inbox\/osc/.exec(await sent.innerText()) ?? [];
    expect(readdirSync(inbox).map((name) => extname(name))).toEqual(
      expect.arrayContaining(['.mid', '.wav', '.json']),
    );

    await workbench.runCommand('Leitmotif: Map DAW Parameter…');
    await workbench.pick(/^Tension/);
    await workbench.notification('Move the parameter in the DAW').waitFor();
    const moving = setInterval(() => {
      peer.say('/track/1/volume', 0.25, port);
    }, 100);
    await page.getByText('Learnt: /track/1/volume').first().waitFor();
    clearInterval(moving);
    await workbench.screenshot('bridge-learnt-dark');
    await workbench.pick('all of it');
    await workbench.pick('as it seems from what came');
    await workbench.pick('smooth');
    await workbench.pick('No, it stays');

    await workbench.runCommand('Leitmotif: Perform Cue');
    await workbench.pick('At the next bar');
    await workbench.runCommand('Leitmotif: Focus on DAW View');
    await page.getByRole('treeitem', { name: /Performing/ }).waitFor({ timeout: takeLimit });
    await workbench.runCommand('Leitmotif: Queue Section…');
    await page.getByText('a section of the cue').first().waitFor();
    await workbench.screenshot('bridge-queue-dark');
    await workbench.pick(/^Roofs/);
    await workbench.statusBar(/A, then Roofs/).waitFor();
    const slider = panel.getByRole('slider', { name: 'Brightness' });
    await slider.press('End');
    await untilTrue('the slider is heard by the other program', () =>
      peer.heard.some(
        ({ address, args: [value] }) =>
          address === '/leitmotif/attribute/brightness' && value?.type === 'f' && value.value === 1,
      ),
    );
    await page.getByRole('treeitem', { name: /Mappings/ }).click();
    await page.getByRole('treeitem', { name: /Tension 0…1/ }).waitFor();
    await workbench.screenshot('bridge-performing-dark');
    await workbench.chooseTheme('light');
    await workbench.screenshot('bridge-performing-light');

    await workbench.statusBar(/Leitmotif[^,]*\sRoofs/).waitFor();
    await workbench.runCommand('Leitmotif: Keep the Last Minutes as a Take…');
    await answer('How many of the last minutes?', '0.1');
    await untilTrue(
      'the cue has two takes',
      () => readCueFile(folder, 'chase.leitmotif').takes.length === 2,
      {
        limitMs: takeLimit,
      },
    );
    await workbench.runCommand('Leitmotif: Stop Performing');
    await page.getByRole('treeitem', { name: /Performing/ }).waitFor({ state: 'hidden' });
    await workbench.screenshot('bridge-kept-light');

    // The line and its mapping come back with the window.
    peer.heard.length = 0;
    await workbench.reload();
    await untilTrue('the other program hears it again', tempo);
    await page.getByRole('treeitem', { name: /Mappings/ }).waitFor();
  });
});

describeInEditor('a DAW in Restricted Mode', (open) => {
  it('is offered nowhere, and nothing is connected', async () => {
    const { workbench } = await open({ withWorkspaceTrust: true });
    await workbench.runCommand('Leitmotif: Focus on DAW View');
    await workbench.page.getByText('nothing is connected or sent').first().waitFor();
    const offered = (await workbench.commandsFor('Leitmotif: ')).join('\n');
    for (const title of [
      'Connect DAW',
      'Map DAW',
      'Queue Section',
      'Take Tempo',
      'Choose Who Leads',
      'Perform Cue',
      'End All Notes',
    ])
      expect(offered).not.toContain(title);
    await workbench.screenshot('bridge-restricted-light');
  });
});
