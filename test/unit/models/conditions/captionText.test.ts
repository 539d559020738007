import { expect, it } from 'vitest';
import { readCaptionText } from '../../../../models/conditions/captionText.ts';
import { expectError } from './temporaryFiles.ts';

it('keeps the signs of music', () => {
  const caption = '# not a heading: C# minor, B♭ clarinet, 6/8, *pp*, no drums';
  expect(readCaptionText(`  ${caption}\r\n`).text).toBe(caption);
});

it('hashes what was given', () => {
  expect(readCaptionText('piano')).toMatchObject({
    bytes: 5,
    sha256: '1d78e018e405ef26b7f7581336a2a4c556c3783eaa763978cbd7d2ddd0adb3ad',
  });
});

it('refuses nothing and too much', async () => {
  await expectError(() => readCaptionText(' \n'), 'text-empty');
  const error = await expectError(() => readCaptionText('a'.repeat(10_001)), 'text-too-long');
  expect(error.what).toContain('10,001');
});
