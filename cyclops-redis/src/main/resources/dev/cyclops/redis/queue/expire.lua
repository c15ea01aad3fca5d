-- ARGV: events that are older than this have expired (as in a name, 8 bytes), how many at the most.
-- Drops what is too old and not in hand; answers how old the oldest of the rest is, -1 when there
-- may be more, and name and key of what it dropped.
drain()
local cutoff, max = ARGV[1], tonumber(ARGV[2])
local oldest, drops = nil, {}

local function expire(line, key)
  local old = redis.call(
    'ZRANGEBYLEX', key, '[' .. line, '(' .. line .. cutoff, 'LIMIT', 0, max - #drops / 2)
  if #old > 0 then
    if key == READY then
      each('ZREM', READY, old)
      local counts = row(line)
      counts.ready = counts.ready - #old
    else
      endWaiting(old)
    end
    drop(old, drops)
  end
  local left = redis.call('ZRANGEBYLEX', key, '[' .. line, '[' .. line .. LAST, 'LIMIT', 0, 1)[1]
  if left and (not oldest or ageFrom(left) < oldest) then
    oldest = ageFrom(left)
  end
end

for _, line in ipairs(redis.call('HKEYS', LINES)) do
  if #drops / 2 < max then
    expire(line, READY)
  end
  if #drops / 2 < max then
    expire(line, WAITING)
  end
end
if #drops / 2 >= max then
  oldest = -1
end
return answer({oldest and string.format('%d', oldest) or '9007199254740992', drops})
