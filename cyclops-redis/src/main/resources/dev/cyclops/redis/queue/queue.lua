-- What the scripts of the queue have in common; comes before each of them. One shard has:
--   ready     lex  names of the events that may be sent: project(8) category(1) age-from(8) place(12)
--   lines     hash project|category -> ready, held, bytes, bytes in hand (four doubles)
--   due       zset names of those that wait, by the time at which they do so no longer
--   waiting   lex  the same names in order of arrival
--   leases    zset names of those in hand, by the time of this server at which the lease ends
--   states    hash name -> whose lease it is, or the lane it is parked in
--   lanes     lex  lane(16) and name
--   events    hash name -> frame
--   attempts  hash name -> how often it was tried, when it was
--   totals    hash bytes; dead = those of them that are of dead letters; deaths = how many there were
--   dead      zset numbers of dead letters by the time of their death
--   letters   hash number -> length of the reason (2), the reason, the frame
local READY, LINES, DUE, WAITING, LEASES, STATES, LANES, EVENTS, ATTEMPTS, TOTALS, DEAD, LETTERS =
  unpack(KEYS)
local LAST = string.rep('\255', 29)
local PER_CALL = 1000

local lines, changed, grown, grownDead = {}, {}, 0, 0

-- A write that needs no memory: what comes after it is done also when Redis is full.
local function drain()
  redis.call('HDEL', TOTALS, '')
end

local function serverMillis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A command with a key and so many further arguments that they may have to go in parts of an even
-- number.
local function each(command, key, args)
  for from = 1, #args, PER_CALL do
    redis.call(command, key, unpack(args, from, math.min(#args, from + PER_CALL - 1)))
  end
end

local function fetch(key, names)
  local values = {}
  for from = 1, #names, PER_CALL do
    local to = math.min(#names, from + PER_CALL - 1)
    for _, value in ipairs(redis.call('HMGET', key, unpack(names, from, to))) do
      values[#values + 1] = value
    end
  end
  return values
end

local function lineOf(name)
  return string.sub(name, 1, 9)
end

local function ageFrom(name)
  return (struct.unpack('>I8', name, 10))
end

local function row(line)
  local counts = lines[line]
  if not counts then
    local packed = redis.call('HGET', LINES, line)
    if packed then
      local ready, held, bytes, inHand = struct.unpack('>dddd', packed)
      counts = {ready = ready, held = held, bytes = bytes, inHand = inHand}
    else
      counts = {ready = 0, held = 0, bytes = 0, inHand = 0}
    end
    lines[line] = counts
    changed[#changed + 1] = line
  end
  return counts
end

-- What an event with that frame counts for.
local function costOf(length)
  return length + EVENT_BYTES
end

local function costOfLetter(length)
  return length + LETTER_BYTES
end

-- One more is held, which is ready.
local function hold(name, cost)
  local counts = row(lineOf(name))
  if counts.held == 0 then
    grown = grown + LINE_BYTES
  end
  counts.held = counts.held + 1
  counts.ready = counts.ready + 1
  counts.bytes = counts.bytes + cost
  grown = grown + cost
end

-- One less is held, which is neither ready nor in hand any more.
local function letGo(name, cost)
  local counts = row(lineOf(name))
  counts.held = counts.held - 1
  counts.bytes = counts.bytes - cost
  grown = grown - cost
  if counts.held == 0 then
    grown = grown - LINE_BYTES
  end
end

local function keyOf(frame)
  local length = struct.unpack('>I2', frame, 6)
  return string.sub(frame, 8, 7 + length)
end

-- Drops some that are neither ready nor waiting nor in hand any more; answers whose they were.
local function drop(names, drops)
  local frames = fetch(EVENTS, names)
  for i, name in ipairs(names) do
    local frame = frames[i] or ''
    letGo(name, costOf(#frame))
    drops[#drops + 1] = name
    drops[#drops + 1] = #frame > 7 and keyOf(frame) or ''
  end
  each('HDEL', EVENTS, names)
  each('HDEL', ATTEMPTS, names)
end

-- Makes one ready that waited or was in hand, and is neither any more.
local function makeReady(names)
  local args = {}
  for _, name in ipairs(names) do
    local counts = row(lineOf(name))
    counts.ready = counts.ready + 1
    args[#args + 1] = 0
    args[#args + 1] = name
  end
  each('ZADD', READY, args)
end

-- Ends the waiting of some, for a time or in a lane.
local function endWaiting(names)
  each('ZREM', DUE, names)
  each('ZREM', WAITING, names)
  local lanes = fetch(STATES, names)
  local parked = {}
  for i, name in ipairs(names) do
    if lanes[i] then
      parked[#parked + 1] = lanes[i] .. name
    end
  end
  each('ZREM', LANES, parked)
  each('HDEL', STATES, names)
end

local function forgetLetter(number)
  local cost = costOfLetter(redis.call('HSTRLEN', LETTERS, number))
  grown = grown - cost
  grownDead = grownDead - cost
  redis.call('ZREM', DEAD, number)
  redis.call('HDEL', LETTERS, number)
end

local function first(key)
  return tonumber(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2] or -1)
end

-- The totals, as packed doubles.
local function totals()
  local bytes = redis.call('HMGET', TOTALS, 'bytes', 'dead')
  return struct.pack('>ddddddddddd',
    tonumber(bytes[1] or 0), tonumber(bytes[2] or 0),
    redis.call('ZCARD', READY), redis.call('ZCARD', DUE), redis.call('ZCARD', LANES),
    redis.call('ZCARD', LEASES), redis.call('ZCARD', DEAD),
    first(DUE), first(LEASES), first(DEAD), serverMillis())
end

-- Writes the counts back; the answer, with totals and the lines that have changed.
local function answer(result)
  local rows = {}
  for _, line in ipairs(changed) do
    local counts = lines[line]
    local packed = ''
    if counts.held > 0 then
      packed = struct.pack('>dddd', counts.ready, counts.held, counts.bytes, counts.inHand)
      redis.call('HSET', LINES, line, packed)
    else
      redis.call('HDEL', LINES, line)
    end
    rows[#rows + 1] = line
    rows[#rows + 1] = packed
  end
  if grown ~= 0 then
    redis.call('HINCRBY', TOTALS, 'bytes', string.format('%d', grown))
  end
  if grownDead ~= 0 then
    redis.call('HINCRBY', TOTALS, 'dead', string.format('%d', grownDead))
  end
  return {totals(), rows, result}
end
