/** The brief for a person: description, attributes with where they come from, shares, notes. */
import { attributeNames } from '../../bridge/protocol/attributes.ts';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { textTable } from './textTable.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { AttributeName, RoleInstrument } from '../../bridge/protocol/attributes.ts';

/** Writes the brief as text, ending with a line break. */
export function briefText(brief: Brief): string {
  const parts = [
    brief.description,
    attributeTable(brief),
    timeTable(brief),
    shareTable(brief),
    noteList(brief),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function attributeTable(brief: Brief): string {
  const rows = attributeNames.map((name) => {
    const { source, reason } = brief.attributes[name];
    return [name, attributeText(brief, name), source, reason];
  });
  return textTable([['attribute', 'value', 'source', 'why'], ...rows]);
}

function attributeText(brief: Brief, name: AttributeName): string {
  const { value } = brief.attributes[name];
  if (name === 'tempo') return `${Math.round(Number(value) * 100) / 100} BPM`;
  if (name === 'seconds') return `${Math.round(Number(value) * 1000) / 1000} s`;
  if (Array.isArray(value)) return value.map(instrumentText).join(', ');
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}

function instrumentText({ role, instrument }: RoleInstrument): string {
  return `${instruments[instrument].title.toLowerCase()} (${role})`;
}

/** What changes over time, a line an attribute; the first moments of many. */
function timeTable({ keyframes = {}, sections }: Brief): string {
  const shown = 8;
  const moments = sections.slice(0, shown).map(({ start, label }) => `${start} s ${label}`);
  const rows = attributeNames.flatMap((name) => {
    const frames = keyframes[name] ?? [];
    const points = frames.slice(0, shown).map(({ seconds, value }) => `${seconds} s ${value}`);
    const more = frames.length > shown ? `, and ${frames.length - shown} more` : '';
    return points.length === 0 ? [] : [[name, points.join(', ') + more]];
  });
  if (rows.length === 0) return '';
  const spans = moments.length === 0 ? [] : [['sections', moments.join(', ')]];
  return textTable([['over time', ''], ...spans, ...rows]);
}

function shareTable(brief: Brief): string {
  if (brief.shares.length === 0) return '';
  const rows = brief.shares.map(({ condition, share, reading }) => [
    condition,
    `${Math.round(share * 100)} %`,
    reading,
  ]);
  return textTable([['condition', 'share', 'what was read in it'], ...rows]);
}

function noteList(brief: Brief): string {
  return brief.notes.map((note) => `note: ${note}`).join('\n');
}
