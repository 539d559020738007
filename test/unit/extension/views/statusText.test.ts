import { expect, it } from 'vitest';
import { statusText as inWords } from '../../../../extension/views/statusText.ts';
import { english } from './english.ts';

const statusText = (shown: Parameters<typeof inWords>[0]) => inWords(shown, english);

const facts = {
  status: { state: 'off' },
  wanted: 'auto',
  engine: undefined,
  isTrusted: true,
  connections: [],
} as const;

it('has one icon, and the device that is set until one really ran', () => {
  expect(statusText(facts)).toEqual({
    text: '$(music) Leitmotif',
    lines: ['Sidecar: off, starts when something is asked of it', 'Device: auto is set'],
    isError: false,
  });
  const busy = statusText({ ...facts, status: { state: 'busy', provider: 'cpu' }, engine: 'score 1' });
  expect(busy.text).toBe('$(loading~spin) Leitmotif · cpu · score');
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

it('says what is connected', () => {
  const connected = statusText({ ...facts, connections: ['OSC: 127.0.0.1:9310'] });
  expect(connected.text).toBe('$(music) Leitmotif $(broadcast)');
  expect(connected.lines).toContain('OSC: 127.0.0.1:9310');
});
