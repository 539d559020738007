ardour {
  ["type"] = "EditorAction",
  name = "Leitmotif: take clips",
  author = "Leitmotif",
  license = "MIT",
  description = [[
Takes the clips that Leitmotif laid into its inbox: each file onto the track of its name, made where there is none,
at the bar of its manifest or at the playhead. The bridge starts this action by OSC.
]],
}

function factory() return function()
  local inbox = "@INBOX@"
  -- @include readJson.lua

  local function trackNamed(name, kind)
    local route = Session:route_by_name(name)
    if route:isnil() then
      local order = ARDOUR.PresentationInfo.max_order
      if kind == "audio" then
        Session:new_audio_track(2, 2, nil, 1, name, order, ARDOUR.TrackMode.Normal, true)
      else
        local midi = ARDOUR.ChanCount(ARDOUR.DataType("midi"), 1)
        Session:new_midi_track(midi, midi, true, ARDOUR.PluginInfo(), nil, nil, 1, name, order, ARDOUR.TrackMode.Normal, true)
      end
      route = Session:route_by_name(name)
    end
    local track = route:to_track()
    if track:isnil() then error("“" .. name .. "” is no track") end
    local isAudio = not track:to_audio_track():isnil()
    if isAudio ~= (kind == "audio") then error("The track “" .. name .. "” is not for " .. kind) end
    return track
  end

  local function ticksOfBar(bar)
    local map = Temporal.TempoMap.read()
    local quarters, rest = tostring(map:quarters_at_bbt(Temporal.BBT_TIME(bar, 1, 0))):match("^(-?%d+):(%d+)$")
    return tonumber(quarters) * 1920 + tonumber(rest)
  end

  local function matchTempo(clip)
    local map = Temporal.TempoMap.fetch_writable()
    map:set_tempo(Temporal.Tempo(clip.tempo, clip.tempo, 4), Temporal.timepos_t(0))
    Session:begin_reversible_command("Leitmotif: tempo")
    Temporal.TempoMap.update(map)
    if not Session:abort_empty_reversible_command() then Session:commit_reversible_command(nil) end
  end

  local function take(clip)
    if clip.matchTempo then matchTempo(clip) end
    local playhead = Session:transport_sample()
    for _, part in ipairs(clip.parts) do
      local track = trackNamed(part.track, part.kind)
      local place = clip.at == "playhead" and Temporal.timepos_t(playhead)
        or Temporal.timepos_t.from_ticks(ticksOfBar(clip.at))
      if part.kind == "audio" then place = Temporal.timepos_t(place:samples()) end
      local before = track:playlist():n_regions()
      local files = C.StringVector()
      files:push_back(inbox .. part.file)
      -- “Serialize” is the one disposition that takes the track that it is given.
      Editor:do_import(files, Editing.ImportSerializeFiles, Editing.ImportToTrack, ARDOUR.SrcQuality.SrcBest,
        ARDOUR.MidiTrackNameSource.SMFTrackName, ARDOUR.MidiTempoMapDisposition.SMFTempoIgnore, place,
        ARDOUR.PluginInfo(), track, false)
      if track:playlist():n_regions() <= before then error("Ardour did not import " .. part.file) end
    end
    return #clip.parts .. " file(s) imported"
  end

  for _, clip in ipairs(waitingClips(inbox)) do
    local ok, message = pcall(take, clip)
    writeReceipt(inbox, clip.id, ok, message)
  end
end end
