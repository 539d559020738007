/** The parameters of the bridge's requests, with the schemas that check them. */
import { z } from 'zod';
import { attributeControls } from './attributeAddress.ts';
import { cueSchema } from './cue.ts';
import { dawIds } from './daw.ts';
import { takeEvents } from './oscAddress.ts';
import { parameterMappingSchema } from './parameterMapping.ts';
import { roles } from './roles.ts';

const path = z.string().min(1).max(4096);
const udpPort = z.number().int().min(0).max(65_535);
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[\w.:-]+$/, 'a host is a name or an address');
const controlName = z.enum(attributeControls.map(({ name }) => name) as [string, ...string[]]);
const controlValue = z.union([z.number(), z.string().max(100)]);
const bar = z.number().int().min(1).max(100_000);

/** Of `initialize`. */
export const bridgeInitializeParams = z.strictObject({
  protocolVersion: z.number().int(),
  client: z.strictObject({ name: z.string().min(1).max(200), version: z.string().max(100) }),
});
/** Of `initialize`. */
export type BridgeInitializeParams = z.input<typeof bridgeInitializeParams>;

/** Of `connect`: opens OSC to peers in place of an earlier connection. */
export const connectParams = z.strictObject({
  port: udpPort.optional().describe('Own UDP port; 9310 unless told, 0 for any that is free.'),
  peers: z
    .array(z.strictObject({ host, port: udpPort.min(1) }))
    .min(1)
    .max(32)
    .describe('Whom to hear and to tell. Nobody else is heard.'),
  address: host
    .default('127.0.0.1')
    .describe('Interface to hear on; another than this machine alone needs `network`.'),
  network: z
    .boolean()
    .default(false)
    .describe('True once the person agreed that other machines are heard, which OSC cannot protect.'),
});
/** Of `connect`. */
export type ConnectParams = z.input<typeof connectParams>;

/** Of `daw/connect`: what is absent is as the DAW has it usually. */
export const connectDawParams = z.strictObject({
  daw: z.enum(dawIds),
  host: host.optional().describe('This machine unless told.'),
  hears: udpPort.min(1).optional().describe('UDP port at which the DAW hears.'),
  answersAt: udpPort.optional().describe('UDP port at which it answers.'),
  inbox: path.optional().describe('Absolute; the folder with an inbox for every DAW.'),
  sessionFile: path.optional().describe('Ardour: absolute; the file of its session, for when it is closed.'),
  actionSlot: z.number().int().min(1).max(32).optional().describe('Ardour: slot of our action script.'),
});
/** Of `daw/connect`. */
export type ConnectDawParams = z.input<typeof connectDawParams>;

/** Of `daw/install`: a person agreed to the change, having seen the folder that `list` answers. */
export const installScriptParams = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('list') }),
  z.strictObject({
    action: z.enum(['install', 'uninstall']),
    daw: z.enum(['ableton', 'reaper', 'ardour']),
    consent: z.boolean().default(false).describe('True once the person agreed to files in this folder.'),
    folder: path.optional().describe('Absolute; where the DAW looks, unless told.'),
    inbox: path.optional().describe('Absolute; the folder with an inbox for every DAW.'),
  }),
]);
/** Of `daw/install`. */
export type InstallScriptParams = z.input<typeof installScriptParams>;

/** Of `midi/open`. An existing port is never guessed: it may be somebody's synthesizer. */
export const openMidiParams = z.discriminatedUnion('to', [
  z.strictObject({
    to: z.enum(['auto', 'virtual', 'network']),
    port: udpPort
      .min(1)
      .max(65_534)
      .optional()
      .describe('Of RTP-MIDI, where it comes to that; data is one above. 5004 unless told.'),
  }),
  z.strictObject({ to: z.literal('port'), name: z.string().min(1).max(200) }),
]);
/** Of `midi/open`. */
export type OpenMidiParams = z.input<typeof openMidiParams>;

/** Of `attributes/set`: all or none. */
export const setAttributesParams = z.strictObject({ values: z.partialRecord(controlName, controlValue) });
/** Of `attributes/set`. */
export type SetAttributesParams = z.input<typeof setAttributesParams>;

/** Of `transport`. */
export const transportParams = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['play', 'stop']) }),
  z.strictObject({ action: z.literal('locate'), bar }),
]);
/** Of `transport`. */
export type TransportParams = z.input<typeof transportParams>;

/** Who can lead tempo and transport; `free`: neither hears the other. */
export const transportLeaders = ['daw', 'leitmotif', 'free'] as const;
/** Of `transport/lead`. */
export const transportLeadParams = z.strictObject({ lead: z.enum(transportLeaders) });
/** Of `transport/lead`. */
export type TransportLeadParams = z.input<typeof transportLeadParams>;

