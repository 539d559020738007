/**
 * What of a cue's timeline the score engine makes into music today. The rest is kept in the document and in every recipe; a
 * panel says so instead of pretending. To be changed together with `models/engines/score`.
 */
export const followedByEngine = {
  sections: true,
  hits: true,
  themes: true,
  locks: true,
  keyframes: true,
} as const;

/** A kind of entry of the timeline. */
export type TimelineKind = keyof typeof followedByEngine;
