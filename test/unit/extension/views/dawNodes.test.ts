import { expect, it } from 'vitest';
import { oscReport } from '../../../../extension/bridge/oscReport.ts';
import { connectionLines } from '../../../../extension/views/connectionLines.ts';
import { dawNodes } from '../../../../extension/views/dawNodes.ts';
import { english } from './english.ts';
import type { BridgeStatus } from '../../../../bridge/protocol/bridge.ts';
import type { BridgeView } from '../../../../extension/bridge/bridgeView.ts';
import type { Words } from '../../../../extension/l10n/words.ts';

const status: BridgeStatus = {
  transport: { isRolling: false, bar: 3, beat: 2.5, tempo: 96.004, meter: '4/4' },
  lead: 'free',
  mappings: 0,
  osc: {
    received: 0,
    foreign: 0,
    malformed: 0,
    limited: 0,
    sent: 4,
    failed: 0,
    messages: 0,
    late: 0,
    dropped: 0,
    refused: 0,
  },
  lateness: { count: 0, p50: 0, p99: 0, max: 0 },
};
const connection = {
  port: 9310,
  address: '127.0.0.1',
  peers: [{ host: '127.0.0.1', port: 57_120 }],
  warnings: [],
};
const view = (parts: Partial<BridgeView>): BridgeView => ({
  process: { state: 'ready' },
  remembered: {},
  problems: [],
  ...parts,
});
const labels = (parts: Partial<BridgeView>): string[] =>
  dawNodes(view(parts), english).map(({ label }) => label);

it('is empty where nothing is connected, so that the welcome is seen', () => {
  expect(labels({ process: { state: 'off' } })).toEqual([]);
  expect(labels({ status })).toEqual([]);
});

it('shows peers, counters and place', () => {
  const nodes = dawNodes(
    view({ status: { ...status, connection, osc: { ...status.osc, received: 9, malformed: 2 } } }),
    english,
  );
  expect(nodes.map(({ label, description }) => [label, description])).toEqual([
    ['OSC', '127.0.0.1:9310'],
    ['Bar 3, beat 2', '96 BPM · 4/4 · stopped'],
  ]);
  expect(nodes[0]).toMatchObject({ mood: 'unsure', kind: 'daw-osc' });
  expect(nodes[0]?.children?.map(({ description }) => description)).toEqual([
    '127.0.0.1:57120',
    '9 in, 4 out, 2 malformed',
  ]);
});

it('says whether a DAW answers, what does not work, and what to do', () => {
  const daw = {
    daw: 'ardour' as const,
    host: '127.0.0.1',
    hears: 3819,
    answersAt: 8000,
    report: {
      daw: 'ardour' as const,
      title: 'Ardour',
      verified: 'ran-here' as const,
      answers: false,
      checks: [{ what: 'Answers', works: 'no' as const, why: 'Nothing came', next: 'Switch on OSC' }],
    },
    state: { tempo: 120, markers: [], tracks: ['Bass'] },
  };
  const [node] = dawNodes(view({ status: { ...status, daw } }), english);
  expect(node).toMatchObject({
    label: 'Ardour',
    description: 'does not answer',
    mood: 'bad',
    kind: 'daw-line',
  });
  expect(node?.tooltip).toContain('Run by our tests');
  expect(node?.children?.map(({ label, description }) => `${label}: ${description ?? ''}`)).toEqual([
    'Tempo: 120 BPM',
    'Tracks: 1',
    'Answers: Nothing came. Switch on OSC',
  ]);
  expect(connectionLines(view({ status: { ...status, daw } }), english)).toEqual([
    'DAW: Ardour, does not answer',
  ]);
});

it('shows problems with their next step, also while nothing runs', () => {
  const problem = { code: 'port-in-use' as const, what: 'Port taken', subject: '9310', next: 'Use another' };
  const [node] = dawNodes(view({ process: { state: 'off' }, problems: [problem] }), english);
  expect(node).toMatchObject({ label: 'Port taken', description: '9310', kind: 'daw-problem' });
  expect(node?.children?.[0]?.label).toBe('Use another');
});

it('says that it was given up, and that it connects', () => {
  expect(labels({ process: { state: 'failed', detail: 'SIGKILL' } })).toHaveLength(1);
  expect(labels({ process: { state: 'starting' }, remembered: { oscQuery: true } })).toEqual(['Connecting']);
});

