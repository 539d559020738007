/**
 * The scenes of a cue in order of time: its sections, the turns of its stories, or its images one after the other.
 *
 *   sections with words or attributes ─┐
 *   stories ─► beats ─► storyScenes ───┼─► scenes: label, start, readings, what is given for them
 *   images in their order ─────────────┘
 */
import { storyScenes } from './storyScenes.ts';
import type { CueSection, Cue } from '../../../bridge/protocol/cue.ts';
import type { GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { Passage, Reading } from '../../perception/reading.ts';
import type { SceneKnowledge } from '../sceneKnowledge.ts';

/** What perception read for the scenes alone. */
export interface ArcReadings {
  /** Words of sections, by the section's identifier. */
  words: ReadonlyMap<string, Reading>;
  /** Beats of stories, by the condition's identifier. */
  beats: ReadonlyMap<string, readonly Passage[]>;
}

/** One scene. */
export interface ArcScene {
  id: string;
  label: string;
  start: Seconds;
  /** What was read in it; empty where only attributes were given. */
  readings: Reading[];
  given: GivenAttributes;
  /** The clause that its reasons begin with. */
  reason: string;
  /** The section that it is, where the cue has it. */
  section?: CueSection;
}

/** What scenes are found in. */
export interface ScenesRequest {
  cue: Pick<Cue, 'sections' | 'unfold' | 'conditions'>;
  readings: readonly Reading[];
  arc: ArcReadings;
  knowledge: SceneKnowledge;
  seconds: Seconds;
}

/** Seconds below which no scene of a story or slide is cut. */
const leastScene: Seconds = 6;
const mostScenes = 16;

/** True where a cue asks for something that scenes are made of. */
export function hasScenes({ sections, unfold }: Pick<Cue, 'sections' | 'unfold'>): boolean {
  return unfold !== undefined || sections.some(isTelling);
}

function isTelling({ words, attributes }: CueSection): boolean {
  return words !== undefined || (attributes !== undefined && Object.keys(attributes).length > 0);
}

/** The scenes; empty where there is nothing to tell one after the other. */
export function arcScenes(request: ScenesRequest): ArcScene[] {
  const { cue } = request;
  if (cue.sections.some(isTelling)) return sectionScenes(request);
  if (cue.unfold === undefined) return [];
  const slides = cue.unfold === 'stories' ? [] : imagesOf(request);
  const beats = cue.unfold === 'images' ? [] : beatsOf(request);
  if (slides.length > 1 && beats.length > 0) return mixedScenes(slides, beats, request);
  return slides.length > 1 ? slideScenes(slides, request) : beatScenes(beats, request);
}

/** Readings that belong to single scenes and not to the whole. */
export function isUnfolded(reading: Reading, unfold: Cue['unfold']): boolean {
  if (unfold === undefined) return false;
  if (reading.kind === 'story') return unfold !== 'images';
  return reading.kind === 'image' && unfold !== 'stories';
}

function sectionScenes({ cue, arc }: ScenesRequest): ArcScene[] {
  return [...cue.sections]
    .sort((a, b) => a.start - b.start)
    .map((section) => {
      const reading = arc.words.get(section.id);
      return {
        id: section.id,
        label: section.label,
        start: section.start,
        readings: reading === undefined ? [] : [reading],
        given: section.attributes ?? {},
        reason: `section "${section.label}"`,
        section,
      };
    });
}

/** Images as they stand in the cue. */
function imagesOf({ cue, readings }: ScenesRequest): Reading[] {
  return cue.conditions.flatMap(({ id }) =>
    readings.filter(({ condition, kind, weight }) => condition === id && kind === 'image' && weight > 0),
  );
}

function beatsOf({ cue, readings, arc }: ScenesRequest): Passage[] {
  const told = cue.conditions.flatMap(({ id }) =>
    readings.filter(({ condition, kind, weight }) => condition === id && kind === 'story' && weight > 0),
  );
  return told.flatMap(({ condition }) =>
    (arc.beats.get(condition) ?? []).map((beat) => ({ ...beat, weight: beat.weight / told.length })),
  );
}

function slideScenes(slides: readonly Reading[], { seconds }: ScenesRequest): ArcScene[] {
  return slides.map((reading, i) => ({
    id: `slide-${i + 1}`,
    label: `${i + 1}`,
    start: rounded((seconds * i) / slides.length),
    readings: [reading],
    given: {},
    reason: `image ${i + 1} (${reading.condition})`,
  }));
}

function beatScenes(beats: readonly Passage[], { knowledge, seconds, readings }: ScenesRequest): ArcScene[] {
  const most = Math.max(1, Math.min(mostScenes, Math.floor(seconds / leastScene)));
  const scenes = storyScenes(beats, knowledge, { most });
  if (scenes.length < 2) return [];
  let share = 0;
  return scenes.map((own, i) => {
    const start = rounded(share * seconds);
    share += own.reduce((sum, { weight }) => sum + weight, 0);
    return sceneOf(own, i, start, readings);
  });
}

function mixedScenes(
  slides: readonly Reading[],
  beats: readonly Passage[],
  request: ScenesRequest,
): ArcScene[] {
  const { knowledge, readings } = request;
  const parts = storyScenes(beats, knowledge, { most: slides.length, exactly: slides.length });
  return slideScenes(slides, request).map((slide, i) => {
    const own = parts[i];
    if (own === undefined) return slide;
    const { label, readings: told } = sceneOf(own, i, slide.start, readings);
    return { ...slide, label, readings: [...slide.readings, ...told] };
  });
}

function sceneOf(
  beats: readonly Passage[],
  i: number,
  start: Seconds,
  readings: readonly Reading[],
): ArcScene {
  const whole = readings.find(({ kind }) => kind === 'story');
  const total = beats.reduce((sum, { weight }) => sum + weight, 0);
  const text = beats.map((beat) => beat.text).join(' ');
  const label = firstWords(text);
  const reading: Reading = {
    condition: `scene-${i + 1}`,
    kind: 'story',
    weight: whole?.weight ?? 1,
    passages: beats.map((beat) => ({ ...beat, weight: total > 0 ? beat.weight / total : 0 })),
    words: [],
    text,
    understood: whole?.understood ?? 1,
    notes: [],
    summary: `read: “${label}”`,
  };
  return {
    id: `scene-${i + 1}`,
    label,
    start,
    readings: [reading],
    given: {},
    reason: `scene ${i + 1}, “${label}”`,
  };
}

/** The first words, for a label that fits on a timeline. */
function firstWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= 32) return line.replace(/[.,;:!?]+$/, '');
  const cut = line.slice(0, 32);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 12)).replace(/[.,;:–—-]+$/, '')} …`;
}

function rounded(seconds: Seconds): Seconds {
  return Math.round(seconds * 100) / 100;
}
