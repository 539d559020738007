/** Whoever speaks OSC without a dialect of their own, and whoever speaks none: clips lie in the inbox. */
import { bare, form } from '../dawDialect.ts';
import type { DawDialect, Route } from '../dawDialect.ts';

const inbox: Route = { by: 'inbox' };
const ours: Route = { by: 'osc', limits: 'where the other side sends and hears our addresses' };

/** SuperCollider, Pure Data, Max, TouchOSC and any other: they use our own addresses of `bridge/README.md`. */
export const anyOsc: DawDialect = {
  id: 'osc',
  title: 'SuperCollider, Pure Data, any OSC',
  verified: 'ran-here',
  against: 'scsynth and Pure Data of Debian 12, in the tests of bridge/osc',
  ports: {
    hears: 57_120,
    answersAt: 9310,
    change: 'Give the port at which the other program hears; 57120 is that of SuperCollider’s language',
  },
  setUp: ['Let the program send to and hear our addresses; bridge/README.md lists them'],
  acts: {
    play: bare('/leitmotif/transport/play'),
    stop: bare('/leitmotif/transport/stop'),
    tempo: form('/leitmotif/attribute/tempo', 'tempo:f'),
    // A take that was sent, with the path of its manifest.
    insertFile: {
      address: '/leitmotif/take',
      args: [
        { type: 's', value: 'sent' },
        { type: 's', name: 'path' },
      ],
    },
  },
  greeting: [],
  feedback: [
    { address: '/leitmotif/transport/playing', argument: 0, means: 'rolling' },
    { address: '/leitmotif/attribute/tempo', argument: 0, means: 'tempo' },
    { address: '/leitmotif/attribute/meter', argument: 0, means: 'meter' },
  ],
  capabilities: {
    transport: ours,
    tempo: ours,
    meter: ours,
    position: ours,
    markers: { cannot: 'there is no address for them' },
    loop: { cannot: 'there is no address for it' },
    midiClip: inbox,
    audioClip: inbox,
    atBar: { by: 'inbox', limits: 'the manifest names the bar' },
    oneUndo: { cannot: 'the other program decides' },
  },
};

const unheard = 'MIDI is one way here; choose another connection if the program has one';

/** Any program with MIDI or with eyes for a folder. */
export const midiOnly: DawDialect = {
  id: 'midi',
  title: 'MIDI only, any other program',
  verified: 'ran-here',
  against: 'files that are complete when their names appear; MIDI in the tests of bridge/midi',
  setUp: ['Choose a MIDI port in the bridge, and take clips from the inbox folder by dragging'],
  acts: {},
  greeting: [],
  feedback: [],
  capabilities: {
    transport: { cannot: `Transport goes out as MIDI clock. ${unheard}` },
    tempo: { cannot: `Tempo goes out as MIDI clock. ${unheard}` },
    meter: { cannot: unheard },
    position: { cannot: unheard },
    markers: { cannot: unheard },
    loop: { cannot: unheard },
    midiClip: inbox,
    audioClip: inbox,
    atBar: { cannot: 'The file is placed by hand; its name says the bar' },
    oneUndo: { cannot: 'the other program decides' },
  },
};
