/** Briefs over time for tests of arcs. */
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import type { GivenAttributes } from '../../../../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../../../../bridge/protocol/brief.ts';
import type { Hit } from '../../../../../../bridge/protocol/cue.ts';

/** A brief with sections, each with its start and what differs in it, and hits at moments. */
export function arcBrief(
  values: Parameters<typeof sampleBrief>[0],
  sections: readonly (readonly [label: string, start: number, attributes: GivenAttributes])[],
  hits: readonly (number | Hit)[] = [],
): Brief {
  return {
    ...sampleBrief(values),
    sections: sections.map(([label, start, attributes], i) => ({ id: `s${i}`, label, start, attributes })),
    hits: hits.map((hit, i) =>
      typeof hit === 'number' ? { id: `h${i}`, label: `at ${hit}`, seconds: hit, strength: 0.9 } : hit,
    ),
  };
}

/** Calm, storm, relief in a minute, told apart in everything that a section can change. */
export function stormBrief(hits: readonly (number | Hit)[] = []): Brief {
  return arcBrief(
    { seconds: 60, tempo: 90 },
    [
      [
        'calm',
        0,
        { tempo: 70, key: 'D minor', arousal: -0.7, density: 0.15, dynamics: 0.2, register: 'low' },
      ],
      [
        'storm',
        20,
        { tempo: 120, key: 'F major', arousal: 0.9, density: 0.9, dynamics: 0.9, register: 'middle' },
      ],
      [
        'relief',
        40,
        { tempo: 84, key: 'D major', arousal: -0.3, density: 0.4, dynamics: 0.4, register: 'high' },
      ],
    ],
    hits,
  );
}
