/** What the scenes of an arc are read from: the words of sections, and stories beat by beat. Nothing where nothing unfolds. */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { readCaptionText } from '../conditions/captionText.ts';
import { readBeats } from '../perception/readBeats.ts';
import { readCaption } from '../perception/readCaption.ts';
import type { ArcReadings } from '../brief/arc/arcScenes.ts';
import type { Passage, Reading } from '../perception/reading.ts';
import type { BriefRequest } from './prepareBrief.ts';
import type { ReadCondition } from './readConditions.ts';
import type { Stack } from './stack.ts';

/** The words of a section count before what captions say of the whole. */
const wordsWeight = 2;

/** Reads them. Sections are read by their words, so that the same words are encoded once. */
export async function perceiveArc(
  stack: Pick<Stack, 'textEncoder'>,
  conditions: readonly ReadCondition[],
  { cue, signal }: Pick<BriefRequest, 'cue' | 'signal'>,
): Promise<ArcReadings> {
  const words = new Map<string, Reading>();
  const beats = new Map<string, readonly Passage[]>();
  const known = new Map<string, Reading>();
  for (const section of cue.sections) {
    if (section.words === undefined || section.words.trim() === '') continue;
    throwIfCancelled(signal);
    const { encoder } = await stack.textEncoder();
    const content = readCaptionText(section.words);
    const ofSection = { id: section.id, weight: wordsWeight, content };
    const reading = known.get(content.text) ?? (await readCaption(ofSection, encoder, { signal }));
    known.set(content.text, reading);
    words.set(section.id, { ...reading, condition: section.id });
  }
  if (cue.unfold === 'stories' || cue.unfold === 'both') {
    for (const read of conditions) {
      if (!('content' in read) || read.condition.kind !== 'story') continue;
      throwIfCancelled(signal);
      const { encoder } = await stack.textEncoder();
      beats.set(read.condition.id, await readBeats(read.content.text, encoder, { signal }));
    }
  }
  return { words, beats };
}
