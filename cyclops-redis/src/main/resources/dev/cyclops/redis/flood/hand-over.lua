-- Adds what an instance has counted by itself to the tally of a group, as in hit.lua.
-- KEYS: the tally. ARGV: the number of the window, how many came in it.
-- Answers how many were added: none where the tally is gone or two windows ahead.
local number = tonumber(redis.call('HGET', KEYS[1], 'w'))
if number == tonumber(ARGV[1]) then
  redis.call('HINCRBY', KEYS[1], 'n', ARGV[2])
  return tonumber(ARGV[2])
end
if number == tonumber(ARGV[1]) + 1 then
  redis.call('HINCRBY', KEYS[1], 'p', ARGV[2])
  return tonumber(ARGV[2])
end
return 0
