/**
 * Score to MusicXML 4.0 (W3C Music Notation Community Group, 2021), `score-partwise`.
 *
 *   score ─► bars ─► parts written down: onsets, lengths, staves, voices ─► bars of notes and rests ─► XML
 *
 * A function of the score: no clock, no chance. Every voice that is written in a bar fills it.
 */
import { meterFraction } from '../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { keySignatureFifths } from '../rendering/keySignature.ts';
import { barsOf } from './bars.ts';
import { dynamicMarks, scoreDirections, themeLabels } from './directions.ts';
import { partList } from './partList.ts';
import { lastAt, spellerOf } from './spelling.ts';
import { writtenFifths } from './staves.ts';
import { writeBars } from './writeBars.ts';
import { element, escaped } from './xml.ts';
import { writePartDown } from './writtenPart.ts';
import type { KeyChange, Score } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar } from './bars.ts';
import type { Transposition } from './staves.ts';
import type { WrittenPart } from './writtenPart.ts';

/** The text of a MusicXML file. `software` is named as what encoded it. */
export function scoreToMusicXml(score: Score, software = 'Leitmotif'): string {
  const bars = barsOf(score);
  const parts = score.parts.map((part) => writePartDown(part, bars, score.endTick));
  const speller = spellerOf(score);
  const above = scoreDirections(score);
  const written = parts.map((part, i) => {
    const directions = [
      ...(i === 0 ? above : []),
      ...themeLabels(part.part, score),
      ...dynamicMarks(part.notes, score),
    ];
    const content = writeBars(part, {
      id: `P${String(i + 1)}`,
      bars,
      speller,
      directions: directions.sort((a, b) => a.tick - b.tick),
      attributes: (bar) => attributes(bar, part, score),
      respelling: (tick) => respelledFifths(keyAt(score, tick), part.transposition),
      sectionTicks: new Set(score.sections.map(({ tick }) => tick)),
    });
    return `<part id="P${String(i + 1)}">\n${content}\n</part>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">',
    '<score-partwise version="4.0">',
    element('work', element('work-title', escaped(score.title))),
    element('identification', element('encoding', element('software', escaped(software))) + modes(score)),
    defaults(parts.reduce((sum, { staves }) => sum + staves.length, 0)),
    partList(parts),
    ...written,
    '</score-partwise>',
    '',
  ].join('\n');
}

/** What stands at the head of a bar; empty where nothing changes. */
function attributes(bar: Bar, { staves, transposition, isKit }: WrittenPart, score: Score): string {
  const isFirst = bar.number === 1;
  const key = keyAt(score, bar.tick);
  const isKeyNew = isFirst || key !== keyAt(score, bar.tick - 1);
  const [upper, lower] = meterFraction(bar.meter);
  const inside = [
    isFirst ? element('divisions', ticksPerQuarter) : '',
    isKeyNew && !isKit && key !== undefined ? keyXml(key, transposition) : '',
    bar.isMeterNew ? element('time', element('beats', upper) + element('beat-type', lower)) : '',
    isFirst && staves.length > 1 ? element('staves', staves.length) : '',
    isFirst ? clefs(staves) : '',
    isFirst && transposition !== undefined ? transposeXml(transposition) : '',
  ].join('');
  return inside === '' ? '' : element('attributes', inside);
}

function keyAt({ keys }: Score, tick: Ticks): KeyChange | undefined {
  return lastAt(keys, tick) ?? keys[0];
}

function keyXml({ tonic, mode }: KeyChange, transposition: Transposition | undefined): string {
  const written = keySignatureFifths(tonic, mode) + writtenFifths(transposition);
  const fifths = written + respelledFifths({ tonic, mode }, transposition);
  // MuseScore 3 takes no other modes; those are told in the head of the file.
  const known = mode === 'major' || mode === 'minor' ? element('mode', mode) : '';
  return element('key', element('fifths', fifths) + known);
}

/** The keys whose mode their signature cannot name. */
function modes({ keys }: Score): string {
  const told = keys.filter(({ mode }) => mode !== 'major' && mode !== 'minor');
  if (told.length === 0) return '';
  const text = told.map(({ tonic, mode }) => `${tonic} ${mode}`).join(', ');
  return element('miscellaneous', `<miscellaneous-field name="key">${text}</miscellaneous-field>`);
}

/** A4, and staves that are smaller the more there are, so that two systems find room on a page. */
function defaults(staves: number): string {
  const millimeters = staves > 9 ? 4 : staves > 6 ? 5 : staves > 4 ? 5.8 : 6.6;
  const tenths = (length: number): number => Math.round((length / millimeters) * 400) / 10;
  const margins = ['left', 'right', 'top', 'bottom'].map((side) => element(`${side}-margin`, tenths(12)));
  const page = [
    element('page-height', tenths(297)),
    element('page-width', tenths(210)),
    `<page-margins type="both">${margins.join('')}</page-margins>`,
  ];
  const scaling = element('scaling', element('millimeters', millimeters) + element('tenths', 40));
  return element('defaults', scaling + element('page-layout', page.join('')));
}

/** Twelve fifths down where the written key would have more than seven sharps. */
function respelledFifths(
  key: Pick<KeyChange, 'tonic' | 'mode'> | undefined,
  transposition: Transposition | undefined,
): number {
  if (key === undefined || transposition === undefined) return 0;
  return keySignatureFifths(key.tonic, key.mode) + writtenFifths(transposition) > 7 ? -12 : 0;
}

function clefs(staves: WrittenPart['staves']): string {
  return staves
    .map(({ clef: { sign, line } }, i) => {
      const number = staves.length > 1 ? ` number="${String(i + 1)}"` : '';
      return `<clef${number}>${element('sign', sign)}${line === undefined ? '' : element('line', line)}</clef>`;
    })
    .join('');
}

function transposeXml({ diatonic, chromatic, octaves }: Transposition): string {
  const octave = octaves === 0 ? '' : element('octave-change', octaves);
  return element('transpose', element('diatonic', diatonic) + element('chromatic', chromatic) + octave);
}
