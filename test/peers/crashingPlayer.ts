/** Plays a chord to a device file, then dies of an error that nobody catches, or ends itself. Arguments: path, way to end. */
import { DeviceFile } from '../../bridge/midi/deviceFile.ts';
import { NoteTracker, panicAtExit } from '../../bridge/midi/noteTracker.ts';

const [, , path = '', way] = process.argv;
const tracker = new NoteTracker(DeviceFile.open(path));
panicAtExit([tracker]);
// An organ: it sounds until it is told to stop.
tracker.send({ type: 'program', channel: 2, program: 19 });
for (const pitch of [60, 64, 67]) tracker.send({ type: 'noteOn', channel: 2, pitch, midiVelocity: 90 });
setTimeout(() => {
  if (way === 'exit') process.exit(3);
  throw new Error('This player was made to crash');
}, 300);
