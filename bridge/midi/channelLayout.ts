/** Which part plays on which channel: the same role always on the same one, so that a DAW's tracks stay right from take to take. */
import { attributeChannel } from './attributeControllers.ts';
import type { Role } from '../protocol/roles.ts';
import type { MidiMessage } from './midiMessage.ts';

/** Channel of the first part of a role, 0–15; percussion on 9 as in General MIDI. */
export const roleChannels: Readonly<Record<Role, number>> = {
  lead: 0,
  counter: 1,
  pad: 2,
  figure: 3,
  bass: 4,
  colour: 5,
  percussion: 9,
};

/** A part as far as channels go. */
export interface ChannelPart {
  role: Role;
  /** General MIDI program, 0–127. */
  program: number;
}

/** Channels of parts in their order. Further parts of a role take channels that no role has; when all are taken, that of their role. */
export function channelLayout(parts: readonly ChannelPart[]): number[] {
  const reserved = new Set([...Object.values(roleChannels), attributeChannel]);
  const free = Array.from({ length: 16 }, (_, channel) => channel).filter(
    (channel) => !reserved.has(channel),
  );
  const taken = new Set<Role>();
  return parts.map(({ role }) => {
    // All drums share one channel.
    const isFirst = !taken.has(role) || role === 'percussion';
    taken.add(role);
    return isFirst ? roleChannels[role] : (free.shift() ?? roleChannels[role]);
  });
}

/** What gives every channel its instrument; the later part wins where two share one. */
export function programChanges(parts: readonly ChannelPart[]): MidiMessage[] {
  const channels = channelLayout(parts);
  const programs = new Map(parts.map(({ program }, i) => [channels[i] as number, program]));
  return [...programs].map(([channel, program]) => ({ type: 'program', channel, program }));
}
