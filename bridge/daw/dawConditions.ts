/** The DAW leads: what its project says as conditions for the next take. */
import { keySchema, meters, attributeRanges } from '../protocol/attributes.ts';
import { barQuarters, beatQuarters } from '../protocol/meter.ts';
import type { GivenAttributes, Meter } from '../protocol/attributes.ts';
import type { CueSection } from '../protocol/cue.ts';
import type { DawConditions, DawMarker, DawPlace, DawState } from '../protocol/daw.ts';
import type { Quarters } from '../protocol/units.ts';

const tonicNames = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const;

/**
 * Tempo, meter, key and length as given attributes. The length is that of the loop where it is on; the sections are the markers
 * within it, or all. Places are rounded to the bar line, which is told where it was none.
 */
export function conditionsOfDaw(state: DawState): DawConditions {
  const left: string[] = [];
  const meter = meterOf(state.meter, left);
  const tempo = tempoOf(state.tempo, meter ?? '4/4', left);
  const quartersOf = placeReader(state.tempo);
  const bar = barQuarters(meter ?? '4/4');
  const span = loopSpan(state, quartersOf);
  const fromBar = span === undefined ? 1 : Math.round(span.start / bar) + 1;
  const bars = span === undefined ? undefined : Math.max(1, Math.round((span.end - span.start) / bar));
  const key = keyOf(state, left);
  const attributes: GivenAttributes = {
    ...(tempo === undefined ? {} : { tempo }),
    ...(meter === undefined ? {} : { meter }),
    ...(key === undefined ? {} : { key }),
    ...(bars === undefined ? {} : { bars: Math.min(bars, attributeRanges.bars.max) }),
  };
  const places = placed(state.markers, quartersOf, left).map(({ name, quarters }) => ({
    name,
    bar: roundedBar(name, quarters, bar, left),
  }));
  const quarterSeconds = 60 / (state.tempo ?? 120);
  const sections = sectionsOf(places, { fromBar, bars, barSeconds: bar * quarterSeconds });
  const position = state.position === undefined ? undefined : quartersOf(state.position);
  const begin = (fromBar - 1) * bar;
  const playhead =
    position === undefined || position < begin
      ? {}
      : { playhead: Number(((position - begin) * quarterSeconds).toFixed(3)) };
  return { attributes, sections, fromBar, ...playhead, left };
}

/** Sections of a take as locators of a project, whose first bar is `atBar`. */
export function locatorsOfSections(
  sections: readonly { label: string; bar: number }[],
  meter: Meter,
  atBar: number,
): DawMarker[] {
  return sections.map(({ label, bar }) => ({
    name: label,
    quarters: (atBar + bar - 2) * barQuarters(meter),
  }));
}

function meterOf(meter: string | undefined, left: string[]): Meter | undefined {
  if (meter === undefined) return undefined;
  const known = meters.find((one) => one === meter);
  if (known === undefined) left.push(`The engines do not know the meter ${meter}.`);
  return known;
}

/** The project counts quarters, an attribute the beats of its meter. */
function tempoOf(quarters: number | undefined, meter: Meter, left: string[]): number | undefined {
  if (quarters === undefined) return undefined;
  const tempo = Number((quarters / beatQuarters(meter)).toFixed(3));
  const { min, max } = attributeRanges.tempo;
  if (tempo >= min && tempo <= max) return tempo;
  left.push(`A tempo of ${tempo} is outside ${min}…${max}.`);
  return undefined;
}

function keyOf({ root, scale }: DawState, left: string[]): string | undefined {
  if (root === undefined || scale === undefined) return undefined;
  const key = `${tonicNames[root] ?? ''} ${scale.toLowerCase()}`;
  if (keySchema.safeParse(key).success) return key;
  left.push(`The engines do not know the scale ${scale}.`);
  return undefined;
}

type PlaceReader = (place: DawPlace) => Quarters | undefined;

/** Where a DAW tells seconds only, its tempo is taken to have been the same from the beginning. */
function placeReader(tempo: number | undefined): PlaceReader {
  return ({ quarters, seconds }) =>
    quarters ?? (seconds === undefined || tempo === undefined ? undefined : (seconds * tempo) / 60);
}

function loopSpan(
  { loop }: DawState,
  quartersOf: PlaceReader,
): { start: Quarters; end: Quarters } | undefined {
  if (loop?.isOn !== true) return undefined;
  const [start, end] = [quartersOf(loop.start), quartersOf(loop.end)];
  return start === undefined || end === undefined || end <= start ? undefined : { start, end };
}

function placed(
  markers: readonly DawMarker[],
  quartersOf: PlaceReader,
  left: string[],
): { name: string; quarters: Quarters }[] {
  return markers
    .flatMap((marker) => {
      const quarters = quartersOf(marker);
      if (quarters === undefined) left.push(`The DAW does not tell where the marker “${marker.name}” is.`);
      return quarters === undefined ? [] : [{ name: marker.name, quarters }];
    })
    .sort((a, b) => a.quarters - b.quarters);
}

function roundedBar(name: string, quarters: Quarters, bar: Quarters, left: string[]): number {
  const exact = quarters / bar + 1;
  const rounded = Math.round(exact);
  if (Math.abs(exact - rounded) > 0.01)
    left.push(`The marker “${name}” went to the beginning of bar ${rounded}.`);
  return rounded;
}

function sectionsOf(
  places: readonly { name: string; bar: number }[],
  { fromBar, bars, barSeconds }: { fromBar: number; bars: number | undefined; barSeconds: number },
): CueSection[] {
  const end = bars === undefined ? Infinity : fromBar + bars;
  const inside = places.filter(({ bar }) => bar >= fromBar && bar < end);
  return inside.flatMap(({ name, bar }, i) => {
    const next = inside[i + 1]?.bar ?? end;
    // Of two markers in one bar the later one names the section.
    if (next === bar) return [];
    const length = Number.isFinite(next) ? { bars: Math.min(2000, next - bar) } : {};
    return [
      { id: `daw-${i + 1}`, label: name.slice(0, 200), start: (bar - fromBar) * barSeconds, ...length },
    ];
  });
}
