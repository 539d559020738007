/** Bitwig: files go into slots of the launcher; tracks and slots are those of the bank that DrivenByMoss tells of. */
import { setTimeout as pause } from 'node:timers/promises';
import { LeitmotifError } from '../../protocol/errors.ts';
import { numberOf, textOf } from '../../osc/oscPacket.ts';
import { bitwig as dialect } from '../dialects/bitwig.ts';
import type { ClipPart } from '../../protocol/daw.ts';
import type { Milliseconds } from '../../protocol/units.ts';
import type { OscMessage } from '../../osc/oscPacket.ts';
import type { ClipOnItsWay, DawAdapter } from '../dawAdapter.ts';
import type { DawLine } from '../dawLine.ts';

/** How long a dump of all values is awaited. */
const dumpTime: Milliseconds = 600;
/** Bitwig makes a track in its own time. */
const makingTime: Milliseconds = 700;

/** The bank as it was told. */
export interface BitwigBank {
  /** By the track's number, from 1. */
  names: ReadonlyMap<number, string>;
  /** `track/slot`, both from 1, of slots with something in them. */
  full: ReadonlySet<string>;
  /** `track/slot` of all slots that were told of. */
  known: ReadonlySet<string>;
}

/** See the file. */
export const bitwigAdapter: DawAdapter = {
  id: 'bitwig',
  send: async (onItsWay) => {
    const { clip, line } = onItsWay;
    if (line === undefined) throw silent();
    if (clip.matchTempo) line.say('tempo', { tempo: clip.tempo });
    const done: string[] = [];
    for (const part of clip.parts) done.push(await sendPart(line, part, onItsWay));
    if (clip.at !== 'playhead') {
      done.push(`Bitwig takes clips into the launcher by OSC; drag them to bar ${clip.at} from there.`);
    }
    return done;
  },
};

/** The bank in a dump of all values. */
export function bankIn(messages: readonly OscMessage[]): BitwigBank {
  const names = new Map<number, string>();
  const [full, known] = [new Set<string>(), new Set<string>()];
  for (const { address, args } of messages) {
    const track = /^\/track\/(\d+)\/name$/.exec(address);
    const slot = /^\/track\/(\d+)\/clip\/(\d+)\/hasContent$/.exec(address);
    if (track !== null) names.set(Number(track[1]), textOf(args[0]) ?? '');
    if (slot === null) continue;
    const place = `${slot[1] ?? ''}/${slot[2] ?? ''}`;
    known.add(place);
    if (numberOf(args[0]) !== 0) full.add(place);
  }
  return { names, full, known };
}

async function sendPart(line: DawLine, part: ClipPart, { inbox }: ClipOnItsWay): Promise<string> {
  let bank = await toldBank(line);
  if (trackNumber(bank, part.track) === undefined) bank = await withTrack(line, bank, part);
  const track = trackNumber(bank, part.track);
  if (track === undefined) throw noTrack(part.track);
  const slot = emptySlot(bank, track);
  if (slot === undefined) throw noSlot(part.track);
  line.say('insertFile', { track, slot, path: inbox.pathOf(part.file) });
  await pause(makingTime);
  const after = await toldBank(line);
  return after.full.has(`${track}/${slot}`)
    ? `${part.file} lies on “${part.track}”, slot ${slot} of the launcher.`
    : `Bitwig was told to take ${part.file} into slot ${slot} of “${part.track}” and does not say yet that it did.`;
}

async function toldBank(line: DawLine): Promise<BitwigBank> {
  const bank = bankIn(await line.gather(line.message('probe'), dumpTime));
  if (bank.names.size === 0) throw silent();
  return bank;
}

/** A new track is the one whose name was not there before. */
async function withTrack(line: DawLine, before: BitwigBank, part: ClipPart): Promise<BitwigBank> {
  line.say(part.kind === 'midi' ? 'addMidiTrack' : 'addAudioTrack');
  await pause(makingTime);
  const after = await toldBank(line);
  const made = [...after.names].find(
    ([number, name]) => name !== '' && (before.names.get(number) ?? '') === '',
  );
  if (made === undefined) throw noTrack(part.track);
  line.say('nameTrack', { track: made[0], name: part.track });
  return { ...after, names: new Map([...after.names, [made[0], part.track]]) };
}

function trackNumber({ names }: BitwigBank, name: string): number | undefined {
  return [...names].find(([, known]) => known === name)?.[0];
}

function emptySlot({ known, full }: BitwigBank, track: number): number | undefined {
  return [...known]
    .filter((place) => place.startsWith(`${track}/`) && !full.has(place))
    .map((place) => Number(place.split('/')[1]))
    .sort((a, b) => a - b)[0];
}

function silent(): LeitmotifError {
  return fault(
    'Bitwig does not answer',
    dialect.title,
    'Add the controller OSC of DrivenByMoss, and test the line',
  );
}

function noTrack(track: string): LeitmotifError {
  return fault(
    'Bitwig tells of no such track in its bank, and could not make one there',
    track,
    'Scroll the bank to the track, or make its bank larger in the settings of DrivenByMoss',
  );
}

function noSlot(track: string): LeitmotifError {
  return fault('No slot of this track is empty in the bank', track, 'Add a scene, or choose another track');
}

function fault(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('not-available', { what, subject, next });
}
