-- ARGV: dead letters that died before this are forgotten, the number of one.
-- Forgets it; answers 0 when it is not there.
drain()
local died = redis.call('ZSCORE', DEAD, ARGV[2])
local there = died and tonumber(died) >= tonumber(ARGV[1])
if there then
  forgetLetter(ARGV[2])
end
return answer(there and 1 or 0)
