-- Leitmotif for REAPER: takes clips from the inbox of the bridge and tells it about the project, until REAPER ends.
-- Actions › Load ReaScript, then run it. Each clip is one step of undo.

local inbox = "@INBOX@"
local lookEvery, tellEvery = 0.2, 1.0
-- @include readJson.lua

local function trackNamed(name)
  for i = 0, reaper.CountTracks(0) - 1 do
    local track = reaper.GetTrack(0, i)
    local _, known = reaper.GetTrackName(track)
    if known == name then return track end
  end
  local at = reaper.CountTracks(0)
  reaper.InsertTrackAtIndex(at, true)
  local track = reaper.GetTrack(0, at)
  reaper.GetSetMediaTrackInfo_String(track, "P_NAME", name, true)
  return track
end

-- Seconds of the beginning of a bar; bars count from 1, measures from 0.
local function secondsOfBar(bar)
  return reaper.TimeMap2_beatsToTime(0, 0, bar - 1)
end

local function place(clip)
  if clip.matchTempo then reaper.SetCurrentBPM(0, clip.tempo, true) end
  local cursor = reaper.GetCursorPosition()
  local playhead = reaper.GetPlayState() & 1 == 1 and reaper.GetPlayPosition() or cursor
  local at = clip.at == "playhead" and playhead or secondsOfBar(clip.at)
  for _, part in ipairs(clip.parts) do
    local track = trackNamed(part.track)
    local before = reaper.CountTrackMediaItems(track)
    reaper.SetOnlyTrackSelected(track)
    reaper.SetEditCurPos(at, false, false)
    -- 0: onto the selected track, at the edit cursor.
    reaper.InsertMedia(inbox .. part.file, 0)
    if reaper.CountTrackMediaItems(track) <= before then error("REAPER did not insert " .. part.file) end
  end
  reaper.SetEditCurPos(cursor, false, false)
  for _, marker in ipairs(clip.markers or {}) do
    local quarters = reaper.TimeMap2_timeToQN(0, at) + marker.quarters
    reaper.AddProjectMarker2(0, false, reaper.TimeMap2_QNToTime(0, quarters), 0, marker.name, -1, 0)
  end
  return #clip.parts .. " file(s) inserted, " .. #(clip.markers or {}) .. " marker(s) set"
end

local function take(clip)
  reaper.PreventUIRefresh(1)
  reaper.Undo_BeginBlock2(0)
  local ok, message = pcall(place, clip)
  reaper.Undo_EndBlock2(0, "Leitmotif: " .. clip.title, -1)
  reaper.PreventUIRefresh(-1)
  reaper.UpdateArrange()
  writeReceipt(inbox, clip.id, ok, message)
end

local function placeText(seconds)
  return string.format('"seconds":%.9g,"quarters":%.9g', seconds, reaper.TimeMap2_timeToQN(0, seconds))
end

local function markersText()
  local texts = {}
  local i = 0
  while true do
    local found, isRegion, at, _, name = reaper.EnumProjectMarkers2(0, i)
    if found == 0 then return table.concat(texts, ",") end
    if not isRegion or name ~= "" then
      texts[#texts + 1] = string.format('{"name":%s,%s}', jsonText(name), placeText(at))
    end
    i = i + 1
  end
end

local function tracksText()
  local texts = {}
  for i = 0, reaper.CountTracks(0) - 1 do
    local _, name = reaper.GetTrackName(reaper.GetTrack(0, i))
    texts[#texts + 1] = jsonText(name)
  end
  return table.concat(texts, ",")
end

local function tell()
  local isRolling = reaper.GetPlayState() & 1 == 1
  local at = isRolling and reaper.GetPlayPosition() or reaper.GetCursorPosition()
  local upper, lower = reaper.TimeMap_GetTimeSigAtTime(0, at)
  -- Quarters a minute, whatever the tempo counts in this meter.
  local tempo = (reaper.TimeMap2_timeToQN(0, at + 0.01) - reaper.TimeMap2_timeToQN(0, at)) * 6000
  local from, to = reaper.GetSet_LoopTimeRange2(0, false, true, 0, 0, false)
  local loop = to > from
      and string.format(',"loop":{"start":{%s},"end":{%s},"isOn":%s}', placeText(from), placeText(to),
        tostring(reaper.GetSetRepeatEx(0, -1) == 1))
    or ""
  writeWhole(inbox .. "state.json", string.format(
    '{"leitmotifState":1,"daw":"reaper","state":{"isRolling":%s,"tempo":%.9g,"meter":"%d/%d","position":{%s},"markers":[%s],"tracks":[%s]%s}}',
    tostring(isRolling), tempo, upper, lower, placeText(at), markersText(), tracksText(), loop))
end

local looked, told = 0, 0
local function watch()
  local now = reaper.time_precise()
  if now - looked >= lookEvery then
    looked = now
    for _, clip in ipairs(waitingClips(inbox)) do take(clip) end
  end
  if now - told >= tellEvery then
    told = now
    tell()
  end
  reaper.defer(watch)
end
watch()
