/** Puts sound, MIDI and performances together with the desk. */
import { ListenDesk } from './listenDesk.ts';
import { MidiDesk } from './midiDesk.ts';
import { PerformanceDesk } from './performanceDesk.ts';
import { TakePlayer } from './takePlayer.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Joins them; what they answer is available from now on. */
export function joinLiveParts(desk: BridgeDesk): void {
  const midi = new MidiDesk(desk);
  const listen = new ListenDesk(desk);
  const performances = new PerformanceDesk(desk, { push: listen.push, midi: () => midi.output });
  const takes = new TakePlayer(desk, listen.push, () => performances.state !== undefined);
  Object.assign(desk.optional, {
    openMidi: midi.open,
    closeMidi: midi.close,
    devices: midi.devices,
    monitorUrl: listen.monitorUrl,
    playTake: takes.play,
    startPerformance: (asked) =>
      performances.start({
        ...asked,
        leads: asked.leads ?? (desk.status().lead === 'daw' ? 'daw' : 'bridge'),
      }),
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
      ...(midi.state === undefined ? {} : { midi: midi.state }),
      ...(performances.state === undefined ? {} : { performance: performances.state }),
    }),
    leadsClock: () => performances.leadsClock,
    close: async () => {
      await takes.close();
      await performances.stop();
      await midi.close();
      await listen.close();
    },
  });
}
