-- ARGV: tokens of leases of which nobody has heard.
-- Makes ready what was leased with them; answers how many.
drain()
local unheard = {}
for _, token in ipairs(ARGV) do
  unheard[token] = true
end
local leased = redis.call('ZRANGE', LEASES, 0, -1)
local owners = fetch(STATES, leased)
local back = {}
for i, name in ipairs(leased) do
  if owners[i] and unheard[owners[i]] then
    local counts = row(lineOf(name))
    counts.inHand = counts.inHand - costOf(redis.call('HSTRLEN', EVENTS, name))
    back[#back + 1] = name
  end
end
each('ZREM', LEASES, back)
each('HDEL', STATES, back)
makeReady(back)
return answer(#back)
