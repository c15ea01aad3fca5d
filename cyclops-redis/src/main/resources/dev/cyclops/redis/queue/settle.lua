-- ARGV: now, bound of this shard's dead letters in bytes, then for each settlement: how, the name,
-- the token of the lease, a time, a text.
-- Answers 1 for each that ended a lease, 0 for those that came late.
drain()
local now, deadLimit = tonumber(ARGV[1]), tonumber(ARGV[2])
local names = {}
for i = 4, #ARGV, 5 do
  names[#names + 1] = ARGV[i]
end
local owners = fetch(STATES, names)
local ended, gone, done, ready = {}, {}, {}, {}

local function wait(name, at, lane)
  redis.call('ZADD', DUE, at, name)
  redis.call('ZADD', WAITING, 0, name)
  if lane then
    redis.call('HSET', STATES, name, lane)
    redis.call('ZADD', LANES, 0, lane .. name)
  end
end

local function bury(name, diedAt, reason)
  local number = string.format('%016d', redis.call('HINCRBY', TOTALS, 'deaths', 1))
  local letter = struct.pack('>I2', #reason) .. reason .. redis.call('HGET', EVENTS, name)
  redis.call('ZADD', DEAD, diedAt, number)
  redis.call('HSET', LETTERS, number, letter)
  grown = grown + costOfLetter(#letter)
  grownDead = grownDead + costOfLetter(#letter)
end

for i, name in ipairs(names) do
  local at = 5 * i - 2
  local how, token, time, text = ARGV[at], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local own = owners[i] == token
  ended[i] = own and 1 or 0
  if own then
    local cost = costOf(redis.call('HSTRLEN', EVENTS, name))
    local counts = row(lineOf(name))
    counts.inHand = counts.inHand - cost
    gone[#gone + 1] = name
    if how == 'dead' then
      bury(name, time, text)
    end
    if how == 'done' or how == 'dead' or how == 'lost' then
      letGo(name, cost)
      done[#done + 1] = name
    elseif how == 'back' or tonumber(time) <= now then
      ready[#ready + 1] = name
    end
    if how == 'retry' then
      redis.call('HINCRBY', ATTEMPTS, name, 1)
    end
  end
end
each('ZREM', LEASES, gone)
each('HDEL', STATES, gone)
each('HDEL', EVENTS, done)
each('HDEL', ATTEMPTS, done)
makeReady(ready)
for i, name in ipairs(names) do
  local at = 5 * i - 2
  local how, time = ARGV[at], tonumber(ARGV[at + 3])
  if ended[i] == 1 and time > now then
    if how == 'park' then
      wait(name, ARGV[at + 3], ARGV[at + 4])
    elseif how == 'retry' or how == 'later' then
      wait(name, ARGV[at + 3])
    end
  end
end
local deadBytes = tonumber(redis.call('HGET', TOTALS, 'dead') or 0)
while deadBytes + grownDead > deadLimit and redis.call('ZCARD', DEAD) > 1 do
  forgetLetter(redis.call('ZRANGE', DEAD, 0, 0)[1])
end
return answer(ended)
