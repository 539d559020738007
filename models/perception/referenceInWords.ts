/** References in words: for the shares, the terminal and the text encoder. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { musicTags } from './musicTags.ts';
import type { TagProbability } from './audioEncoder.ts';
import type { ReferenceReading } from './referenceReading.ts';

/** Tags that are less likely are not said. */
const leastSaid = 0.12;
const mostSaid = 4;
/** Tempi and keys that are less sure are said with "perhaps". */
const sure = 0.5;

/** The likeliest tags in words, synonyms once. */
export function tagWords(tags: readonly TagProbability[]): string[] {
  const likely = tags.filter(({ probability }) => probability >= leastSaid);
  const words = likely.map(({ tag }) => musicTags[tag]?.says ?? tag);
  return [...new Set(words)].slice(0, mostSaid);
}

/** What a reading says of its sound, as a sentence for the text encoder; empty where it says nothing. */
export function referenceDescription({
  tags,
  tempo,
  hints,
  kind,
}: Omit<ReferenceReading, 'description'>): string {
  const named = kind === 'reference-midi' ? playedWords(hints) : tagWords(tags);
  const words = new Set([...named, ...paceWord(tempo?.value)]);
  return words.size === 0 ? '' : `Music: ${[...words].join(', ')}.`;
}

/** The reading in one clause. */
export function referenceSummary(reading: Omit<ReferenceReading, 'summary' | 'description'>): string {
  const { tempo, key, meter, loudness, seconds } = reading;
  const heard = reading.kind === 'reference-midi' ? playedWords(reading.hints) : tagWords(reading.tags);
  const parts = [
    ...(heard.length === 0 ? [] : [`heard: ${heard.join(', ')}`]),
    ...(tempo === undefined ? [] : [`${perhaps(tempo.confidence)}${Math.round(tempo.value)} BPM`]),
    ...(meter === undefined ? [] : [meter.value]),
    ...(key === undefined ? [] : [`${perhaps(key.confidence)}${key.value}`]),
    ...(loudness === undefined ? [] : [`${loudness.integrated.toFixed(0)} LUFS`]),
    lengthInWords(seconds),
  ];
  return parts.join('; ');
}

function perhaps(confidence: number): string {
  return confidence < sure ? 'perhaps ' : '';
}

function playedWords({ instruments: played }: ReferenceReading['hints']): string[] {
  return played.slice(0, mostSaid).map(({ value }) => instruments[value].title.toLowerCase());
}

function paceWord(tempo: number | undefined): string[] {
  if (tempo === undefined) return [];
  if (tempo < 76) return ['slow'];
  return tempo > 126 ? ['fast'] : [];
}

function lengthInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
