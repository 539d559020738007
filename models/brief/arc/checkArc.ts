/** Refuses what no music can do, and says what is compromised, before anything is composed. */
import { attributeValueSchemas } from '../../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { barSeconds } from '../../../bridge/protocol/meter.ts';
import type { AttributeName } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Cue, Hit } from '../../../bridge/protocol/cue.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** Hits within this of each other are met by one accent. */
const sameMoment: Seconds = 0.066;

/**
 * Checks sections, hits and keyframes against the length of the piece.
 *
 * @returns notes for the person
 * @throws LeitmotifError `brief-impossible`, `attribute-invalid`, `attribute-out-of-range`
 */
export function checkArc(brief: Brief, cue: Pick<Cue, 'sections' | 'hits' | 'keyframes'>): string[] {
  const seconds = brief.attributes.seconds.value;
  const frames = Object.entries(cue.keyframes) as [AttributeName, { seconds: Seconds; value: unknown }[]][];
  for (const [name, own] of frames) for (const frame of own) checkKeyframe(name, frame);
  for (const hit of cue.hits)
    if (hit.seconds >= seconds) throw pastEnd(`The hit ${nameOf(hit)}`, hit.seconds, seconds);
  for (const { label, start } of cue.sections)
    if (start >= seconds) throw pastEnd(`The section "${label}"`, start, seconds);
  const late = frames.flatMap(([, own]) => own).filter((frame) => frame.seconds > seconds).length;
  return [
    ...sectionNotes(brief, cue.sections),
    ...hitNotes(brief, cue.hits),
    ...(late === 0 ? [] : [`${late} keyframes lie past the end at ${seconds} s; what leads there is heard`]),
  ];
}

function nameOf({ label, id }: Hit): string {
  return `"${label === '' ? id : label}"`;
}

function pastEnd(what: string, at: Seconds, seconds: Seconds): LeitmotifError {
  return new LeitmotifError('brief-impossible', {
    what: `${what} at ${at} s lies past the end of the piece, which lasts ${seconds} s`,
    subject: `${at} s`,
    next: `Ask for a longer piece, such as --seconds ${Math.ceil(at + 8)}, or move it`,
  });
}

/** Attributes of the whole; and a band has no curve. */
const constant: ReadonlySet<AttributeName> = new Set(['bars', 'seconds', 'instruments']);

function checkKeyframe(name: AttributeName, { seconds, value }: { seconds: Seconds; value: unknown }): void {
  const subject = `keyframes.${name} at ${seconds} s: ${String(value)}`;
  if (constant.has(name))
    throw new LeitmotifError('attribute-invalid', {
      what: `${name} cannot change by keyframes`,
      subject,
      next: name === 'instruments' ? 'Give it to a section instead' : 'Give it as an attribute of the whole',
    });
  if (attributeValueSchemas[name].safeParse(value).success) return;
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  throw new LeitmotifError(isNumber ? 'attribute-out-of-range' : 'attribute-invalid', {
    what: `${name} cannot have this value`,
    subject,
    next: `Give a value that --${name} would take`,
  });
}

function sectionNotes(brief: Brief, sections: Cue['sections']): string[] {
  const { tempo, meter, seconds } = brief.attributes;
  const bar = barSeconds(meter.value, tempo.value);
  const least = Math.max(3, 2 * bar);
  const sorted = sections
    .map((section, i) => ({ section, i }))
    .sort((a, b) => a.section.start - b.section.start || a.i - b.i)
    .map(({ section }) => section);
  return sorted.flatMap(({ label, start, bars }, i) => {
    const next = sorted[i + 1];
    if (next?.start === start)
      return [`The sections "${label}" and "${next.label}" begin together; "${next.label}" is heard`];
    const length = (next?.start ?? seconds.value) - start;
    if (i > 0 && length < least)
      return [`The section "${label}" is shorter than two bars and is joined to what stands beside it`];
    const wanted = bars === undefined ? undefined : bars * barSeconds(meter.value, tempo.value);
    if (wanted !== undefined && Math.abs(wanted - length) > bar)
      return [`The section "${label}" lasts until the next begins, not ${bars} bars`];
    return [];
  });
}

function hitNotes(brief: Brief, hits: readonly Hit[]): string[] {
  const { tempo, meter, seconds } = brief.attributes;
  const sorted = [...hits].sort((a, b) => a.seconds - b.seconds);
  const close = sorted.filter((hit, i) => hit.seconds - (sorted[i - 1]?.seconds ?? -1) <= sameMoment);
  const latest = seconds.value - barSeconds(meter.value, tempo.value) - 0.25;
  const [first] = close;
  const together =
    first === undefined
      ? []
      : [
          `${close.length === 1 ? `The hit ${nameOf(first)} is` : `${close.length} hits are`} within ${sameMoment * 1000} ms of the one before: one accent between them meets both`,
        ];
  const late = sorted
    .filter((hit) => hit.seconds > latest)
    .map(
      (hit) => `The hit ${nameOf(hit)} at ${hit.seconds} s is so near to the end that no bar fits after it`,
    );
  return [...together, ...late];
}
