-- ARGV: dead letters that died before this are forgotten, the number of one, bound of this shard's
-- bytes, the name under which it is ready from now on.
-- Answers 1; 0 when it is not there, -1 when there is no room.
local died = redis.call('ZSCORE', DEAD, ARGV[2])
if not died or tonumber(died) < tonumber(ARGV[1]) then
  return answer(0)
end
local letter = redis.call('HGET', LETTERS, ARGV[2])
local frame = string.sub(letter, 3 + struct.unpack('>I2', letter))
local name, cost = ARGV[4], costOf(#frame)
local own = row(lineOf(name)).held == 0 and LINE_BYTES or 0
local held = tonumber(redis.call('HGET', TOTALS, 'bytes') or 0)
if held - costOfLetter(#letter) + own + cost > tonumber(ARGV[3]) then
  return answer(-1)
end
forgetLetter(ARGV[2])
hold(name, cost)
redis.call('ZADD', READY, 0, name)
redis.call('HSET', EVENTS, name, frame)
return answer(1)
