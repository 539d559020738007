/**
 * Draws a score as a piano roll: what sounds where, who plays it, in which section and over which chord.
 *
 * ```
 * title, brief                         legend of roles
 * ├ sections ┤ bars, chords
 * │ notes by pitch, coloured by role    │
 * │ unpitched strokes                   │
 * └ seconds ────────────────────────────┘
 * ```
 */
import { tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import { isUnpitched } from '../piece.ts';
import { paper, roleColours } from './palette.ts';
import { drawing, element, label, line } from './svg.ts';
import type { Part, Score } from '../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../bridge/protocol/units.ts';

/** Texts above a roll. */
export interface RollTexts {
  title: string;
  subtitle: string;
}

/** Where things are, in pixels. */
interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  strokesBottom: number;
  low: MidiNote;
  high: MidiNote;
  x(tick: Ticks): number;
  y(pitch: MidiNote): number;
}

/** Side margins are those of the spectrogram, so that one can stand above the other. */
const size = { width: 1600, height: 700, left: 74, right: 96 };
const strokeLane = 9;

/** Draws a score as SVG. */
export function pianoRoll(score: Score, texts: RollTexts): string {
  const frame = frameOf(score);
  return drawing(size.width, size.height, paper.background, [
    ...header(score, texts),
    ...keyboard(frame),
    ...sections(score, frame),
    ...bars(score, frame),
    ...chords(score, frame),
    ...pitched(score).flatMap((part) => notes(part, frame)),
    ...strokes(score, frame),
    ...seconds(score, frame),
  ]);
}

