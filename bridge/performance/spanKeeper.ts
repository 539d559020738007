/** The last minutes as a take: the span is found among the phrases that were played, and the sidecar is asked to render it. */
import { LeitmotifError } from '../protocol/errors.ts';
import { secondsToTick, tickToSeconds } from '../protocol/tempoMap.ts';
import type { PerformanceOrder, PerformanceReport } from '../protocol/performance.ts';
import type { Seconds, Ticks } from '../protocol/units.ts';
import type { HeardRecord } from './heardRecord.ts';
import type { PerformanceRecord, Place } from './performanceRecord.ts';

/** A phrase that was played. */
export interface PassedPhrase extends Place {
  bars: number;
  endTick: Ticks;
}

/** What to keep. */
export interface KeepRequest {
  record: PerformanceRecord | undefined;
  heard: HeardRecord;
  /** Where it ends. */
  to: Place;
  seconds: Seconds;
  out: string;
  phrases: readonly PassedPhrase[];
}

interface Waiting {
  resolve: (folder: string) => void;
  reject: (error: LeitmotifError) => void;
}

/** Keeps spans of one performance. */
export class SpanKeeper {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** Asks for a take; answers its folder. @throws LeitmotifError `not-performing`, and what the sidecar says */
  keep(
    { record, heard, to, seconds, out, phrases }: KeepRequest,
    ask: (order: PerformanceOrder) => void,
  ): Promise<string> {
    if (record === undefined || phrases.length === 0 || to.bar === 0) return Promise.reject(nothingPlayed());
    const from = placeBefore(record, to, seconds, phrases);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const span = { ...record.span(from, to), heard: heard.between(from.tick, to.tick) };
      ask({ kind: 'keep', id, span, out, stems: true });
    });
  }

  /** The answer to one of these, or a refusal of something else. */
  hear(report: PerformanceReport, problem: (error: LeitmotifError) => void): void {
    if (report.kind === 'kept') {
      this.#waiting.get(report.id)?.resolve(report.folder);
      this.#waiting.delete(report.id);
    } else if (report.kind === 'refused') {
      const { code, ...detail } = report.fault;
      const error = new LeitmotifError(code, detail);
      const waiting = report.id === undefined ? undefined : this.#waiting.get(report.id);
      if (waiting === undefined) problem(error);
      else waiting.reject(error);
      if (report.id !== undefined) this.#waiting.delete(report.id);
    }
  }

  /** Nobody answers any more. */
  lost(): void {
    for (const { reject } of this.#waiting.values()) reject(nobodyAnswers());
    this.#waiting.clear();
  }
}

/** The bar line so many seconds before the end, at least a bar before it. */
function placeBefore(
  record: PerformanceRecord,
  to: Place,
  seconds: Seconds,
  phrases: readonly PassedPhrase[],
): Place {
  const { tempos } = record;
  const wanted = secondsToTick(tempos, Math.max(0, tickToSeconds(tempos, to.tick) - seconds));
  const phrase = phrases.findLast(({ tick }) => tick <= wanted) ?? phrases[0];
  if (phrase === undefined) return { bar: 0, tick: 0 };
  const length = (phrase.endTick - phrase.tick) / phrase.bars;
  const count = Math.min(phrase.bars - 1, Math.max(0, Math.floor((wanted - phrase.tick) / length)));
  const place = { bar: phrase.bar + count, tick: phrase.tick + count * length };
  return place.bar < to.bar ? place : { bar: to.bar - 1, tick: to.tick - length };
}

function nothingPlayed(): LeitmotifError {
  return new LeitmotifError('not-performing', {
    what: 'Nothing was played yet',
    subject: 'performance',
    next: 'Keep it after the first bar',
  });
}

function nobodyAnswers(): LeitmotifError {
  return new LeitmotifError('sidecar-ended', {
    what: 'The one who makes takes is not there',
    subject: 'performance',
    next: 'Start the sidecar again, attach it, and keep the span again',
  });
}
