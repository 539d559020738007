/** A composer for tests: real phrases of the score engine, by the sidecar's own performer, without a process. */
import { Performer } from '../../../../models/sidecar/performer.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type {
  PerformanceOrder,
  PerformanceReport,
  PerformedPhrase,
} from '../../../../bridge/protocol/performance.ts';

/** What a composer says to these orders. */
export async function composed(
  orders: readonly PerformanceOrder[],
  phrases: number,
): Promise<PerformedPhrase[]> {
  const heard: PerformedPhrase[] = [];
  const report = (one: PerformanceReport): void => {
    if (one.kind === 'phrase') heard.push(one);
  };
  const source = { brief: sampleBrief({ style: 'strings', key: 'D minor' }), seed: 3 };
  const performer = new Performer(source, 'test', report);
  for (const order of orders) performer.obey(order);
  while (heard.length < phrases) await new Promise((resolve) => setImmediate(resolve));
  performer.close();
  return heard;
}
