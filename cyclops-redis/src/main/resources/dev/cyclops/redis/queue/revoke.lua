-- ARGV: names of events of which nobody was told that they are stored.
-- Takes back those that are ready; answers how many are in hand or wait.
drain()
local frames = fetch(EVENTS, ARGV)
local back, kept = {}, 0
for i, name in ipairs(ARGV) do
  if frames[i] and redis.call('ZREM', READY, name) == 1 then
    local counts = row(lineOf(name))
    counts.ready = counts.ready - 1
    back[#back + 1] = name
  elseif frames[i] then
    kept = kept + 1
  end
end
drop(back, {})
return answer(kept)
