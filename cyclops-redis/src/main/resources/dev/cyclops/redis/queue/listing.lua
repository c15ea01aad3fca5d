-- ARGV: dead letters that died before this are forgotten, how many, how the last one died that is
-- known (as a bound on scores), and optionally when exactly and its number.
-- Answers number and time of death of each that follows, newest first.
local found = {}
if ARGV[4] then
  local alike = redis.call('ZREVRANGEBYSCORE', DEAD, ARGV[4], ARGV[4], 'WITHSCORES')
  for i = 1, #alike, 2 do
    if tonumber(alike[i]) < tonumber(ARGV[5]) and #found < 2 * tonumber(ARGV[2]) then
      found[#found + 1] = alike[i]
      found[#found + 1] = alike[i + 1]
    end
  end
end
local left = tonumber(ARGV[2]) - #found / 2
local older = redis.call(
  'ZREVRANGEBYSCORE', DEAD, ARGV[3], ARGV[1], 'WITHSCORES', 'LIMIT', 0, left)
for _, value in ipairs(older) do
  found[#found + 1] = value
end
return {totals(), {}, found}
