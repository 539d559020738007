import { expect, it } from 'vitest';
import { guessLanguage } from '../../../../models/perception/languageGuess.ts';

it.each([
  ['English', 'The boats came home one by one, and the water let them through without a sound.'],
  ['German', 'Die Sonne ging unter und das Meer war still, aber niemand sprach ein Wort.'],
  ['French', 'Le soleil se couchait sur la mer et les bateaux rentraient dans le port avec des lumières.'],
  ['Spanish', 'El sol se ponía sobre el mar y los barcos volvían al puerto como si no quisieran llegar.'],
  ['Italian', 'Il sole tramontava e le barche tornavano nel porto, ma lei non era più alla finestra.'],
  ['Portuguese', 'O sol não queria ir embora e os barcos voltavam para o porto, mas ela já não olhava.'],
  ['Dutch', 'De zon ging onder en het water was stil, maar hij wist dat ze niet naar huis zou gaan.'],
  ['Swedish', 'Solen gick ner och havet var stilla, men hon visste att det inte skulle vara så länge.'],
  ['Polish', 'Słońce zachodziło i morze było spokojne, ale on wiedział, że to nie jest koniec.'],
] as const)('recognises %s', (language, text) => {
  const guess = guessLanguage(text);
  expect(guess.language).toBe(language);
  expect(guess.englishShare > 0.8).toBe(language === 'English');
});

it('claims nothing where nothing tells', () => {
  expect(guessLanguage('Neon rain, chrome, midnight')).toEqual({ language: undefined, englishShare: 1 });
  expect(guessLanguage('夕焼けの港')).toEqual({ language: undefined, englishShare: 1 });
  expect(guessLanguage('')).toEqual({ language: undefined, englishShare: 1 });
});
