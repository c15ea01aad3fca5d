-- ARGV: events that are older than this have expired, how long a lease lasts, its token, 1 for the
-- newest first, then for each project: its id, how many, the categories that may be sent.
-- Answers name, frame, attempts of each that is leased, and name and key of each that had expired.
drain()
local cutoff, newest = tonumber(ARGV[1]), ARGV[4] == '1'
local deadline = serverMillis() + tonumber(ARGV[2])
local MAX_EXPIRED = 500
local taken, expired = {}, {}

local function range(line, last, count)
  local from, to = '[' .. line, '[' .. line .. LAST
  if newest then
    return redis.call('ZREVRANGEBYLEX', READY, last and '(' .. last or to, from, 'LIMIT', 0, count)
  end
  return redis.call('ZRANGEBYLEX', READY, last and '(' .. last or from, to, 'LIMIT', 0, count)
end

local function precedes(a, b)
  local ageA, placeA, byA = struct.unpack('>I8I6I6', a, 10)
  local ageB, placeB, byB = struct.unpack('>I8I6I6', b, 10)
  local before
  if ageA ~= ageB then
    before = ageA < ageB
  elseif placeA ~= placeB then
    before = placeA < placeB
  else
    before = byA < byB
  end
  return before ~= newest
end

local function lease(project, count, categories)
  local heads = {}
  for i = 1, #categories do
    local line = project .. string.sub(categories, i, i)
    heads[i] = {line = line, names = range(line, nil, count), at = 1}
  end
  local wanted = count
  while wanted > 0 and #expired < MAX_EXPIRED do
    local best
    for _, head in ipairs(heads) do
      if head.at > #head.names and #head.names == count then
        head.names, head.at = range(head.line, head.names[count], count), 1
      end
      local name = head.names[head.at]
      if name and (not best or precedes(name, best.names[best.at])) then
        best = head
      end
    end
    if not best then
      return
    end
    local name = best.names[best.at]
    best.at = best.at + 1
    if ageFrom(name) < cutoff then
      expired[#expired + 1] = name
    else
      taken[#taken + 1] = name
      wanted = wanted - 1
    end
  end
end

for i = 5, #ARGV, 3 do
  lease(ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2])
end
local drops = {}
each('ZREM', READY, expired)
for _, name in ipairs(expired) do
  local counts = row(lineOf(name))
  counts.ready = counts.ready - 1
end
drop(expired, drops)
each('ZREM', READY, taken)
local frames, attempts = fetch(EVENTS, taken), fetch(ATTEMPTS, taken)
local leases, states, leased = {}, {}, {}
for i, name in ipairs(taken) do
  local frame = frames[i] or ''
  local counts = row(lineOf(name))
  counts.ready = counts.ready - 1
  counts.inHand = counts.inHand + costOf(#frame)
  leases[#leases + 1] = deadline
  leases[#leases + 1] = name
  states[#states + 1] = name
  states[#states + 1] = ARGV[3]
  leased[#leased + 1] = name
  leased[#leased + 1] = frame
  leased[#leased + 1] = tonumber(attempts[i] or 0)
end
each('ZADD', LEASES, leases)
each('HSET', STATES, states)
return answer({leased, drops})