it('shows a performance with its section', () => {
  const performance = { seconds: 125, section: 'A', queued: 'B' };
  const node = dawNodes(view({ status: { ...status, performance } }), english)[0];
  expect(node).toMatchObject({
    label: 'Performing',
    description: '2:05 · A, then B',
    kind: 'daw-performance',
  });
});

it('says of plain OSC what can be said', () => {
  expect(oscReport(status, english)).toBeUndefined();
  const silent = oscReport({ ...status, connection }, english);
  expect([silent?.answers, silent?.checks.map(({ works }) => works)]).toEqual([false, ['untold', 'untold']]);
  const heard = oscReport(
    { ...status, connection, osc: { ...status.osc, messages: 3, foreign: 1 } },
    english,
  );
  expect([heard?.answers, heard?.checks.map(({ works }) => works)]).toEqual([true, ['untold', 'yes', 'no']]);
  const refused = oscReport({ ...status, connection, osc: { ...status.osc, failed: 4 } }, english);
  expect(refused?.checks[0]).toMatchObject({
    works: 'no',
    next: expect.stringContaining('57120') as unknown,
  });
});

it('lists mappings while something is connected, and says what sounds and what is queued', () => {
  const line = {
    id: 'tension 1',
    parameter: '/track/1/volume',
    attribute: 'Tension 0…1',
    sentence: 'x',
    isBothWays: false,
  };
  const performance = { seconds: 65, section: "A'", queued: 'B' };
  const nodes = dawNodes(
    view({ status: { ...status, connection, performance, lead: 'daw' }, mappings: () => [line] }),
    english,
  );
  expect(nodes.map(({ label, description }) => [label, description])).toEqual([
    ['OSC', '127.0.0.1:9310'],
    ['Mappings', '1'],
    ['Performing', "1:05 · A', then B"],
    ['Bar 3, beat 2', '96 BPM · 4/4 · stopped · the DAW leads'],
  ]);
  expect(nodes[1]?.children).toMatchObject([
    { label: 'Tension 0…1', description: '/track/1/volume', kind: 'daw-mapping' },
  ]);
  expect(connectionLines(view({ status: { ...status, performance } }), english)).toEqual([
    "Performing: A', then B",
  ]);
  expect(labels({ status, mappings: () => [line] })).toEqual([]);
});

it('shows where MIDI comes from, and what came', () => {
  const midiInput = {
    kind: 'port' as const,
    name: 'Faderfox',
    reason: '',
    follow: true,
    received: 12,
    malformed: 1,
  };
  const [node] = dawNodes(view({ status: { ...status, midiInput } }), english);
  expect(node).toMatchObject({
    label: 'MIDI in',
    description: 'Faderfox (port) · 12 in, 1 malformed, its clock leads',
    kind: 'daw-midi-input',
    mood: 'unsure',
  });
  expect(connectionLines(view({ status: { ...status, midiInput } }), english)).toEqual(['MIDI in: Faderfox']);
});

it('says everything in the language of the person', () => {
  const shout: Words = { t: (message, ...args) => english.t(message, ...args).toUpperCase() };
  const performance = { seconds: 5, queued: 'B' };
  const process = { state: 'failed' as const };
  expect(connectionLines(view({ status: { ...status, connection, performance } }), shout)).toEqual([
    'OSC: 127.0.0.1:9310',
    'PERFORMING: BEGINNING, THEN B',
  ]);
  expect(connectionLines(view({ process }), shout)[0]).toMatch(/^[^a-z]+$/);
  const nodes = dawNodes(view({ status: { ...status, connection, performance, lead: 'daw' } }), shout);
  const words = nodes.flatMap(({ label, description = '', tooltip = '' }) => [label, description, tooltip]);
  expect(words.join('')).toMatch(/^[^a-z]+$/);
});

it('says beside the lateness how the system runs the bridge', () => {
  const tooltip = (scheduling?: BridgeStatus['scheduling']): string | undefined => {
    const told = scheduling === undefined ? status : { ...status, scheduling };
    return dawNodes(view({ status: { ...told, connection } }), english).find(({ id }) => id === 'transport')
      ?.tooltip;
  };
  expect(tooltip()).toBe('No event was scheduled yet');
  expect(tooltip('real-time')).toContain('before all other programs');
  expect(tooltip('ordinary')).toContain('waits its turn');
});
