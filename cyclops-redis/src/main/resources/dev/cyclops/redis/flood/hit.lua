-- Counts one event of a group.
-- KEYS: the count of its window; the tally, which outlives the window: its number (w), how many
--   came in it (n) and in the one before (p). Both are in one slot, and neither is ever without an
--   expiry.
-- ARGV: how long a window lasts and how much longer a tally, in ms; above which count a tally is
--   kept; the number of a window that hits are handed over of, and how many (0: none).
-- Answers: the count, what is left of the window in ms, the count of the one before, its number.
local tally = redis.call('HMGET', KEYS[2], 'w', 'n', 'p')
local number = tonumber(tally[1])
if number and tonumber(ARGV[5]) > 0 then
  if number == tonumber(ARGV[4]) then
    tally[2] = redis.call('HINCRBY', KEYS[2], 'n', ARGV[5])
  elseif number == tonumber(ARGV[4]) + 1 then
    tally[3] = redis.call('HINCRBY', KEYS[2], 'p', ARGV[5])
  end
end
local count = redis.call('INCR', KEYS[1])
if count == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  if not number and tonumber(ARGV[3]) >= 1 then
    return {1, tonumber(ARGV[1]), 0, 0}
  end
  local before = tonumber(tally[2]) or 0
  number = (number or 0) + 1
  redis.call('HSET', KEYS[2], 'w', number, 'n', 1, 'p', before)
  redis.call('PEXPIRE', KEYS[2], ARGV[1] + ARGV[2])
  return {1, tonumber(ARGV[1]), before, number}
end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  -- Somebody else took the expiry away: the group must not be silenced for ever.
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
if number then
  redis.call('HINCRBY', KEYS[2], 'n', 1)
  return {count, left, tonumber(tally[3]) or 0, number}
end
if count > tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[2], 'w', 1, 'n', count, 'p', 0)
  redis.call('PEXPIRE', KEYS[2], left + ARGV[2])
  return {count, left, 0, 1}
end
return {count, left, 0, 0}
