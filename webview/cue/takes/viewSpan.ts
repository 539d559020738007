/** Which part of a take is seen: zoom and scroll as arithmetic. Fractions of the whole, 0…1. */
import type { Unit } from '../../../bridge/protocol/units.ts';

/** What is seen. `from` < `to`. */
export interface ViewSpan {
  from: Unit;
  to: Unit;
}

/** All of it. */
export const wholeSpan: Readonly<ViewSpan> = { from: 0, to: 1 };

/** The span moved and cut so that it lies within the whole and is no narrower than `narrowest`. */
export function fitSpan({ from, to }: ViewSpan, narrowest: Unit): ViewSpan {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return { ...wholeSpan };
  const width = Math.min(1, Math.max(narrowest, to - from));
  const start = Math.min(Math.max(0, from), 1 - width);
  return { from: start, to: start + width };
}

/** Makes the span `factor` times as wide and keeps the place `at` (a fraction of the span) where it is. */
export function zoomSpan(span: ViewSpan, factor: number, at: Unit, narrowest: Unit): ViewSpan {
  const width = span.to - span.from;
  const next = Math.min(1, Math.max(narrowest, width * factor));
  const place = span.from + width * at;
  return fitSpan({ from: place - next * at, to: place - next * at + next }, narrowest);
}

/** Moves the span by a fraction of its own width. */
export function scrollSpan(span: ViewSpan, by: number): ViewSpan {
  const width = span.to - span.from;
  return fitSpan({ from: span.from + by * width, to: span.to + by * width }, width);
}

/** Turns the page where `place` is no longer seen; otherwise the same object. */
export function followSpan(span: ViewSpan, place: Unit): ViewSpan {
  if (place >= span.from && place <= span.to) return span;
  const width = span.to - span.from;
  return fitSpan({ from: place, to: place + width }, width);
}

/** Where in the span a place of the whole is; outside of 0…1 it is not seen. */
export function placeInSpan(span: ViewSpan, place: Unit): number {
  return (place - span.from) / (span.to - span.from);
}

/** The place of the whole that a fraction of the span is. */
export function placeOf(span: ViewSpan, at: Unit): Unit {
  return Math.min(1, Math.max(0, span.from + (span.to - span.from) * at));
}
