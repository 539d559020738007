/** Sections that the cue gives outright, fitted to the bars of the piece. */
import type { CueSection } from '../../../../bridge/protocol/cue.ts';
import type { Seconds } from '../../../../bridge/protocol/units.ts';

/** A section that was asked for. */
export interface GivenSection {
  label: string;
  bars: number;
}

/**
 * Sections as bars, in the order of their starts: each begins at the bar nearest to its time and lasts until the next;
 * the first begins the piece, the last ends it. Sections that fall on one bar are joined to the one before.
 */
export function fitSections(
  sections: readonly CueSection[],
  bars: number,
  barSeconds: Seconds,
): GivenSection[] {
  const ordered = [...sections].sort((a, b) => a.start - b.start);
  const starts = ordered.map((section, i) => ({
    label: section.label,
    bar: i === 0 ? 0 : Math.round(section.start / barSeconds),
  }));
  const distinct = starts.filter(({ bar }, i) => i === 0 || (bar > (starts[i - 1]?.bar ?? 0) && bar < bars));
  return distinct.map(({ label, bar }, i) => ({ label, bars: (distinct[i + 1]?.bar ?? bars) - bar }));
}
