/** The way that three DAWs share: a manifest into the inbox, our script in the DAW, its receipt. */
import { LeitmotifError } from '../../protocol/errors.ts';
import type { Milliseconds } from '../../protocol/units.ts';
import type { ClipOnItsWay } from '../dawAdapter.ts';

/** Importing minutes of sound takes its time. */
export const receiptPatience: Milliseconds = 20_000;

/**
 * Delivers a clip and waits for what the script says.
 *
 * @throws LeitmotifError `not-available` where no script takes it, or where it took it and the DAW refused
 */
export async function sendByScript(
  { clip, inbox }: ClipOnItsWay,
  {
    title,
    trigger,
    patience = receiptPatience,
  }: { title: string; trigger?: () => void; patience?: Milliseconds },
): Promise<string[]> {
  inbox.deliver(clip);
  trigger?.();
  const receipt = await inbox.receipt(clip.id, patience);
  if (receipt === undefined) {
    // A script that starts later must not surprise anybody; the files stay, to be dragged.
    inbox.retract(clip.id);
    throw new LeitmotifError('not-available', {
      what: `Our script in ${title} did not take the clip`,
      subject: inbox.folder,
      next: `Install the script for ${title} and start it, or drag the files from this folder`,
    });
  }
  if (!receipt.ok) {
    throw new LeitmotifError('not-available', {
      what: `${title} did not take the clip: ${receipt.message.slice(0, 500)}`,
      subject: clip.title,
      next: 'Change what it names and send the clip again',
    });
  }
  const where = clip.at === 'playhead' ? 'at the playhead' : `at bar ${clip.at}`;
  const tracks = clip.parts.map(({ track }) => `“${track}”`).join(', ');
  return [`${title}: ${receipt.message}, ${where}, on ${tracks}.`];
}

/** Sentences that say where files lie that nobody took. */
export function leftInInbox({ clip, inbox }: ClipOnItsWay, kind?: 'midi' | 'audio'): string[] {
  const parts = clip.parts.filter((part) => kind === undefined || part.kind === kind);
  inbox.left.push(...parts.map(({ file }) => inbox.pathOf(file)));
  return parts.map(({ file, track }) => `For “${track}”: ${inbox.pathOf(file)}`);
}
