/** What a DAW's project offers to a cue, one line each: a person takes all of it, or some. */
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { DawConditions } from '../../bridge/protocol/daw.ts';
import type { GivenAttribute } from '../../bridge/protocol/panels/cueEdit.ts';
import type { DawEdit } from '../cue/editCue.ts';

/** One thing. */
export interface DawOffer {
  readonly of: 'tempo' | 'meter' | 'key' | 'bars' | 'sections' | 'hit';
  /** The value in words. */
  readonly value: string;
  /** What the cue has in its place; absent where it has nothing. */
  readonly now?: string;
  /** Taken unless the person says otherwise: a playhead stands somewhere by chance. */
  readonly isUsual: boolean;
}

type Having = Pick<Cue, 'attributes' | 'sections'>;

/** In the order in which they are shown; none where the DAW tells nothing of use. */
export function dawOffers(
  { attributes, sections, playhead }: DawConditions,
  cue: Having | undefined,
): DawOffer[] {
  const { tempo, meter, key, bars } = attributes;
  const there = cue?.attributes ?? {};
  const length = there.bars === undefined ? seconds(there.seconds) : `${there.bars} bars`;
  const offers: (DawOffer | undefined)[] = [
    offer(
      'tempo',
      tempo === undefined ? undefined : beats(tempo),
      there.tempo === undefined ? undefined : beats(there.tempo),
    ),
    offer('meter', meter, there.meter),
    offer('key', key, there.key),
    offer('bars', bars === undefined ? undefined : `${bars} bars`, length),
    offer('sections', names(sections), names(cue?.sections ?? [])),
    playhead === undefined || playhead === 0
      ? undefined
      : { of: 'hit', value: `${playhead.toFixed(2)} s`, isUsual: false },
  ];
  return offers.filter((one) => one !== undefined);
}

/** The one step in which what was chosen becomes part of the cue. */
export function dawEdit(
  { attributes, sections, playhead }: DawConditions,
  chosen: ReadonlySet<DawOffer['of']>,
  { title, hitLabel }: { title: string; hitLabel: string },
): DawEdit {
  const given = (['tempo', 'meter', 'key', 'bars'] as const)
    .filter((name) => chosen.has(name) && attributes[name] !== undefined)
    .map((name) => ({ name, value: attributes[name] }) as GivenAttribute);
  return {
    kind: 'take-from-daw',
    title,
    attributes: given,
    ...(chosen.has('sections') ? { sections } : {}),
    ...(chosen.has('hit') && playhead !== undefined
      ? { hit: { seconds: playhead, label: hitLabel, strength: 1 } }
      : {}),
  };
}

function offer(of: DawOffer['of'], value: string | undefined, now: string | undefined): DawOffer | undefined {
  if (value === undefined) return undefined;
  return { of, value, ...(now === undefined ? {} : { now }), isUsual: true };
}

function names(sections: readonly { label: string }[]): string | undefined {
  return sections.length === 0 ? undefined : sections.map(({ label }) => label).join(', ');
}

function beats(tempo: number): string {
  return `${Math.round(tempo * 100) / 100} BPM`;
}

function seconds(length: number | undefined): string | undefined {
  return length === undefined ? undefined : `${length} s`;
}
