-- ARGV: a lane, how many at the most.
-- Makes ready what is parked in it; answers how many.
drain()
local lane = ARGV[1]
local parked =
  redis.call('ZRANGEBYLEX', LANES, '[' .. lane, '[' .. lane .. LAST, 'LIMIT', 0, ARGV[2])
local names = {}
for i, entry in ipairs(parked) do
  names[i] = string.sub(entry, #lane + 1)
end
endWaiting(names)
makeReady(names)
return answer(#names)
