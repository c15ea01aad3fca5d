-- ARGV: a project, its categories that may pay, how many bytes to free, how many events at the most,
-- and that those older than this have expired.
-- Drops the oldest of them that are not in hand; answers how many bytes that freed, and name and key
-- of each that was shed and of each that had expired.
drain()
local wanted, max, cutoff = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local PER_LOOK = 32
local heads = {}
for i = 1, #ARGV[2] do
  local line = ARGV[1] .. string.sub(ARGV[2], i, i)
  if redis.call('HEXISTS', LINES, line) == 1 then
    heads[#heads + 1] = {line = line, key = READY, names = {}, at = 1}
    heads[#heads + 1] = {line = line, key = WAITING, names = {}, at = 1}
  end
end

local function older(a, b)
  local ageA, placeA, byA = struct.unpack('>I8I6I6', a, 10)
  local ageB, placeB, byB = struct.unpack('>I8I6I6', b, 10)
  if ageA ~= ageB then
    return ageA < ageB
  end
  if placeA ~= placeB then
    return placeA < placeB
  end
  return byA < byB
end

local function look(head)
  if head.at > #head.names and not head.over then
    local from = #head.names > 0 and '(' .. head.names[#head.names] or '[' .. head.line
    head.names = redis.call(
      'ZRANGEBYLEX', head.key, from, '[' .. head.line .. LAST, 'LIMIT', 0, PER_LOOK)
    head.at, head.over = 1, #head.names == 0
  end
  return head.names[head.at]
end

local shed, expired, fromReady, fromWaiting, freed = {}, {}, {}, {}, 0
while freed < wanted and #shed + #expired < max do
  local best, oldest
  for _, head in ipairs(heads) do
    local name = look(head)
    if name and (not oldest or older(name, oldest)) then
      best, oldest = head, name
    end
  end
  if not best then
    break
  end
  best.at = best.at + 1
  freed = freed + costOf(redis.call('HSTRLEN', EVENTS, oldest))
  local victims = ageFrom(oldest) < cutoff and expired or shed
  victims[#victims + 1] = oldest
  if best.key == READY then
    fromReady[#fromReady + 1] = oldest
    local counts = row(best.line)
    counts.ready = counts.ready - 1
  else
    fromWaiting[#fromWaiting + 1] = oldest
  end
end
each('ZREM', READY, fromReady)
endWaiting(fromWaiting)
local shedDrops, expiredDrops = {}, {}
drop(shed, shedDrops)
drop(expired, expiredDrops)
return answer({-grown, shedDrops, expiredDrops})
