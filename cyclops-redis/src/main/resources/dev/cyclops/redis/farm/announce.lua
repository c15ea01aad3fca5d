-- An instance says what it does, hears what the others do, and is given its part of the permits.
-- KEYS: members, lead, breaker, limits, limit changes, limit ends
-- ARGV: id, started (ms), permits it may use now, permits in use, the most in use since last time,
--   whether it wanted more, permits of the farm, lifetime of an entry (ms), age at which it may
--   have more than before (ms), turn of a lead (ms), what to do with the breaker ('open', 'close',
--   ''), how long there is to be no probe (ms), how long until the probe after the one it wants
--   (ms, 0 for none), version of the limits it knows; then field, detail, ms left of each new limit
-- Gives: instances, permits, leads, breaker open, ms until a probe, probe taken, version of limits,
--   limits (field, detail, ms left), members (id, started, in use, permits, leads)

-- Not refused when there is no memory left, and then neither is what follows.
redis.call('PEXPIRE', KEYS[1], 60000)
local time = redis.call('TIME')
local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
local now = math.floor(micros / 1000)
local id, bound, lifetime = ARGV[1], tonumber(ARGV[7]), tonumber(ARGV[8])
local held, used = tonumber(ARGV[3]), tonumber(ARGV[4])

local function text(number)
  return string.format('%.0f', number)
end

-- Who is there, in the order of their coming.
local members, me = {}, nil
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local born, grant, peak, full, inUse, started, deadline =
    string.match(entries[i + 1], '^(%d+) (%d+) (%d+) (%d) (%d+) (%d+) (%d+)$')
  if not deadline or tonumber(deadline) < now then
    redis.call('HDEL', KEYS[1], entries[i])
  else
    local member = {
      id = entries[i], born = tonumber(born), grant = tonumber(grant), peak = tonumber(peak),
      full = full == '1', used = tonumber(inUse), started = started
    }
    members[#members + 1] = member
    if member.id == id then
      me = member
    end
  end
end
if not me then
  me = { id = id, born = now, grant = 0 }
  members[#members + 1] = me
end
me.peak, me.full, me.used, me.started = tonumber(ARGV[5]), ARGV[6] == '1', used, ARGV[2]
table.sort(members, function(a, b)
  return a.born < b.born or (a.born == b.born and a.id < b.id)
end)

-- Its permits: who does not use them leaves them to the others, who then have equally many.
local function wish(member)
  return member.full and bound or 2 * member.peak + 2
end
local wishes, others, count = {}, 0, #members
for i, member in ipairs(members) do
  wishes[i] = wish(member)
  others = others + (member == me and 0 or member.grant)
end
table.sort(wishes)
local rest, left, level = bound, count, nil
for _, wanted in ipairs(wishes) do
  if wanted * left > rest then
    level = rest / left
    break
  end
  rest, left = rest - wanted, left - 1
end
local target
if not level then
  target = wish(me) + math.floor(rest / count)
elseif wish(me) <= level then
  target = wish(me)
else
  -- What cannot be divided goes round.
  local each = math.floor(level)
  local place, index = 0, 0
  for _, member in ipairs(members) do
    if wish(member) > level then
      place = place + 1
      index = member == me and place or index
    end
  end
  local more = rest - each * left
  target = each + ((index + math.floor(now / 1000)) % left < more and 1 or 0)
end
target = math.max(0, math.min(target, bound - others))
if now - me.born < tonumber(ARGV[9]) then
  target = math.min(target, held)
end
-- What it may use now it may use until it has heard otherwise.
me.grant = math.max(target, held)
redis.call('HSET', KEYS[1], id, table.concat({
  text(me.born), text(me.grant), ARGV[5], ARGV[6], ARGV[4], ARGV[2], text(now + lifetime)
}, ' '))
redis.call('PEXPIRE', KEYS[1], 60000)

-- Who leads.
local lead, since = string.match(redis.call('GET', KEYS[2]) or '', '^(%S+) (%d+)$')
local place = 0
for i, member in ipairs(members) do
  if member.id == lead then
    place = i
  end
end
if place == 0 then
  lead, since = id, now
elseif lead == id and now - since >= tonumber(ARGV[10]) then
  lead, since = members[place % count + 1].id, now
end
redis.call('SET', KEYS[2], lead .. ' ' .. text(since), 'PX', 60000)

-- The breaker: the time of the next probe while it is open.
local probe = tonumber(redis.call('GET', KEYS[3]) or nil)
if ARGV[11] == 'open' then
  probe = math.max(probe or 0, now + tonumber(ARGV[12]))
elseif ARGV[11] == 'close' then
  probe = nil
  redis.call('DEL', KEYS[3])
end
local taken = 0
if probe and tonumber(ARGV[13]) > 0 and now >= probe then
  probe, taken = now + tonumber(ARGV[13]), 1
end
if probe then
  redis.call('SET', KEYS[3], text(probe), 'PX', math.max(0, probe - now) + 60000)
end

-- The limits: the end of each by the clock of Redis, 0 of one that was ended.
local day = 90000000
local newest = redis.call('ZREVRANGE', KEYS[5], 0, 0, 'WITHSCORES')
local version = tonumber(newest[2] or 0)
for i = 15, #ARGV, 3 do
  local field, millis = ARGV[i], tonumber(ARGV[i + 2])
  local known = tonumber(string.match(redis.call('HGET', KEYS[4], field) or '', '^(%d+) '))
  local ends = millis > 0 and now + millis or 0
  if not known or (ends == 0 and known > 0) or ends > known + 1000 then
    version = math.max(micros, version + 1)
    redis.call('HSET', KEYS[4], field, text(ends) .. ' ' .. ARGV[i + 1])
    redis.call('ZADD', KEYS[5], text(version), field)
    redis.call('ZADD', KEYS[6], text(ends > 0 and ends or now + 60000), field)
  end
end
local function forget(fields)
  for _, field in ipairs(fields) do
    redis.call('HDEL', KEYS[4], field)
    redis.call('ZREM', KEYS[5], field)
    redis.call('ZREM', KEYS[6], field)
  end
end
forget(redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', text(now), 'LIMIT', 0, 200))
local surplus = redis.call('ZCARD', KEYS[6]) - 10000
if surplus > 0 then
  forget(redis.call('ZRANGE', KEYS[6], 0, surplus - 1))
end
if #ARGV > 14 then
  for i = 4, 6 do
    redis.call('PEXPIRE', KEYS[i], day)
  end
end
local news = {}
local changed = redis.call(
  'ZRANGEBYSCORE', KEYS[5], '(' .. ARGV[14], '+inf', 'WITHSCORES', 'LIMIT', 0, 200)
local heard = ARGV[14]
for i = 1, #changed, 2 do
  local ends, detail = string.match(redis.call('HGET', KEYS[4], changed[i]) or '', '^(%d+) (.*)$')
  if ends then
    news[#news + 1] = changed[i]
    news[#news + 1] = detail
    news[#news + 1] = text(math.max(0, tonumber(ends) - now))
  end
  heard = text(tonumber(changed[i + 1]))
end

local list = {}
for _, member in ipairs(members) do
  list[#list + 1] = member.id
  list[#list + 1] = member.started
  list[#list + 1] = text(member.used)
  list[#list + 1] = text(member.grant)
  list[#list + 1] = member.id == lead and '1' or '0'
end
return {
  count, target, lead == id and 1 or 0, probe and 1 or 0,
  probe and math.max(0, probe - now) or 0, taken, heard, news, list
}
