/** A picture of how late things were: one histogram each, counts on a logarithmic scale, so that the few that are late can be seen. */
import sharp from 'sharp';
import { paper, roleColours } from '../../../models/evaluation/pictures/palette.ts';
import { drawing, element, label, line } from '../../../models/evaluation/pictures/svg.ts';
import { histogram, percentile } from './statistics.ts';
import type { Lateness } from './soakRows.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** Pixels. */
const [width, panelHeight, headHeight, footHeight] = [1400, 190, 96, 62];
const margin = { left: 300, right: 56 };
/** The axis ends here; what is later is counted in the last bin. */
const latest: Milliseconds = 4;
const bins = 80;
/** What is asked for. */
const targets = [
  { share: 0.5, at: 0.5 },
  { share: 0.99, at: 3 },
] as const;
const inks = [roleColours.figure, roleColours.pad, roleColours.bass, roleColours.lead];

/** Draws it as PNG. */
export function drawLateness(rows: readonly Lateness[]): Promise<Buffer> {
  const height = headHeight + rows.length * panelHeight + footHeight;
  const content = [
    label('How late the bridge is', margin.left, 46, { 'font-size': 28, fill: paper.ink }),
    label(
      'from the time that was set to the arrival in another process, beside takes in the making; heights logarithmic',
      margin.left,
      76,
      { 'font-size': 17, fill: paper.faint },
    ),
    ...rows.flatMap((row, i) => panel(row, headHeight + i * panelHeight, inks[i % inks.length] ?? paper.ink)),
    ...axis(height - footHeight),
  ];
  return sharp(Buffer.from(drawing(width, height, paper.background, content)))
    .png()
    .toBuffer();
}

function panel({ what, values }: Lateness, top: number, ink: string): string[] {
  const [bottom, room] = [top + panelHeight - 14, panelHeight - 44];
  const counted = histogram(values, 0, latest, bins);
  const most = Math.log10(1 + Math.max(1, ...counted.map(({ count }) => count)));
  const bars = counted
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => {
      const tall = Math.max(2, (room * Math.log10(1 + count)) / most);
      return element('rect', {
        ...{ x: xOf(from) + 1, y: bottom - tall, width: xOf(to) - xOf(from) - 2, height: tall },
        fill: ink,
      });
    });
  const told = targets.map(({ share }) => `p${100 * share} ${percentile(values, share).toFixed(2)} ms`);
  return [
    ...targets.map(({ at }) => line([xOf(at), top + 8], [xOf(at), bottom], paper.sectionRule, 1.5)),
    ...bars,
    line([margin.left, bottom], [width - margin.right, bottom], paper.barRule, 1.5),
    label(what, 40, top + 62, { 'font-size': 23, fill: paper.ink }),
    label(`${values.length.toLocaleString('en')} events`, 40, top + 92, {
      'font-size': 17,
      fill: paper.faint,
    }),
    label(told.join(' · '), 40, top + 118, { 'font-size': 17, fill: paper.faint }),
  ];
}

function axis(top: number): string[] {
  const ticks = Array.from({ length: latest + 1 }, (_, i) => i);
  return [
    ...ticks.map((ms) =>
      label(ms === latest ? `${ms} ms and more` : `${ms}`, xOf(ms), top + 14, {
        'font-size': 17,
        fill: paper.ink,
        'text-anchor': ms === latest ? 'end' : 'middle',
      }),
    ),
    ...targets.map(({ share, at }) =>
      label(`asked: p${100 * share} ≤ ${at} ms`, xOf(at) + 6, top + 42, {
        'font-size': 15,
        fill: paper.faint,
      }),
    ),
  ];
}

function xOf(ms: Milliseconds): number {
  return margin.left + (ms / latest) * (width - margin.left - margin.right);
}
