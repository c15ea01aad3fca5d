-- ARGV: bound of this shard's bytes, then name and frame of each event.
-- Answers 1 for each that was stored, 0 where there was no room.
local limit = tonumber(ARGV[1])
local held = tonumber(redis.call('HGET', TOTALS, 'bytes') or 0)
local stored, frames, names = {}, {}, {}
for i = 2, #ARGV, 2 do
  local name, cost = ARGV[i], costOf(#ARGV[i + 1])
  local own = row(lineOf(name)).held == 0 and LINE_BYTES or 0
  local fits = held + grown + own + cost <= limit
  if fits then
    hold(name, cost)
    frames[#frames + 1] = name
    frames[#frames + 1] = ARGV[i + 1]
    names[#names + 1] = 0
    names[#names + 1] = name
  end
  stored[#stored + 1] = fits and 1 or 0
end
each('HSET', EVENTS, frames)
each('ZADD', READY, names)
return answer(stored)
