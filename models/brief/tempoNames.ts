/** Names for tempi in plain English. */

/** Upper limit of each name, in beats per minute; above the last one it is very fast. */
export const tempoWordLimits: readonly (readonly [limit: number, word: string])[] = [
  [56, 'very slow'],
  [76, 'slow'],
  [92, 'unhurried'],
  [108, 'moderate'],
  [124, 'flowing'],
  [144, 'lively'],
  [170, 'fast'],
];
