/** The head of a MusicXML file: which parts there are and how they are played back. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { drumOf } from './drums.ts';
import { abbreviationOf } from './staves.ts';
import { element, escaped } from './xml.ts';
import type { WrittenPart } from './writtenPart.ts';

/** The `<part-list>`. */
export function partList(parts: readonly WrittenPart[]): string {
  const titles = parts.map(({ part }) => instruments[part.instrument].title);
  const entries = parts.map((written, i) => {
    const title = titles[i] ?? '';
    const isTwice = titles.filter((other) => other === title).length > 1;
    const name = isTwice ? `${title} (${written.part.role})` : title;
    return scorePart(written, `P${String(i + 1)}`, name);
  });
  return `<part-list>\n${entries.join('\n')}\n</part-list>`;
}

function scorePart(written: WrittenPart, id: string, name: string): string {
  const { part, isKit } = written;
  const keys = isKit ? [...new Set(written.notes.map(({ pitch }) => pitch))].sort((a, b) => a - b) : [];
  const isOrchestral = part.instrument === 'orchestral-kit';
  const sounds = isKit
    ? keys.map((key) => ({ id: `${id}-I${String(key)}`, name: drumOf(key, isOrchestral).name, key }))
    : [{ id: `${id}-I1`, name, key: undefined }];
  return [
    `<score-part id="${id}">`,
    element('part-name', escaped(name)),
    element('part-abbreviation', escaped(abbreviationOf(part.instrument))),
    ...sounds.map(
      (sound) =>
        `<score-instrument id="${sound.id}">${element('instrument-name', escaped(sound.name))}</score-instrument>`,
    ),
    ...sounds.map(
      (sound) => `<midi-instrument id="${sound.id}">${midi(written, sound.key)}</midi-instrument>`,
    ),
    '</score-part>',
  ].join('');
}

/** MusicXML counts channels, programs and keys from 1, volume in per cent and pan in degrees. */
function midi({ part }: WrittenPart, key: number | undefined): string {
  return [
    element('midi-channel', part.channel + 1),
    element('midi-program', part.program + 1),
    key === undefined ? '' : element('midi-unpitched', key + 1),
    element('volume', Math.round((part.volume / 127) * 1000) / 10),
    element('pan', Math.round(((part.pan - 64) / 63) * 90)),
  ].join('');
}
