-- ardour7-lua ardourReadback.lua FOLDER NAME: what Ardour itself finds in a session, one line each, fields between tabs.
AudioEngine:set_backend("None (Dummy)", "", "")
local session = load_session(arg[1], arg[2]) or error("no session")
local function say(...) print(table.concat({ ... }, "\t")) end
local map = Temporal.TempoMap.read()
local start = Temporal.timepos_t(0)
say("TEMPO", map:quarters_per_minute_at(start))
local function ticks(beats)
  local quarters, rest = tostring(beats):match("^(-?%d+):(%d+)$")
  return string.format("%d", quarters * 1920 + rest)
end
for location in session:locations():list():iter() do
  if location:is_mark() then say("MARKER", location:name(), location:start():samples()) end
end
for track in session:get_tracks():iter() do
  say("TRACK", track:name(), track:gain_control():get_value())
  for region in track:to_track():playlist():region_list():iter() do
    say("REGION", track:name(), region:name(), region:position():samples(), region:length():samples())
    local audio = region:to_audioregion()
    if not audio:isnil() then
      for channel = 0, audio:n_channels() - 1 do
        -- The first samples as Ardour would play them, in steps of 24 bit.
        local memory = ARDOUR.DSP.DspShm(4)
        audio:to_readable():read(memory:to_float(0), 0, 4, channel)
        local samples = memory:to_float(0):array()
        local steps = {}
        for i = 1, 4 do steps[i] = string.format("%.0f", samples[i] * 0x800000) end
        say("SOUND", track:name(), region:position():samples(), channel, table.concat(steps, "\t"))
      end
    end
    local midi = region:to_midiregion()
    if not midi:isnil() then
      for note in ARDOUR.LuaAPI.note_list(midi:midi_source(0):model()):iter() do
        say("NOTE", track:name(), note:note(), ticks(note:time()), ticks(note:length()), note:velocity(), note:channel())
      end
    end
  end
end
close_session()
os.exit(0)
