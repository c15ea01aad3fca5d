-- ARGV: now, how many at the most of each kind.
-- Makes ready whose time has come and whose lease has run out; answers how many of each.
drain()
local due = redis.call('ZRANGEBYSCORE', DUE, '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
endWaiting(due)
makeReady(due)
local lost = redis.call('ZRANGEBYSCORE', LEASES, '-inf', serverMillis(), 'LIMIT', 0, ARGV[2])
for _, name in ipairs(lost) do
  local counts = row(lineOf(name))
  counts.inHand = counts.inHand - costOf(redis.call('HSTRLEN', EVENTS, name))
end
each('ZREM', LEASES, lost)
each('HDEL', STATES, lost)
makeReady(lost)
return answer({#due, #lost})