function pitched(score: Score): Part[] {
  const order = ['pad', 'figure', 'colour', 'bass', 'counter', 'lead', 'percussion'];
  const parts = score.parts.filter((part) => !isUnpitched(part));
  return parts.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** Keys of the drums that are struck, the lowest first. */
function struckKeys(score: Score): MidiNote[] {
  const keys = score.parts.filter(isUnpitched).flatMap((part) => part.notes.map((note) => note.pitch));
  return [...new Set(keys)].sort((a, b) => a - b);
}

function frameOf(score: Score): Frame {
  const all = pitched(score).flatMap((part) => part.notes.map((note) => note.pitch));
  const low = Math.floor((Math.min(...all, 60) - 2) / 12) * 12;
  const high = Math.ceil((Math.max(...all, 72) + 2) / 12) * 12;
  const [left, right, top] = [size.left, size.width - size.right, 150];
  const strokesBottom = size.height - 48;
  const lanes = struckKeys(score).length;
  const bottom = strokesBottom - (lanes === 0 ? 0 : lanes * strokeLane + 14);
  return {
    ...{ left, right, top, bottom, strokesBottom, low, high },
    // In seconds, not in ticks: a bar that slows down is a wider bar.
    x: (tick) => left + Math.min(1, tickToSeconds(score.tempos, tick) / score.seconds) * (right - left),
    y: (pitch) => bottom - ((pitch - low) / (high - low)) * (bottom - top),
  };
}

function header(score: Score, texts: RollTexts): string[] {
  const legend = score.parts.map((part, i) => {
    const x = size.left + (i * (size.width - size.left - size.right)) / Math.max(6, score.parts.length);
    return (
      element('rect', { x, y: 73, width: 12, height: 12, rx: 2, fill: roleColours[part.role] }) +
      label(part.name, x + 18, 84, { 'font-size': 14, fill: paper.ink })
    );
  });
  return [
    label(texts.title, size.left, 34, { 'font-size': 22, 'font-weight': 'bold', fill: paper.ink }),
    label(texts.subtitle, size.left, 58, { 'font-size': 14.5, fill: paper.faint }),
    ...legend,
  ];
}

function keyboard(frame: Frame): string[] {
  const row = (frame.bottom - frame.top) / (frame.high - frame.low);
  const lines: string[] = [
    element('rect', {
      x: frame.left,
      y: frame.top,
      width: frame.right - frame.left,
      height: frame.bottom - frame.top,
      fill: paper.roll,
    }),
  ];
  for (let pitch = frame.low; pitch <= frame.high; pitch++) {
    const y = frame.y(pitch);
    if ([1, 3, 6, 8, 10].includes(pitch % 12)) {
      const band = { x: frame.left, y: y - row / 2, width: frame.right - frame.left, height: row };
      lines.push(element('rect', { ...band, fill: paper.blackKey }));
    }
    if (pitch % 12 !== 0) continue;
    lines.push(line([frame.left, y + row / 2], [frame.right, y + row / 2], paper.rule, 1));
    const name = `C${pitch / 12 - 1}`;
    lines.push(
      label(name, frame.left - 8, y + 5, { 'font-size': 13, 'text-anchor': 'end', fill: paper.faint }),
    );
  }
  return lines;
}

function sections(score: Score, frame: Frame): string[] {
  return score.sections.map((section, i) => {
    const x = frame.x(section.tick);
    const next = score.sections[i + 1]?.tick ?? score.endTick;
    const width = frame.x(next) - x;
    const shade = element('rect', {
      ...{ x, y: 98, width, height: frame.strokesBottom - 98 },
      fill: paper.shade,
      opacity: i % 2 === 0 ? 0.55 : 0,
    });
    const style = { 'font-size': 16, 'font-weight': 'bold', fill: paper.ink };
    return (
      shade +
      line([x, 98], [x, frame.strokesBottom], paper.sectionRule, 1.4) +
      label(section.label, x + 5, 114, style)
    );
  });
}

function bars(score: Score, frame: Frame): string[] {
  const bar = score.endTick / score.bars;
  const every = score.bars <= 40 ? 1 : 4;
  return Array.from({ length: score.bars + 1 }, (_, i) => {
    const x = frame.x(i * bar);
    const rule = line([x, frame.top], [x, frame.strokesBottom], paper.barRule, i % 4 === 0 ? 1 : 0.5);
    if (i === score.bars || i % every !== 0) return rule;
    return rule + label(String(i + 1), x + 3, 129, { 'font-size': 11, fill: paper.faint });
  });
}

function chords(score: Score, frame: Frame): string[] {
  let free = 0;
  return score.chords.map((chord) => {
    const x = frame.x(chord.tick) + 3;
    // A numeral that would cover the one before it is left out rather than made unreadable.
    if (x < free) return '';
    free = x + chord.numeral.length * 7 + 4;
    return label(chord.numeral, x, 145, { 'font-size': 12, fill: paper.ink });
  });
}

function notes(part: Part, frame: Frame): string[] {
  const row = (frame.bottom - frame.top) / (frame.high - frame.low);
  const height = Math.max(3, row * (part.role === 'pad' ? 0.7 : 0.9));
  return part.notes.map((note) => {
    const x = frame.x(note.tick);
    return element('rect', {
      x,
      y: frame.y(note.pitch) - height / 2,
      width: Math.max(2, frame.x(note.tick + note.duration) - x - 0.6),
      height,
      rx: 1.5,
      fill: roleColours[part.role],
      // Loud notes are solid, soft ones pale.
      opacity: String(Math.round((0.4 + (0.6 * note.midiVelocity) / 127) * 100) / 100),
    });
  });
}

function strokes(score: Score, frame: Frame): string[] {
  const keys = struckKeys(score);
  return score.parts.filter(isUnpitched).flatMap((part) =>
    part.notes.map((note) => {
      const y = frame.strokesBottom - 4 - keys.indexOf(note.pitch) * strokeLane;
      const radius = 1.4 + (2.6 * note.midiVelocity) / 127;
      return element('circle', {
        cx: frame.x(note.tick) + 2,
        cy: y,
        r: radius,
        fill: roleColours[part.role],
      });
    }),
  );
}

function seconds(score: Score, frame: Frame): string[] {
  const { left, right, strokesBottom: bottom } = frame;
  const step = [2, 5, 10, 20, 60, 120].find((value) => score.seconds / value <= 16) ?? 300;
  const marks = Array.from({ length: Math.floor(score.seconds / step) + 1 }, (_, i) => {
    const x = left + ((i * step) / score.seconds) * (right - left);
    const style = { 'font-size': 13, 'text-anchor': 'middle', fill: paper.faint };
    return (
      line([x, bottom], [x, bottom + 5], paper.sectionRule, 1) + label(`${i * step} s`, x, bottom + 21, style)
    );
  });
  return [line([left, bottom], [right, bottom], paper.sectionRule, 1), ...marks];
}
