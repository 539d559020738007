import { expect, it } from 'vitest';
import { fileNameWords } from '../../../../models/conditions/fileNameWords.ts';

it.each([
  ['harbour.jpg', 'harbour'],
  ['/a/b/harbourAtDusk_v2.jpg', 'harbour at dusk'],
  ['C:\\pictures\\dark-forest 03.png', 'dark forest'],
  ['NYCSkyline.webp', 'nyc skyline'],
  ['winter%20landscape.jpg', 'winter landscape'],
  ["grandma's_garden(final).tiff", "grandma's garden"],
  ['Schlacht bei Nacht.png', 'schlacht bei nacht'],
  ['夕焼け.png', '夕焼け'],
  ['battle.final.1920x1080.jpg', 'battle'],
  ['pexels-photo-stormy-sea-123456.jpeg', 'stormy sea'],
])('reads %s as "%s"', (path, words) => {
  expect(fileNameWords(path)).toBe(words);
});

it.each([
  'IMG_1234.JPG',
  'DSC0001.jpg',
  'DSC_0001 copy.jpg',
  'PXL_20240501_101112123.jpg',
  'screenshot-2024-05-01.png',
  'Screen Shot 2024-05-01 at 10.11.12.png',
  'WhatsApp Image 2024-05-01 at 10.11.12.jpeg',
  'd41d8cd98f00b204e9800998ecf8427e.png',
  '550e8400-e29b-41d4-a716-446655440000.jpg',
  'aGVsbG8gd29ybGQ9Zm9v.png',
  'image.png',
  'untitled-1.png',
  '20240501_101112.jpg',
  'GOPR1234.JPG',
  '.png',
  '',
])('finds nothing in %s', (path) => {
  expect(fileNameWords(path)).toBeUndefined();
});
