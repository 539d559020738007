import { expect, it } from 'vitest';
import { statusText } from '../../../../extension/views/statusText.ts';

const facts = { status: { state: 'off' }, wanted: 'auto', engine: undefined, isTrusted: true } as const;

it('has one icon, and the device that is set until one really ran', () => {
  expect(statusText(facts)).toEqual({
    text: '$(music) Leitmotif',
    lines: ['Sidecar: off, starts when something is asked of it', 'Device: auto is set'],
    isError: false,
  });
  const busy = statusText({ ...facts, status: { state: 'busy', provider: 'cpu' }, engine: 'score 1' });
  expect(busy.text).toBe('$(loading~spin) Leitmotif');
  expect(busy.lines).toEqual(['Sidecar: working', 'Device: cpu', 'Engine: score 1']);
});

it('says why it failed', () => {
  const failed = statusText({ ...facts, status: { state: 'failed', detail: 'SIGKILL' } });
  expect(failed).toMatchObject({ text: '$(error) Leitmotif', isError: true });
  expect(failed.lines).toContain('SIGKILL');
});

it('says what Restricted Mode means', () => {
  expect(statusText({ ...facts, isTrusted: false }).lines[0]).toMatch(/Restricted Mode/);
});
