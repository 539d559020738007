/** Ardour by its OSC and WebSocket surfaces, by the action script that we ship, and by its session file while it is closed. */
import { bare, form } from '../dawDialect.ts';
import type { DawDialect, MessageForm } from '../dawDialect.ts';

/**
 * Feedback that `/set_surface` asks for, as the sum of its bits (Ardour manual, “Feedback in OSC”): 1 buttons of strips, 2 their
 * values, 8 a heartbeat, 16 the master and the transport, 1024 the position in samples.
 */
const feedbackBits = 1 + 2 + 8 + 16 + 1024;

/** Asks for feedback at a port of ours, and for all of it at once. */
const surface: MessageForm = {
  address: '/set_surface',
  args: [
    { type: 'i', value: 0 },
    { type: 'i', value: 31 },
    { type: 'i', value: feedbackBits },
    { type: 'i', value: 1 },
    { type: 'i', value: 8 },
    { type: 'i', value: 8 },
    { type: 'i', name: 'replyPort' },
  ],
};

/** See the file. Strips count from 1. */
export const ardour: DawDialect = {
  id: 'ardour',
  title: 'Ardour',
  verified: 'ran-here',
  against: 'Ardour 7.3 without a window; its live import with a window on a virtual display',
  ports: {
    hears: 3819,
    answersAt: 8000,
    change:
      'Ardour takes the next port where 3819 is taken, and says which in Preferences › Control Surfaces › OSC › Show Protocol Settings; answers go to any port that we ask for',
  },
  webSocketPort: 3818,
  setUp: [
    'Preferences › Control Surfaces: switch on “Open Sound Control (OSC)” and “WebSockets Server (Experimental)”',
    'For clips into a session that is open: start Ardour once after our script was installed, so that it has the action',
  ],
  mends: { wrong: '#reply', right: '/reply' },
  acts: {
    probe: surface,
    play: bare('/transport_play'),
    stop: bare('/transport_stop'),
    locateStart: bare('/goto_start'),
    // 0: rolling or not, it stays so.
    locateSamples: {
      address: '/locate',
      args: [
        { type: 'i', name: 'samples' },
        { type: 'i', value: 0 },
      ],
    },
    // It tells its position by itself while it rolls.
    askPosition: bare('/transport_frame'),
    addMarker: form('/add_marker', 'name:s'),
    // As a number between 0 and 1; an integer would be taken for 0.
    trackVolume: form('/strip/fader', 'track:i', 'volume:f'),
    trackNames: bare('/strip/list'),
    runAction: form('/access_action', 'action:s'),
  },
  // Answers go where the first one says.
  greeting: [surface, bare('/strip/list')],
  feedback: [
    { address: '/transport_speed', argument: 0, means: 'speed' },
    { address: '/transport_play', argument: 0, means: 'rolling' },
    { address: '/transport_frame', argument: 0, means: 'samples' },
    { address: '/position/samples', argument: 0, means: 'samples' },
    { address: '/loop_toggle', argument: 0, means: 'loopOn' },
    { address: '/reply', argument: 0, means: 'routeListEnd' },
    { address: '/strip/name', argument: 1, means: 'trackName' },
  ],
  capabilities: {
    transport: { by: 'osc' },
    tempo: { by: 'websocket', limits: 'OSC has no word for it' },
    meter: { by: 'file', limits: 'as the session was last saved' },
    position: { by: 'osc' },
    markers: { by: 'file', limits: 'added by OSC, read from the session as it was last saved' },
    loop: { by: 'file', limits: 'as the session was last saved' },
    midiClip: { by: 'script', limits: 'or into the session file while Ardour has it closed' },
    audioClip: { by: 'script', limits: 'or into the session file while Ardour has it closed' },
    atBar: { by: 'script', limits: 'or into the session file while Ardour has it closed' },
    oneUndo: { by: 'script', limits: 'Ardour makes one step a file that it imports' },
  },
};
