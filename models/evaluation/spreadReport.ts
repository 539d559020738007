/** Do briefs turn grey? How far the briefs of mixed inputs lie apart. */
import { attributeRanges, styles } from '../../bridge/protocol/attributes.ts';
import { findInstallation } from '../takes/installation.ts';
import { Stack } from '../takes/stack.ts';
import { mean, quantile } from './distribution.ts';
import { markdownTable, percent } from './markdownTable.ts';
import { conditionsFolder, mixedCues } from './sampleConditions.ts';
import type { NumericAttribute } from '../../bridge/protocol/attributes.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Report } from './writeResults.ts';

const numeric = ['tempo', 'valence', 'arousal', 'tension', 'density', 'brightness', 'dynamics'] as const;

/** Makes the briefs of `count` mixed inputs and reports how they spread. */
export async function spreadReport(root: string, count: number): Promise<Report> {
  const stack = new Stack(findInstallation());
  const briefs: Brief[] = [];
  try {
    for (const { cue } of mixedCues(root, count, 1)) {
      briefs.push((await stack.brief({ cue, folder: conditionsFolder(root) })).brief);
    }
  } finally {
    await stack.close();
  }
  const spreads = numeric.map((name) => spreadOfAttribute(name, briefs));
  const counts = styles.map(
    (style) => briefs.filter((brief) => brief.attributes.style.value === style).length,
  );
  const different = (values: string[]): number => new Set(values).size;
  const keys = different(briefs.map((brief) => brief.attributes.key.value));
  const descriptions = different(briefs.map((brief) => brief.description));
  return {
    name: 'spread',
    title: 'Spread of briefs',
    figures: {
      count,
      spreads,
      styles: Object.fromEntries(styles.map((style, i) => [style, counts[i]])),
      keys,
      descriptions,
    },
    text: [
      `Briefs of ${count} mixed inputs (one to three of the evaluation's pictures, stories and captions, drawn at random).`,
      '“Used” is the distance of the 5th from the 95th percentile as a share of the range that the contract allows; grey briefs',
      'would have little of it. Standard deviation in the unit of the attribute.',
      '',
      markdownTable(
        ['attribute', '5 %', 'median', '95 %', 'deviation', 'used'],
        spreads.map(({ name, p5, p50, p95, deviation, used }) => [
          name,
          p5,
          p50,
          p95,
          deviation,
          percent(used),
        ]),
      ),
      '',
      `${keys} different keys and ${descriptions} different descriptions. Styles:`,
      '',
      markdownTable([...styles], [counts]),
    ].join('\n'),
  };
}

function spreadOfAttribute(
  name: NumericAttribute,
  briefs: readonly Brief[],
): { name: string; p5: number; p50: number; p95: number; deviation: number; used: number } {
  const values = briefs.map((brief) => brief.attributes[name].value);
  const [p5, p50, p95] = [quantile(values, 0.05), quantile(values, 0.5), quantile(values, 0.95)];
  const centre = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  const { min, max } = attributeRanges[name];
  return { name, p5, p50, p95, deviation, used: (p95 - p5) / (max - min) };
}
