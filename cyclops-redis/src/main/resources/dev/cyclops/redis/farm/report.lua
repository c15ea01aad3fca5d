-- An instance tells what it does, for the page of an operator, and hears what the others told last.
-- KEYS: reports    ARGV: id, lifetime of a report (ms), somebody looks at its page, the report,
--   how many others it wants to hear of at the most
-- Gives: somebody looks at the page of another one, how many others there are, their reports

-- Not refused when there is no memory left, and then neither is what follows.
redis.call('PEXPIRE', KEYS[1], 60000)
local time = redis.call('TIME')
local now = math.floor((tonumber(time[1]) * 1000000 + tonumber(time[2])) / 1000)
local id, lifetime = ARGV[1], tonumber(ARGV[2])

redis.call('HSET', KEYS[1], id,
  string.format('%.0f', now + lifetime) .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
redis.call('PEXPIRE', KEYS[1], lifetime)

local looked, count, reports = 0, 0, {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  if entries[i] ~= id then
    local deadline, looking, report = string.match(entries[i + 1], '^(%d+) (%d) (.*)$')
    if not deadline or tonumber(deadline) < now then
      redis.call('HDEL', KEYS[1], entries[i])
    else
      count = count + 1
      looked = math.max(looked, tonumber(looking))
      if count <= tonumber(ARGV[5]) then
        reports[#reports + 1] = report
      end
    end
  end
end
return { looked, count, reports }
