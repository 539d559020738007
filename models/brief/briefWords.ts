/** Words for the numbers of a brief: tempo, mood, loudness, texture. */
import { tempoWordLimits } from './tempoNames.ts';
import type { Feeling } from './feeling.ts';

/** Feelings on the plane of valence and arousal, nine fields of three words each, from low valence to high. */
const moods: Readonly<Record<string, readonly string[]>> = {
  'dark calm': ['mournful', 'desolate', 'melancholic'],
  'dark even': ['somber', 'brooding', 'uneasy'],
  'dark excited': ['menacing', 'furious', 'desperate'],
  'even calm': ['wistful', 'contemplative', 'hushed'],
  'even even': ['pensive', 'restrained', 'searching'],
  'even excited': ['driven', 'restless', 'urgent'],
  'light calm': ['serene', 'tender', 'peaceful'],
  'light even': ['warm', 'hopeful', 'graceful'],
  'light excited': ['joyful', 'exuberant', 'triumphant'],
};

/** The word for a feeling; `pick` chooses among its three words. */
export function moodWord({ valence, arousal }: Feeling, pick: number): string {
  const field = `${third(valence, 'dark', 'even', 'light')} ${third(arousal, 'calm', 'even', 'excited')}`;
  const words = moods[field] ?? ['pensive'];
  return words[pick % words.length] ?? 'pensive';
}

function third(value: number, low: string, middle: string, high: string): string {
  if (value < -0.22) return low;
  return value > 0.22 ? high : middle;
}

/** The word for a tempo in beats per minute: `very slow` … `very fast`. */
export function tempoWord(tempo: number): string {
  return tempoWordLimits.find(([limit]) => tempo < limit)?.[1] ?? 'very fast';
}

/** The word for loudness 0…1. */
export function dynamicsWord(dynamics: number): string {
  return level(dynamics, ['very soft', 'soft', 'moderate', 'strong', 'very loud']);
}

/** The word for density 0…1. */
export function densityWord(density: number): string {
  return level(density, ['bare', 'sparse', 'open', 'full', 'dense']);
}

/** The word for brightness 0…1. */
export function brightnessWord(brightness: number): string {
  return level(brightness, ['very dark', 'dark', 'balanced', 'bright', 'brilliant']);
}

/** The word for tension 0…1. */
export function tensionWord(tension: number): string {
  return level(tension, ['at rest', 'settled', 'expectant', 'tense', 'at breaking point']);
}

function level(value: number, words: readonly [string, string, string, string, string]): string {
  return words[Math.min(4, Math.max(0, Math.floor(value * 5)))] ?? words[2];
}
