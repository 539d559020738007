/**
 * Composes a performance as it is asked to: no further than was granted, one phrase a turn, so that a change is heard of between
 * two phrases. Revisions are timelines that share what they have in common; the last few are kept, for a change that came too late.
 */
import { closingSection } from '../../bridge/protocol/performance.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import { microsecondsPerQuarter } from '../../bridge/protocol/units.ts';
import { roleInstrument } from '../brief/roleInstrument.ts';
import { styleEnsembles } from '../brief/styleEnsembles.ts';
import { performedScore } from '../engines/score/endless/performedScore.ts';
import {
  extend,
  forget,
  openTimeline,
  performedPhrase,
  steer,
  valuesOf,
} from '../engines/score/endless/timeline.ts';
import { predictGain } from './predictGain.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type {
  PerformanceOrder,
  PerformanceReport,
  SoundValues,
  SteeringEntry,
} from '../../bridge/protocol/performance.ts';
import type { Decibels } from '../../bridge/protocol/units.ts';
import type { PerformanceSource, Timeline } from '../engines/score/endless/timeline.ts';

interface Revision {
  timeline: Timeline;
  /** Phrases that begin before this bar are known to the player. */
  sent: number;
}

/** Timelines that a change may build on. */
const keptRevisions = 4;
/** Bars of which the loudness is predicted. */
const barsForGain = 8;
/** Phrases behind the last one that may still be cut. */
const keptPhrases = 16;

/** One performance. */
export class Performer {
  readonly #source: PerformanceSource;
  readonly #title: string;
  readonly #report: (report: PerformanceReport) => void;
  readonly #revisions = new Map<number, Revision>();
  #current: number | undefined;
  #granted = 0;
  #turn: NodeJS.Immediate | undefined;

  constructor(source: PerformanceSource, title: string, report: (report: PerformanceReport) => void) {
    this.#source = source;
    this.#title = title;
    this.#report = report;
  }

  /** Does what is asked. Orders that this composer has nothing to do with are left out. */
  obey(order: PerformanceOrder): void {
    switch (order.kind) {
      case 'attach':
        this.#attach(order);
        return;
      case 'grant':
        this.#granted = Math.max(this.#granted, order.until);
        this.#goOn();
        return;
      case 'steer':
        this.#steer(order);
        return;
      default:
    }
  }

  /** Composes no more. */
  close(): void {
    clearImmediate(this.#turn);
    this.#current = undefined;
  }

  #attach({ revision, resume }: Extract<PerformanceOrder, { kind: 'attach' }>): void {
    this.#revisions.clear();
    this.#granted = 0;
    const opened = openTimeline(this.#source, resume?.point);
    // The player has the last phrase up to a bar, and it is the same one again.
    const timeline = resume === undefined ? opened : steer(opened, { bar: resume.delivered, values: {} });
    this.#begin(revision, { timeline, sent: resume?.delivered ?? 0 });
    const { brief } = this.#source;
    const tempo = brief.attributes.tempo.value;
    const beginning = { values: valuesOf(brief), sound: soundOf(brief), tempo, gain: this.#gain(tempo) };
    this.#report({ kind: 'attached', title: this.#title, ...beginning });
  }

  /** Of the first bars, as of a take. */
  #gain(tempo: number): Decibels {
    const tempos = [{ tick: 0, microsecondsPerQuarter: microsecondsPerQuarter(tempo) }];
    const span = { log: { steering: [], sound: [], tempos }, from: 0, to: barsForGain };
    return predictGain(performedScore(this.#source, span, this.#title));
  }

  #steer({ revision, base, entry }: Extract<PerformanceOrder, { kind: 'steer' }>): void {
    const based = this.#revisions.get(base);
    if (based === undefined) return;
    // It went on from a later bar than this. Whoever asks has to say again from where.
    if (entry.bar < beginningOf(based.timeline)) {
      this.#report({ kind: 'lost' });
      return;
    }
    // What a person asks for after the end begins anew.
    const isAfterEnd = based.timeline.isOver && entry.section !== closingSection;
    if (isAfterEnd && entry.bar >= based.timeline.next.bar) return;
    const timeline = steer(based.timeline, withEnsemble(based.timeline, entry));
    this.#begin(revision, { timeline, sent: entry.bar });
    this.#goOn();
  }

  #begin(revision: number, state: Revision): void {
    this.#revisions.set(revision, state);
    for (const old of [...this.#revisions.keys()].slice(0, -keptRevisions)) this.#revisions.delete(old);
    this.#current = revision;
  }

  /** Sends what is there, then composes one phrase more where it was granted. */
  #goOn(): void {
    clearImmediate(this.#turn);
    const revision = this.#current;
    const state = revision === undefined ? undefined : this.#revisions.get(revision);
    if (revision === undefined || state === undefined) return;
    this.#send(revision, state);
    const { timeline } = state;
    if (timeline.isOver || timeline.next.bar >= this.#granted) return;
    this.#turn = setImmediate(() => {
      state.timeline = forget(extend(timeline), keptPhrases);
      this.#goOn();
    });
  }

  #send(revision: number, state: Revision): void {
    for (const phrase of state.timeline.phrases) {
      if (phrase.point.bar < state.sent) continue;
      this.#report(performedPhrase(phrase, revision));
      state.sent = phrase.point.bar + phrase.bars;
    }
  }
}

/** The first bar that can be steered. */
function beginningOf({ phrases, next }: Timeline): number {
  return (phrases[0]?.point ?? next).bar;
}

/** What the sound is like before anybody touched it. */
function soundOf({ attributes }: Brief): SoundValues {
  const { brightness, dynamics } = attributes;
  return { brightness: brightness.value, dynamics: dynamics.value, reverb: 0.3, balance: {} };
}

/** Another style brings its own players; those that a person chose stay. */
function withEnsemble({ next: { values: now } }: Timeline, entry: SteeringEntry): SteeringEntry {
  const { style, instruments: chosen = [], arousal = now.arousal ?? 0 } = entry.values;
  if (style === undefined || style === now.style) return entry;
  const { order, players, percussion } = styleEnsembles[style];
  const usual = order.flatMap((role) => {
    const player = players[role]?.[0];
    const isQuiet = role === 'percussion' && arousal <= percussion.arousal;
    return player === undefined || isQuiet ? [] : [roleInstrument(role, player)];
  });
  const byRole = new Map([...usual, ...chosen].map((one) => [one.role, one]));
  const instruments = roles.flatMap((role) => byRole.get(role) ?? []);
  return { ...entry, values: { ...entry.values, instruments } };
}
