/** Bitwig Studio by the OSC extension of DrivenByMoss. */
import { bare, form } from '../dawDialect.ts';
import type { DawDialect } from '../dawDialect.ts';

/** See the file. Tracks and slots count from 1 within a bank, eight unless the extension's settings say otherwise. */
export const bitwig: DawDialect = {
  id: 'bitwig',
  title: 'Bitwig Studio (DrivenByMoss)',
  verified: 'sources',
  against: 'git-moss/DrivenByMoss at ffa80ae2; Bitwig itself cannot run in our tests',
  ports: {
    hears: 8000,
    answersAt: 9000,
    change:
      'Both ports are set in Settings › Controllers › Open Sound Control, “Port to receive on” and “Port to send to”',
  },
  setUp: [
    'Install DrivenByMoss and add the controller “Open Sound Control (OSC)” in Settings › Controllers',
    'Leave its ports at 8000 and 9000, or give the same here',
  ],
  acts: {
    probe: bare('/refresh'),
    play: form('/play', 'on:i'),
    stop: bare('/stop'),
    tempo: form('/tempo/raw', 'tempo:f'),
    locateQuarters: form('/time', 'quarters:f'),
    locateStart: bare('/position/start'),
    trackVolume: form('/track/{track}/volume', 'volume:i'),
    addMidiTrack: bare('/track/add/instrument'),
    addAudioTrack: bare('/track/add/audio'),
    nameTrack: form('/track/{track}/name', 'name:s'),
    insertFile: form('/track/{track}/clip/{slot}/insertFile', 'path:s'),
    undo: bare('/undo'),
  },
  greeting: [bare('/refresh')],
  feedback: [
    { address: '/play', argument: 0, means: 'rolling' },
    { address: '/tempo/raw', argument: 0, means: 'tempo' },
    { address: '/time/signature', argument: 0, means: 'meter' },
    { address: '/repeat', argument: 0, means: 'loopOn' },
    { address: '/marker/{n}/name', argument: 0, means: 'markerName' },
    { address: '/track/{n}/name', argument: 0, means: 'trackName' },
  ],
  capabilities: {
    transport: { by: 'osc' },
    tempo: { by: 'osc' },
    meter: { by: 'osc', limits: 'told, cannot be set' },
    position: {
      cannot: 'DrivenByMoss tells the position as a text in the project’s own display format only',
    },
    markers: { by: 'osc', limits: 'names only, eight at a time; where they are is not told' },
    loop: { cannot: 'DrivenByMoss tells whether the loop is on and not where it is' },
    midiClip: { by: 'osc', limits: 'into a slot of the launcher' },
    audioClip: { by: 'osc', limits: 'into a slot of the launcher' },
    atBar: {
      cannot: 'DrivenByMoss reaches the launcher only; drag the clip from its slot into the arranger',
    },
    oneUndo: { by: 'osc', limits: 'one step a file' },
  },
};
