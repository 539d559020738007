-- ardour7-lua ardourPeer.lua FOLDER NAME [RATE]: Ardour itself with its surfaces, without a window and without a sound card.
-- Says READY, runs until the file FOLDER/quit appears, saves the session.
AudioEngine:set_backend("None (Dummy)", "", ""):set_sample_rate(tonumber(arg[3] or 48000))
local session = load_session(arg[1], arg[2]) or error("no session")
local order = ARDOUR.PresentationInfo.max_order
if session:get_tracks():size() == 0 then
  local midi = ARDOUR.ChanCount(ARDOUR.DataType("midi"), 1)
  session:new_audio_track(2, 2, nil, 1, "Score", order, ARDOUR.TrackMode.Normal, true)
  session:new_midi_track(midi, midi, true, ARDOUR.PluginInfo(), nil, nil, 1, "Score MIDI", order, ARDOUR.TrackMode.Normal, true)
end
print("READY")
io.stdout:flush()
while true do
  local file = io.open(arg[1] .. "/quit")
  if file then
    file:close()
    os.remove(arg[1] .. "/quit")
    break
  end
  -- Lets its surfaces work.
  sleep(0)
  ARDOUR.LuaAPI.usleep(50000)
end
session:save_state("")
close_session()
os.exit(0)
