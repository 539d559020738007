-- Reads JSON into Lua values; null becomes nil. Raises an error with its place where the text is none.
local function readJson(text)
  local at = 1
  local value
  local function fail(what) error("JSON: " .. what .. " at " .. at) end
  local function space() at = text:find("[^ \t\r\n]", at) or #text + 1 end
  local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
  local function codePoint(digits)
    local code = tonumber(digits, 16)
    local low = text:match("^\\u([dD][c-fC-F]%x%x)", at)
    if code >= 0xd800 and code < 0xdc00 and low then
      at = at + 6
      code = 0x10000 + (code - 0xd800) * 0x400 + (tonumber(low, 16) - 0xdc00)
    end
    return utf8.char(code)
  end
  local function str()
    at = at + 1
    local parts = {}
    while true do
      local from = at
      at = text:find('["\\]', at) or fail("a text does not end")
      parts[#parts + 1] = text:sub(from, at - 1)
      if text:sub(at, at) == '"' then at = at + 1 return table.concat(parts) end
      local letter = text:sub(at + 1, at + 1)
      if letter == "u" then
        local digits = text:match("^%x%x%x%x", at + 2) or fail("a wrong escape")
        at = at + 6
        parts[#parts + 1] = codePoint(digits)
      else
        parts[#parts + 1] = escapes[letter] or letter
        at = at + 2
      end
    end
  end
  local function list()
    local items = {}
    at = at + 1
    space()
    if text:sub(at, at) == "]" then at = at + 1 return items end
    while true do
      items[#items + 1] = value()
      space()
      local mark = text:sub(at, at)
      at = at + 1
      if mark == "]" then return items end
      if mark ~= "," then fail("a list is broken") end
    end
  end
  local function object()
    local fields = {}
    at = at + 1
    space()
    if text:sub(at, at) == "}" then at = at + 1 return fields end
    while true do
      space()
      if text:sub(at, at) ~= '"' then fail("a name is missing") end
      local name = str()
      space()
      if text:sub(at, at) ~= ":" then fail("a colon is missing") end
      at = at + 1
      fields[name] = value()
      space()
      local mark = text:sub(at, at)
      at = at + 1
      if mark == "}" then return fields end
      if mark ~= "," then fail("an object is broken") end
    end
  end
  value = function()
    space()
    local first = text:sub(at, at)
    if first == "{" then return object() end
    if first == "[" then return list() end
    if first == '"' then return str() end
    local word = text:match("^%a+", at)
    if word == "true" or word == "false" or word == "null" then
      at = at + #word
      if word == "null" then return nil end
      return word == "true"
    end
    local digits = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at) or fail("no value")
    at = at + #digits
    return tonumber(digits) or fail("no number")
  end
  local result = value()
  space()
  if at <= #text then fail("more than one value") end
  return result
end

-- A text as JSON writes it.
local function jsonText(text)
  return '"' .. tostring(text):gsub('[%c"\\]', function(mark)
    return string.format("\\u%04x", mark:byte())
  end) .. '"'
end

-- The whole of a file; nil where there is none.
local function fileText(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

-- Writes a file that has its name when it is whole.
local function writeWhole(path, text)
  local file = assert(io.open(path .. ".part", "wb"))
  file:write(text)
  file:close()
  os.remove(path)
  assert(os.rename(path .. ".part", path))
end

-- Tells the bridge what became of a clip.
local function writeReceipt(inbox, id, ok, message)
  local text = '{"leitmotifReceipt":1,"id":%s,"ok":%s,"message":%s}'
  writeWhole(inbox .. id .. ".done.json", text:format(jsonText(id), tostring(ok), jsonText(message)))
end

-- Manifests of the inbox that nobody took yet, the oldest first. `queue.txt` names the newest clips, one a line.
local function waitingClips(inbox)
  local clips = {}
  for id in (fileText(inbox .. "queue.txt") or ""):gmatch("[%w_-]+") do
    if not fileText(inbox .. id .. ".done.json") then
      local text = fileText(inbox .. id .. ".json")
      if text then
        local ok, clip = pcall(readJson, text)
        if ok and clip.leitmotifClip == 1 and clip.id == id then
          clips[#clips + 1] = clip
        else
          writeReceipt(inbox, id, false, "The manifest cannot be read")
        end
      end
    end
  end
  return clips
end