/** Of `oscquery/switch`. */
export const oscQueryParams = z.strictObject({
  on: z.boolean(),
  port: udpPort.default(0).describe('TCP port; 0 for any that is free.'),
});
/** Of `oscquery/switch`. */
export type OscQueryParams = z.input<typeof oscQueryParams>;

/** Of `map/set`. */
export const setMappingParams = z.strictObject({ mapping: parameterMappingSchema });
/** Of `map/set`. */
export type SetMappingParams = z.input<typeof setMappingParams>;

/** Of `map/remove`. */
export const removeMappingParams = z.strictObject({ id: z.string().min(1).max(64) });
/** Of `map/remove`. */
export type RemoveMappingParams = z.input<typeof removeMappingParams>;

/** Of `map/learn`. */
export const learnParams = z.strictObject({
  attribute: controlName,
  within: z.number().min(100).max(300_000).default(30_000).describe('Milliseconds to wait.'),
});
/** Of `map/learn`. */
export type LearnParams = z.input<typeof learnParams>;

/** Of `take/play`. */
export const playTakeParams = z.strictObject({ folder: path.describe('Absolute; the folder of a take.') });
/** Of `take/play`. */
export type PlayTakeParams = z.input<typeof playTakeParams>;

/** Of `take/told`: what became of a take, which the bridge does not make itself. */
export const toldTakeParams = z.strictObject({
  event: z.enum(takeEvents),
  name: z.string().min(1).max(200).describe('Of the take, or of its cue where there is none yet.'),
});
/** Of `take/told`. */
export type ToldTakeParams = z.input<typeof toldTakeParams>;

/** Of `clip/send`. */
export const sendClipParams = z.strictObject({
  folder: path.describe('Absolute; the folder of a take.'),
  what: z.enum(['midi', 'audio', 'both']).default('both'),
  stems: z.boolean().default(false).describe('Every role on a track of its own.'),
  roles: z.array(z.enum(roles)).min(1).optional().describe('These roles alone; all unless told.'),
  bars: z.strictObject({ from: bar, to: bar }).optional().describe('First and last bar; all unless told.'),
  track: z.string().min(1).max(100).optional(),
  at: z.union([z.literal('playhead'), bar]).default('playhead'),
  matchTempo: z.boolean().default(false).describe('The project takes tempo and meter of the clip.'),
});
/** Of `clip/send`. */
export type SendClipParams = z.input<typeof sendClipParams>;

const performanceSource = z.strictObject({
  path: path.describe("Of the sidecar's pipe, as its `initialize` answered."),
  token: z.string().regex(/^[0-9a-f]{64}$/),
  job: z.number().int().min(1).max(0xffff_ffff).describe("Of the sidecar's `perform`."),
});
/** Where phrases come from. */
export type PerformanceSource = z.output<typeof performanceSource>;

/** Of `perform/attach`: another sidecar goes on with the performance. */
export const attachPerformanceParams = z.strictObject({ source: performanceSource });
/** Of `perform/attach`. */
export type AttachPerformanceParams = z.input<typeof attachPerformanceParams>;

/** Of `perform/start`. */
export const startPerformanceParams = z.strictObject({
  cue: cueSchema,
  folder: path.describe('Absolute; what the paths in the cue are relative to.'),
  seed: z.number().int().min(0).max(0xffff_ffff),
  source: performanceSource
    .optional()
    .describe('The sidecar that was asked to perform this cue with this seed; without one it is refused.'),
  leads: z
    .enum(['bridge', 'daw'])
    .optional()
    .describe('Whose tempo and transport hold while it goes on; as `transport/lead` was told unless told.'),
  changes: z.enum(['bar', 'phrase']).default('bar').describe('When musical changes are heard.'),
});
/** Of `perform/start`. */
export type StartPerformanceParams = z.input<typeof startPerformanceParams>;

/** Of `perform/queue`. */
export const queueSectionParams = z.strictObject({ section: z.string().min(1).max(100) });
/** Of `perform/queue`. */
export type QueueSectionParams = z.input<typeof queueSectionParams>;

/** Of `perform/keep`. */
export const keepPerformanceParams = z.strictObject({
  seconds: z.number().min(1).max(3600).describe('How much of what sounded last.'),
  out: path.describe('Absolute; the folder that the take folder goes into.'),
});
/** Of `perform/keep`. */
export type KeepPerformanceParams = z.input<typeof keepPerformanceParams>;
