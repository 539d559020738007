/** How long the score engine composes: three minutes of music in every style. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { barSeconds } from '../../bridge/protocol/meter.ts';
import { composeScore } from '../../models/engines/score/composeScore.ts';
import { explicitBrief } from '../../models/evaluation/explicitBrief.ts';
import { benchRow, median, timeRuns } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';

const tempo = 90;
const bars = Math.round(180 / barSeconds('4/4', tempo));

/** Times every style; the first run of each is not counted, since it warms the compiler. */
export async function runEngineBench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const style of styles) {
    const brief = explicitBrief(style, { bars, tempo, density: 0.8, arousal: 0.5 });
    composeScore({ brief, seed: 100 });
    const samples = await timeRuns(7, (seed) => composeScore({ brief, seed }));
    const milliseconds = samples.map((value) => value * 1000);
    const detail = `median; ${bars} bars at ${tempo} BPM, ${brief.attributes.instruments.value.length} roles, six candidates`;
    rows.push(
      benchRow({
        ...{ name: `engine, 3 minutes, ${style}`, value: median(milliseconds), unit: 'ms' },
        ...{ target: { atMost: 300 }, samples: milliseconds, detail },
      }),
    );
  }
  return rows;
}
