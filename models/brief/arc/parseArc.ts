/**
 * Reads an arc and hits as a person writes them on the command line:
 *
 *   --arc "0:calm 20:storm, 140 BPM 1:10:relief"          words, read as a caption is
 *   --arc "0:arousal=0.2,tempo=70 20:arousal=0.9"         attributes outright; both may stand together
 *   --hit "12.4:door slams"  --hit "1:02.5:reveal@0.6"    a moment, what happens, how strong
 */
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { parseGivenAttribute } from '../parseGivenAttribute.ts';
import type { AttributeName, GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { CueSection, Hit } from '../../../bridge/protocol/cue.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

const clock = String.raw`\d{1,2}:[0-5]\d(?:\.\d+)?`;
const number = String.raw`\d+(?:\.\d+)?`;
const time = String.raw`(${clock}|${number})\s?s?`;
/** A time with a colon behind it, at the beginning or after a blank. */
const stop = new RegExp(String.raw`(?:^|\s)${time}:`, 'gu');
const longest: Seconds = 3600;

/**
 * The sections of an arc.
 *
 * @throws LeitmotifError `attribute-invalid`, `attribute-out-of-range`
 */
export function parseArc(text: string): CueSection[] {
  const stops = [...text.matchAll(stop)];
  const [first] = stops;
  if (first === undefined || text.slice(0, first.index).trim() !== '')
    throw invalid(text, 'An arc is times with what happens from there on');
  const sections = stops.map((match, i) => {
    const content = text.slice(match.index + match[0].length, stops[i + 1]?.index).trim();
    return sectionOf(i, secondsOf(match[1] ?? '', text), content, text);
  });
  return sections;
}

function sectionOf(index: number, start: Seconds, content: string, text: string): CueSection {
  if (content === '') throw invalid(text, `Nothing is said of the section at ${start} s`);
  const { words, attributes } = partsOf(content, text);
  const label = words === '' ? String.fromCharCode(65 + (index % 26)) : words.slice(0, 60);
  return {
    id: `section-${index + 1}`,
    label,
    start,
    ...(words === '' ? {} : { words }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

/** Words, and `name=value` among commas; a list of instruments has commas of its own. */
function partsOf(content: string, text: string): { words: string; attributes: GivenAttributes } {
  const words: string[] = [];
  const values: [AttributeName, string][] = [];
  for (const piece of content.split(',').map((part) => part.trim())) {
    const pair = /^([a-z]+)\s*=\s*(.+)$/iu.exec(piece);
    const last = values.at(-1);
    if (pair === null && last?.[0] === 'instruments') last[1] += `, ${piece}`;
    else if (pair === null) words.push(piece);
    else values.push([nameOf(pair[1] ?? '', text), pair[2] ?? '']);
  }
  const attributes = Object.fromEntries(
    values.map(([name, value]) => [name, parseGivenAttribute(name, value)]),
  );
  return { words: words.join(', ').trim(), attributes };
}

function nameOf(written: string, text: string): AttributeName {
  const changing = attributeNames.filter((name) => name !== 'bars' && name !== 'seconds');
  const name = changing.find((known) => known === written.toLowerCase());
  if (name !== undefined) return name;
  throw new LeitmotifError('attribute-invalid', {
    what: `A section has no attribute "${written}"`,
    subject: `--arc ${text}`,
    next: `Give one of ${changing.join(', ')}`,
  });
}

/**
 * One hit; `index` counts from 0 and names it.
 *
 * @throws LeitmotifError `attribute-invalid`, `attribute-out-of-range`
 */
export function parseHit(text: string, index: number): Hit {
  const match = new RegExp(String.raw`^\s*${time}(?::(.*))?$`, 'su').exec(text);
  if (match === null)
    throw new LeitmotifError('attribute-invalid', {
      what: 'A hit is a time with what happens there',
      subject: `--hit ${text}`,
      next: 'Write seconds or minutes and seconds, such as --hit "12.4:door slams" or --hit "1:02.5:reveal@0.6"',
    });
  const written = (match[2] ?? '').trim();
  const strong = /^(.*)@(\d*\.?\d+)$/su.exec(written);
  const strength = strong === null ? 1 : Number(strong[2]);
  if (!(strength >= 0 && strength <= 1))
    throw new LeitmotifError('attribute-out-of-range', {
      what: 'The strength of a hit lies outside 0 to 1',
      subject: `--hit ${text}`,
      next: 'Write @0 to @1 behind what happens',
    });
  const label = (strong === null ? written : (strong[1] ?? '')).trim().slice(0, 200);
  return { id: `hit-${index + 1}`, seconds: secondsOf(match[1] ?? '', text), label, strength };
}

function secondsOf(written: string, text: string): Seconds {
  const [minutes, rest] = written.includes(':') ? written.split(':') : ['0', written];
  const seconds = Math.round((Number(minutes) * 60 + Number(rest)) * 1000) / 1000;
  if (seconds <= longest) return seconds;
  throw new LeitmotifError('attribute-out-of-range', {
    what: `A moment lies outside 0 to ${longest} seconds`,
    subject: text,
    next: `Give seconds from 0 to ${longest}`,
  });
}

function invalid(text: string, what: string): LeitmotifError {
  return new LeitmotifError('attribute-invalid', {
    what,
    subject: `--arc ${text}`,
    next: 'Write it as in --arc "0:calm 20:storm 40:relief" or --arc "0:arousal=0.2,tempo=70 20:arousal=0.9"',
  });
}
