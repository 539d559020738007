/** Says in words what was measured of a picture, for the text encoder and for the person. */
import { lightnessOf } from './visualAffect.ts';
import type { Affect, VisualMeasures } from './reading.ts';

/** One sentence, such as "A dark, cold, dark blue picture with soft contrast, quiet and gloomy." */
export function lookSentence(measures: VisualMeasures, affect: Affect): string {
  const kind = [...lightWords(measures), ...temperatureWords(measures)].join(', ');
  const colours = colourWords(measures);
  const described = [kind, colours].filter((part) => part !== '').join(', ');
  const parts = [contrastWords(measures), detailWords(measures)].filter((part) => part !== '');
  const article = /^[aeiou]/.test(described) ? 'An' : 'A';
  const having = parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
  const mood = moodWords(affect);
  const feeling = mood === '' ? '' : `, ${mood}`;
  return `${described === '' ? 'A' : `${article} ${described}`} picture${having}${feeling}.`;
}

/** A few words, such as "dark, cold, gloomy", for a summary. */
export function lookSummary(measures: VisualMeasures, affect: Affect): string {
  const mood = moodWords(affect).split(' and ').slice(-1);
  const words = [...lightWords(measures), ...temperatureWords(measures), ...mood].filter(
    (word) => word !== '',
  );
  return words.length === 0 ? 'even light and colours' : words.join(', ');
}

/** What the parts of the circumplex are called (Russell 1980); its middle has no name. */
export function moodWords({ valence, arousal }: Affect): string {
  const gladness = step(valence);
  const energy = step(arousal);
  if (gladness > 0)
    return ['peaceful and serene', 'pleasant and friendly', 'joyful and lively'][energy + 1] ?? '';
  if (gladness < 0) return ['quiet and gloomy', 'sombre and sad', 'tense and dramatic'][energy + 1] ?? '';
  return ['still and calm', '', 'restless and excited'][energy + 1] ?? '';
}

function step(value: number): -1 | 0 | 1 {
  if (value > 0.2) return 1;
  return value < -0.2 ? -1 : 0;
}

function lightWords({ brightness, darkness }: VisualMeasures): string[] {
  const lightness = lightnessOf(brightness);
  if (lightness < 0.22) return ['very dark'];
  if (lightness < 0.38 || darkness > 0.5) return ['dark'];
  if (lightness < 0.5) return ['dim'];
  return lightness > 0.7 ? ['bright'] : [];
}

function temperatureWords({ warmth, colourfulness, saturation }: VisualMeasures): string[] {
  if (colourfulness < 0.06) return ['colourless'];
  if (colourfulness > 0.75 && saturation > 0.35) return warmth > 0.3 ? ['warm', 'colourful'] : ['colourful'];
  if (warmth > 0.25) return ['warm'];
  return warmth < -0.25 ? ['cold'] : [];
}

/** The two largest colours that are colours. */
function colourWords({ palette, colourfulness }: VisualMeasures): string {
  if (colourfulness < 0.06) return 'grey';
  const plain = palette.map(({ name }) => name).filter((name) => !/black|white|grey$/.test(name));
  return [...new Set(plain)].slice(0, 2).join(' and ');
}

function contrastWords({ contrast }: VisualMeasures): string {
  if (contrast < 0.18) return 'soft contrast';
  return contrast > 0.45 ? 'strong contrast' : '';
}

function detailWords({ edges, texture }: VisualMeasures): string {
  if (edges < 0.05 && texture < 0.035) return 'wide, smooth surfaces';
  return edges > 0.18 || texture > 0.07 ? 'much fine detail' : '';
}
