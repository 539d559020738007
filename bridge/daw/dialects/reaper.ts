/** REAPER by its OSC surface with the pattern file that it comes with, and by the ReaScript that we ship. */
import { form } from '../dawDialect.ts';
import type { DawDialect } from '../dawDialect.ts';

/** See the file. Tracks count from 1 within a bank of eight. */
export const reaper: DawDialect = {
  id: 'reaper',
  title: 'REAPER',
  verified: 'sources',
  against:
    'csurf_osc.cpp of justinfrankel/reaper-sdk at b5da337 and the patterns of Default.ReaperOSC; REAPER itself cannot run in our tests',
  ports: {
    hears: 8000,
    answersAt: 9000,
    change: 'Both ports are set in Preferences › Control/OSC/web, in the entry of this bridge',
  },
  setUp: [
    'Preferences › Control/OSC/web › Add › OSC: mode “Configure device IP+local port”, device 127.0.0.1, device port 9000, local listen port 8000, pattern file Default',
    'Actions › Load ReaScript: leitmotif_reaper.lua, then run it; it listens to the inbox until REAPER ends',
  ],
  acts: {
    play: form('/play', 'on:f'),
    stop: form('/stop', 'on:f'),
    tempo: form('/tempo/raw', 'tempo:f'),
    locateSeconds: form('/time', 'seconds:f'),
    trackVolume: form('/track/{track}/volume', 'volume:f'),
    runAction: form('/action', 'action:i'),
    undo: { address: '/action', args: [{ type: 'i', value: 40_029 }] },
  },
  // REAPER sends everything anew when its surface is reset, and changes by itself.
  greeting: [{ address: '/action', args: [{ type: 'i', value: 41_743 }] }],
  feedback: [
    { address: '/play', argument: 0, means: 'rolling' },
    { address: '/stop', argument: 0, means: 'stopped' },
    { address: '/tempo/raw', argument: 0, means: 'tempo' },
    { address: '/time', argument: 0, means: 'seconds' },
    { address: '/repeat', argument: 0, means: 'loopOn' },
    { address: '/track/{n}/name', argument: 0, means: 'trackName' },
  ],
  capabilities: {
    transport: { by: 'osc' },
    tempo: { by: 'osc' },
    meter: { by: 'script', limits: 'OSC has no word for it' },
    position: { by: 'osc' },
    markers: { by: 'script' },
    loop: { by: 'script' },
    midiClip: { by: 'script' },
    audioClip: { by: 'script' },
    atBar: { by: 'script' },
    oneUndo: { by: 'script' },
  },
};
