/** Ableton Live by AbletonOSC, and by the remote script that we ship for what AbletonOSC cannot do. */
import { bare, form } from '../dawDialect.ts';
import type { DawDialect } from '../dawDialect.ts';

const listened = [
  'is_playing',
  'tempo',
  'signature_numerator',
  'signature_denominator',
  'loop',
  'loop_start',
  'loop_length',
  'root_note',
  'scale_name',
] as const;

/** See the file. Indices of tracks and clips count from 0; lengths and times are quarters. */
export const ableton: DawDialect = {
  id: 'ableton',
  title: 'Ableton Live (AbletonOSC)',
  verified: 'sources',
  against: 'ideoforms/AbletonOSC at 0ca6821; Live itself cannot run in our tests',
  ports: {
    hears: 11_000,
    answersAt: 11_001,
    change:
      'Both ports stand in AbletonOSC/abletonosc/constants.py; change them there, start Live again, and give the same here',
  },
  setUp: [
    'Put AbletonOSC into the folder Remote Scripts of the User Library and choose it as a Control Surface in Live’s settings',
    'For sound and for clips in the arrangement: install our script Leitmotif beside it and choose it as another Control Surface (Live 12.0.5 or later)',
  ],
  acts: {
    probe: bare('/live/test'),
    play: bare('/live/song/start_playing'),
    stop: bare('/live/song/stop_playing'),
    tempo: form('/live/song/set/tempo', 'tempo:f'),
    meterUpper: form('/live/song/set/signature_numerator', 'upper:i'),
    meterLower: form('/live/song/set/signature_denominator', 'lower:i'),
    locateQuarters: form('/live/song/set/current_song_time', 'quarters:f'),
    trackVolume: form('/live/track/set/volume', 'track:i', 'volume:f'),
    trackNames: bare('/live/song/get/track_names'),
    addMidiTrack: form('/live/song/create_midi_track', 'index:i'),
    addAudioTrack: form('/live/song/create_audio_track', 'index:i'),
    nameTrack: form('/live/track/set/name', 'track:i', 'name:s'),
    hasClip: form('/live/clip_slot/get/has_clip', 'track:i', 'slot:i'),
    createClip: form('/live/clip_slot/create_clip', 'track:i', 'slot:i', 'quarters:f'),
    // Five arguments a note follow: pitch i, start f, length f, velocity i, mute i.
    addNotes: form('/live/clip/add/notes', 'track:i', 'slot:i'),
    nameClip: form('/live/clip/set/name', 'track:i', 'slot:i', 'name:s'),
    undo: bare('/live/song/undo'),
  },
  greeting: [
    ...listened.map((property) => bare(`/live/song/start_listen/${property}`)),
    bare('/live/song/start_listen/current_song_time'),
    bare('/live/song/get/cue_points'),
    bare('/live/song/get/track_names'),
  ],
  feedback: [
    { address: '/live/song/get/is_playing', argument: 0, means: 'rolling' },
    { address: '/live/song/get/tempo', argument: 0, means: 'tempo' },
    { address: '/live/song/get/signature_numerator', argument: 0, means: 'upper' },
    { address: '/live/song/get/signature_denominator', argument: 0, means: 'lower' },
    { address: '/live/song/get/current_song_time', argument: 0, means: 'quarters' },
    { address: '/live/song/get/loop', argument: 0, means: 'loopOn' },
    { address: '/live/song/get/loop_start', argument: 0, means: 'loopStart' },
    { address: '/live/song/get/loop_length', argument: 0, means: 'loopLength' },
    { address: '/live/song/get/root_note', argument: 0, means: 'root' },
    { address: '/live/song/get/scale_name', argument: 0, means: 'scale' },
    { address: '/live/song/get/cue_points', argument: 0, means: 'cuePoints' },
    { address: '/live/song/get/track_names', argument: 0, means: 'trackNames' },
  ],
  capabilities: {
    transport: { by: 'osc' },
    tempo: { by: 'osc' },
    meter: { by: 'osc' },
    position: { by: 'osc', limits: 'Live hears ten times a second' },
    markers: { by: 'osc', limits: 'locators are asked for, Live does not tell when they change' },
    loop: { by: 'osc' },
    midiClip: { by: 'osc', limits: 'into a slot of the session view; into the arrangement by our script' },
    audioClip: { by: 'script', limits: 'needs Live 12.0.5' },
    atBar: { by: 'script', limits: 'AbletonOSC reaches the session view only' },
    oneUndo: { by: 'script', limits: 'a clip by AbletonOSC takes several steps' },
  },
};
