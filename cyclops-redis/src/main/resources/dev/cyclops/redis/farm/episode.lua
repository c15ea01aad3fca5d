-- Which instances see what is told once for the whole farm: one that sees it first tells that it has
-- begun, the last one that it is over.
-- KEYS: episodes, members
-- ARGV: id, 'begin', what it is, how it is described
--       id, 'end', what it is
--       id, 'left', how long nobody living may see one until it is over (ms)
-- Gives: of a begin or an end 1 for the one who is to tell, 0 when others see it too, -1 when that
--   is not known; of those left behind by dead instances, each once: since when (ms), description

-- Not refused when there is no memory left, and then neither is what follows.
redis.call('PEXPIRE', KEYS[1], 60000)
local time = redis.call('TIME')
local now = math.floor((tonumber(time[1]) * 1000000 + tonumber(time[2])) / 1000)
local id, what, most = ARGV[1], ARGV[3], 1000

local function lives(holder)
  local entry = redis.call('HGET', KEYS[2], holder)
  local deadline = entry and string.match(entry, ' (%d+)$')
  return deadline and tonumber(deadline) >= now
end

-- An entry is: since when nobody living sees it (0 while somebody does), who does, description.
-- Who asks is among those that see it only when it asks what is left; else it is just changing that.
local function read(entry)
  local since, holders, described = string.match(entry or '', '^(%d+) (%S*) (.*)$')
  local living = {}
  for holder in string.gmatch(holders or '', '[^,]+') do
    local counts = ARGV[2] == 'left'
    if holder ~= id then
      counts = lives(holder)
    end
    if counts then
      living[#living + 1] = holder
    end
  end
  return since and tonumber(since), living, described, holders
end

local function write(name, since, holders, described)
  redis.call('HSET', KEYS[1], name,
    string.format('%.0f', since) .. ' ' .. holders .. ' ' .. described)
  redis.call('PEXPIRE', KEYS[1], 60000)
end

if ARGV[2] == 'begin' then
  local since, living, described = read(redis.call('HGET', KEYS[1], what))
  if not since and #redis.call('HKEYS', KEYS[1]) >= most then
    return -1
  end
  living[#living + 1] = id
  write(what, 0, table.concat(living, ','), since and described or ARGV[4])
  return since and 0 or 1
end

if ARGV[2] == 'end' then
  local since, living, described = read(redis.call('HGET', KEYS[1], what))
  if not since then
    return -1
  end
  if #living == 0 then
    redis.call('HDEL', KEYS[1], what)
    return 1
  end
  write(what, 0, table.concat(living, ','), described)
  return 0
end

local left = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local since, living, described, holders = read(entries[i + 1])
  if not since then
    redis.call('HDEL', KEYS[1], entries[i])
  elseif #living > 0 then
    if since > 0 then
      write(entries[i], 0, table.concat(living, ','), described)
    end
  elseif since == 0 then
    -- One that only stood still comes back.
    write(entries[i], now, holders, described)
  elseif now - since >= tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], entries[i])
    left[#left + 1] = string.format('%.0f', since)
    left[#left + 1] = described
  end
end
return left
