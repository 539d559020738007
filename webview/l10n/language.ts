/** The language that the panel speaks: that of the strings which its page carries, else English. */

/** As BCP 47 writes it. */
export const language = typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en';

/** A title as it stands within a sentence: English writes it small, others as it is. */
export function withinSentence(title: string): string {
  return language.startsWith('en') ? title.toLowerCase() : title;
}

/** A number with at most `digits` behind the point, as the language writes it, and a true minus. */
export function shownNumber(value: number, digits = 2): string {
  // What rounds to −0 is 0.
  const rounded = Number(value.toFixed(digits)) + 0;
  const options = { maximumFractionDigits: digits, useGrouping: false } as const;
  return rounded.toLocaleString(language, options).replace('-', '−');
}
