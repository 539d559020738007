/** The tempo map: one tempo, and the ritardando of the last two bars where the style has one. */
import { ritardandoFactors, styleEndings } from '../../../../bridge/protocol/duration.ts';
import { beatQuarters } from '../../../../bridge/protocol/meter.ts';
import { microsecondsPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { TempoChange } from '../../../../bridge/protocol/score.ts';
import type { ScoreRequest } from '../request.ts';

/** Tempo changes of a piece, the first at tick 0. */
export function tempoMap(request: ScoreRequest): TempoChange[] {
  const { grid, bars, tempo, style } = request;
  const quartersPerMinute = tempo * beatQuarters(grid.meter);
  const base: TempoChange = { tick: 0, microsecondsPerQuarter: microsecondsPerQuarter(quartersPerMinute) };
  const factors = ritardandoFactors(bars, grid.meter, styleEndings[style].ritardando);
  const start = bars * grid.bar - factors.length * grid.beat;
  const slower = factors.map((factor, i): TempoChange => ({
    tick: start + i * grid.beat,
    microsecondsPerQuarter: microsecondsPerQuarter(quartersPerMinute * factor),
    ritardando: true,
  }));
  return [base, ...slower];
}
