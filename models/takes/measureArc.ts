/**
 * Measures a take that changes over time: tempo and key of each section against what the brief asks of it, and every hit on the notes.
 *
 * ```
 *  brief ─► askedArc ─► what each section is to be ─┐
 *  score ─► pulse, scale, onsets, blindly ──────────┴─► agrees, or a failure
 * ```
 */
import { barQuarters } from '../../bridge/protocol/meter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { askedArc } from '../engines/score/arc/askedArc.ts';
import { mostTempoChange } from '../engines/score/arc/gridPath.ts';
import { measureHits, missedHits } from './measureHits.ts';
import { cut, failureOf, keyIn, longest } from './measurePerformed.ts';
import { measuredSound, measureKey, soundFailures, tolerances } from './measureTake.ts';
import { measureTempo } from './tempoMeter.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { AskedOfSpan, Measured } from '../../bridge/protocol/take.ts';
import type { AskedStretch } from './askedOfPerformance.ts';
import type { MeasuredSound } from './measureTake.ts';
import type { ArcValues } from '../engines/score/arc/askedArc.ts';

/** Seconds of a section below which its tempo is not told: most of it is the way to the next. */
const leastTempo = 6;
/** The pulse is told to a hundredth, beside the 3 % that a hit or a border may take. */
const sameTempo = mostTempoChange + 0.01;

/** Measures it. */
export function measureArc(score: Score, sound: MeasuredSound, brief: Brief): Measured {
  const tempos = temposOfArc(score, brief);
  const keys = keysOfArc(score, brief);
  const hits = measureHits(score, brief.hits);
  const [tempo, key] = [longest(tempos), longest(keys)];
  const blind = measureKey(score, brief);
  const measured = {
    ...measuredSound(sound),
    tempo: Number(tempo?.found ?? Math.round(measureTempo(score).tempo * 1000) / 1000),
    key: key?.found ?? blind.key,
    keyAgrees: keys.every(({ agrees }) => agrees !== false),
    notes: score.parts.reduce((sum, part) => sum + part.notes.length, 0),
    remade: false,
  };
  const wanted = brief.attributes.seconds.value;
  const isAsLong = Math.abs(measured.seconds - wanted) <= tolerances.seconds;
  const spans = [...tempos, ...keys];
  const failures = [
    ...(measured.notes > 0 ? [] : ['it has no notes']),
    ...(isAsLong ? [] : [`it lasts ${measured.seconds.toFixed(3)} s instead of ${wanted.toFixed(3)} s`]),
    ...spans.flatMap(failureOf),
    ...missedHits(hits),
    ...soundFailures(measured),
  ];
  return { ...measured, spans, ...(hits.length === 0 ? {} : { hits }), failures };
}

/** The key of every stretch of sections in one key. In one key throughout, it is found as in any other piece. */
export function keysOfArc(score: Score, brief: Brief): AskedOfSpan[] {
  const stretches = stretchesOf(score, brief, ({ key }) => key);
  const [only] = stretches;
  if (stretches.length === 1 && only !== undefined) {
    const { key, agrees } = measureKey(score, brief);
    const isHome = only.value === brief.attributes.key.value;
    const found = isHome ? { found: key, agrees } : {};
    return [{ what: 'key', bar: 1, bars: score.bars, asked: only.value, ...found }];
  }
  return stretches.map((stretch, i) =>
    keyIn(score, i === stretches.length - 1 ? stretch : shortened(stretch, score)),
  );
}

/** Without its last bar, which leads into the key that follows. */
function shortened<T>(stretch: AskedStretch<T>, score: Score): AskedStretch<T> {
  const meter = score.meters.findLast(({ tick }) => tick < stretch.endTick)?.meter ?? '4/4';
  const bar = barQuarters(meter) * ticksPerQuarter;
  return { ...stretch, endTick: stretch.endTick - bar, bars: stretch.bars - 1 };
}

function temposOfArc(score: Score, brief: Brief): AskedOfSpan[] {
  return stretchesOf(score, brief, ({ tempo }) => tempo).map(({ value, tick, endTick, bar, bars }) => {
    const shown = `${Math.round(value * 1000) / 1000}`;
    const asked = { what: 'tempo' as const, bar: bar + 1, bars, asked: shown };
    const seconds = tickToSeconds(score.tempos, endTick) - tickToSeconds(score.tempos, tick);
    if (seconds < leastTempo || moves(brief)) return asked;
    const { tempo } = measureTempo(cut(score, tick, endTick));
    const agrees = Math.abs(tempo / value - 1) <= sameTempo;
    return { ...asked, found: `${Math.round(tempo * 1000) / 1000}`, agrees };
  });
}

/** A tempo that moves all the time has no one value to be found. */
function moves({ keyframes }: Brief): boolean {
  return keyframes?.tempo?.some(({ curve }) => curve !== 'hold') === true;
}

/** Sections of one value, side by side, with their place in the score. A form of the engine's own is one section. */
function stretchesOf<T>(score: Score, brief: Brief, read: (values: ArcValues) => T): AskedStretch<T>[] {
  const asked = askedArc(brief);
  const stretches: AskedStretch<T>[] = [];
  asked.sections.forEach(({ start, end }, i) => {
    const value = read(asked.valuesOver(start, end));
    const own = asked.isFree ? undefined : score.sections[i];
    const next = asked.isFree ? undefined : score.sections[i + 1];
    const [tick, bar] = [own?.tick ?? 0, (own?.bar ?? 1) - 1];
    const [endTick, endBar] = [next?.tick ?? score.endTick, (next?.bar ?? score.bars + 1) - 1];
    const last = stretches.at(-1);
    if (last?.value === value) Object.assign(last, { endTick, bars: endBar - last.bar });
    else stretches.push({ value, tick, endTick, bar, bars: endBar - bar });
  });
  return stretches;
}
