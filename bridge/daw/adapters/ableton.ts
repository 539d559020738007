/**
 * Ableton Live: our remote script where it runs, for sound and for the arrangement; else AbletonOSC, which makes a MIDI clip with
 * its notes in the session view.
 */
import { LeitmotifError } from '../../protocol/errors.ts';
import { numberOf, textOf } from '../../osc/oscPacket.ts';
import { ableton as dialect } from '../dialects/ableton.ts';
import { leftInInbox, sendByScript } from './byScript.ts';
import type { ClipPart } from '../../protocol/daw.ts';
import type { OscArgument, OscMessage } from '../../osc/oscPacket.ts';
import type { ClipOnItsWay, DawAdapter } from '../dawAdapter.ts';
import type { DawLine } from '../dawLine.ts';

/** Notes of a message: five arguments each, so that a datagram passes any Ethernet whole. */
const notesOfMessage = 50;
/** Slots that are looked at for an empty one. */
const mostSlots = 64;

/** See the file. */
export const abletonAdapter: DawAdapter = {
  id: 'ableton',
  send: async (onItsWay) => {
    if (onItsWay.inbox.state() !== undefined) return await sendByScript(onItsWay, { title: dialect.title });
    return await sendByOsc(onItsWay);
  },
};

/** The messages that put notes into a clip that is there. */
export function noteMessages(
  line: Pick<DawLine, 'message'>,
  track: number,
  slot: number,
  part: ClipPart,
): OscMessage[] {
  const notes = part.notes ?? [];
  const messages: OscMessage[] = [];
  for (let i = 0; i < notes.length; i += notesOfMessage) {
    const rest = notes
      .slice(i, i + notesOfMessage)
      .flatMap(([pitch, start, length, velocity]): OscArgument[] => [
        { type: 'i', value: pitch },
        { type: 'f', value: start },
        { type: 'f', value: length },
        { type: 'i', value: velocity },
        { type: 'i', value: 0 },
      ]);
    messages.push(line.message('addNotes', { track, slot }, rest));
  }
  return messages;
}

async function sendByOsc(onItsWay: ClipOnItsWay): Promise<string[]> {
  const { clip, line } = onItsWay;
  const parts = clip.parts.filter(({ kind }) => kind === 'midi');
  if (parts.length === 0) throw needsScript();
  if (line === undefined) throw silent();
  if (clip.matchTempo) line.say('tempo', { tempo: clip.tempo });
  const done: string[] = [];
  for (const part of parts) done.push(await sendPart(line, part, onItsWay));
  if (clip.at !== 'playhead') {
    done.push(`Without our script in Live, clips go to the session view and not to bar ${clip.at}.`);
  }
  const sound = leftInInbox(onItsWay, 'audio');
  return sound.length === 0
    ? done
    : [...done, 'Without our script in Live, the sound stays in the inbox.', ...sound];
}

async function sendPart(line: DawLine, part: ClipPart, { clip }: ClipOnItsWay): Promise<string> {
  const track = await trackIndex(line, part.track);
  const slot = await emptySlot(line, track);
  line.say('createClip', { track, slot, quarters: clip.quarters });
  for (const message of noteMessages(line, track, slot, part)) line.send(message);
  line.say('nameClip', { track, slot, name: clip.title });
  const made = await line.ask(line.message('hasClip', { track, slot }), isSlot('hasClip', track, slot, line));
  if (numberOf(made?.args[2]) !== 1) {
    throw new LeitmotifError('not-available', {
      what: 'Live did not make the clip',
      subject: part.track,
      next: 'Choose a MIDI track, or another name so that one is made',
    });
  }
  return `${part.notes?.length ?? 0} notes lie on “${part.track}”, slot ${slot + 1} of the session view.`;
}

async function trackIndex(line: DawLine, name: string): Promise<number> {
  const names = await trackNames(line);
  const found = names.indexOf(name);
  if (found >= 0) return found;
  line.say('addMidiTrack', { index: -1 });
  line.say('nameTrack', { track: names.length, name });
  const after = await trackNames(line);
  if (after.indexOf(name) < 0) throw silent();
  return after.indexOf(name);
}

async function trackNames(line: DawLine): Promise<string[]> {
  const answer = await line.ask(line.message('trackNames'));
  if (answer === undefined) throw silent();
  return answer.args.map((argument) => textOf(argument) ?? '');
}

async function emptySlot(line: DawLine, track: number): Promise<number> {
  for (let slot = 0; slot < mostSlots; slot++) {
    const question = line.message('hasClip', { track, slot });
    const answer = await line.ask(question, isSlot('hasClip', track, slot, line));
    // Live says nothing of slots that there are not.
    if (answer === undefined) break;
    if (numberOf(answer.args[2]) === 0) return slot;
  }
  throw new LeitmotifError('not-available', {
    what: 'No slot of this track is empty',
    subject: `track ${track + 1}`,
    next: 'Add a scene in Live, or choose another track',
  });
}

function isSlot(
  act: 'hasClip',
  track: number,
  slot: number,
  line: Pick<DawLine, 'message'>,
): (message: OscMessage) => boolean {
  const { address } = line.message(act, { track, slot });
  return (message) =>
    message.address === address && numberOf(message.args[0]) === track && numberOf(message.args[1]) === slot;
}

function needsScript(): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'AbletonOSC cannot take sound into Live, and our script does not run there',
    subject: dialect.title,
    next: 'Install our script for Live, or drag the sound from the inbox',
  });
}

function silent(): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'Live does not answer',
    subject: dialect.title,
    next: 'Choose AbletonOSC as a Control Surface in Live, and test the line',
  });
}
