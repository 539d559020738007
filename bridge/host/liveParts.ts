/** Puts sound, MIDI and performances together with the desk. */
import { ListenDesk } from './listenDesk.ts';
import { NetworkMidi } from '../midi/networkMidi.ts';
import { MidiDesk } from './midiDesk.ts';
import { MidiInputDesk } from './midiInputDesk.ts';
import { PerformanceDesk } from './performanceDesk.ts';
import { TimelyThreads } from '../transport/timelyThreads.ts';
import { TakePlayer } from './takePlayer.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Control port of RTP-MIDI by custom; this machine alone. */
const network = { name: 'Leitmotif', port: 5004, peers: ['127.0.0.1'] };

/** Joins them; what they answer is available from now on. */
export function joinLiveParts(desk: BridgeDesk): void {
  const session = new NetworkMidi(network);
  const midi = new MidiDesk(desk, session);
  const listen = new ListenDesk(desk);
  const threads = new TimelyThreads();
  const hurry = (): void => void threads.ask();
  hurry();
  const performances = new PerformanceDesk(desk, { push: listen.push, midi: () => midi.output, hurry });
  const isClockLed = (): boolean => performances.leadsClock;
  const midiInput = new MidiInputDesk(desk, { network: session, isClockLed });
  const takes = new TakePlayer(desk, listen.push, () => performances.state !== undefined);
  Object.assign(desk.optional, {
    openMidi: midi.open,
    closeMidi: midi.close,
    listenMidi: midiInput.listen,
    unlistenMidi: midiInput.unlisten,
    devices: async () => [...(await midi.devices()), ...(await midiInput.devices())],
    monitorUrl: listen.monitorUrl,
    playTake: takes.play,
    startPerformance: (asked, signal) => {
      const leads = asked.leads ?? (desk.status().lead === 'daw' ? 'daw' : 'bridge');
      return performances.start({ ...asked, leads }, signal);
    },
    attachPerformance: performances.attach,
    stopPerformance: performances.stop,
    queueSection: performances.queue,
    keepPerformance: performances.keep,
  } satisfies BridgeDesk['optional']);
  desk.performanceLeader = () => {
    if (performances.state === undefined) return undefined;
    return performances.leadsClock ? 'bridge' : 'daw';
  };
  desk.join({
    status: () => ({
      scheduling: threads.class,
      ...(midi.state === undefined ? {} : { midi: midi.state }),
      ...(midiInput.state === undefined ? {} : { midiInput: midiInput.state }),
      ...(performances.state === undefined ? {} : { performance: performances.state }),
    }),
    leadsClock: isClockLed,
    disconnect: () => {
      performances.interrupt();
    },
    close: async () => {
      performances.interrupt();
      await takes.close();
      await performances.stop();
      await midiInput.unlisten();
      await midi.close();
      await listen.close();
    },
  });
}
