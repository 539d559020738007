/** How long an arc is where nobody says: as long as its sections, hits and scenes need. */
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { Reading } from '../../perception/reading.ts';
import type { ArcReadings } from './arcScenes.ts';

/** What asks for time. */
interface Asking {
  cue: Pick<Cue, 'attributes' | 'sections' | 'hits' | 'keyframes' | 'unfold' | 'conditions'>;
  arc: ArcReadings;
  readings: readonly Reading[];
}

/** Seconds after the last hit or keyframe; seconds of a slide; words that are told in a second. */
const afterLast: Seconds = 8;
const slide: Seconds = 12;
const charactersASecond = 14;
const longestTelling: Seconds = 240;

/** The brief, made anew with the length that an arc needs where its own is only the usual one. */
export function arcSeconds(brief: Brief, asking: Asking, remake: (given: GivenAttributes) => Brief): Brief {
  const { seconds, bars } = brief.attributes;
  const { attributes } = asking.cue;
  if (seconds.source !== 'default' || bars.source === 'explicit' || bars.source === 'caption') return brief;
  const needed = neededSeconds(asking);
  if (needed <= seconds.value) return brief;
  const longer = remake({ ...attributes, seconds: needed });
  const grounds = {
    source: 'fitted' as const,
    confidence: 1,
    reason: 'what lies on its timeline needs as much',
  };
  return {
    ...longer,
    attributes: {
      ...longer.attributes,
      seconds: { ...longer.attributes.seconds, ...grounds },
    },
  };
}

function neededSeconds({ cue, arc, readings }: Asking): Seconds {
  const starts = cue.sections.map(({ start }) => start).sort((a, b) => a - b);
  const last = starts.at(-1) ?? 0;
  // The last section is as long as those before it on the whole.
  const sections =
    starts.length < 2 ? last + afterLast : last + Math.max(afterLast, last / (starts.length - 1));
  const moments = [
    ...cue.hits.map((hit) => hit.seconds),
    ...Object.values(cue.keyframes).flatMap((own) => (own ?? []).map((frame) => frame.seconds)),
  ];
  const images = readings.filter(({ kind }) => kind === 'image').length;
  const slides = cue.unfold === 'images' || cue.unfold === 'both' ? images * slide : 0;
  const beats = [...arc.beats.values()].flat();
  const letters = beats.reduce((sum, { text }) => sum + text.length, 0);
  const telling = Math.min(
    longestTelling,
    Math.max(letters / charactersASecond, Math.min(beats.length, 4) * 10),
  );
  const isTimed = starts.length > 0;
  const wanted = [
    isTimed ? sections : 0,
    moments.length === 0 ? 0 : Math.max(...moments) + afterLast,
    slides,
    beats.length === 0 ? 0 : telling,
  ];
  return Math.min(3600, Math.ceil(Math.max(...wanted)));
}
