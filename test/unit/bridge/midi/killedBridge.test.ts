/** Notes that a killed bridge left sounding at an instrument behind an existing port. */
import { expect, it } from 'vitest';
import { BridgeDesk } from '../../../../bridge/host/bridgeDesk.ts';
import { MidiDesk } from '../../../../bridge/host/midiDesk.ts';
import { roleChannels } from '../../../../bridge/midi/channelLayout.ts';
import { NetworkMidi } from '../../../../bridge/midi/networkMidi.ts';
import { InjectedMidi } from './injectedMidi.ts';

/** Notes that sound at an instrument that knows note on and note off alone. */
function sounding(sent: readonly (readonly number[])[]): string[] {
  const notes = new Set<string>();
  for (const [status = 0, pitch = 0, velocity = 0] of sent) {
    const note = `${status & 0x0f} ${pitch}`;
    if ((status & 0xf0) === 0x90 && velocity > 0) notes.add(note);
    else if ((status & 0xf0) === 0x80 || (status & 0xf0) === 0x90) notes.delete(note);
  }
  return [...notes];
}

it('are ended when the next bridge opens the port, on the channel of every role', async () => {
  const system = new InjectedMidi('Synth');
  const open = async (): Promise<MidiDesk> => {
    const network = new NetworkMidi({ name: 'none', port: 0, peers: [] });
    const midi = new MidiDesk(new BridgeDesk(), network, system.load);
    await midi.open({ to: 'port', name: 'Synth' });
    return midi;
  };
  const channels = Object.values(roleChannels);
  // Killed: nothing of this one runs any more after its notes.
  const killed = await open();
  for (const channel of channels)
    killed.output?.send({ type: 'noteOn', channel, pitch: 60 + channel, midiVelocity: 90 });
  expect(sounding(system.sent)).toHaveLength(channels.length);
  const next = await open();
  expect(sounding(system.sent)).toEqual([]);
  await next.close();
});
