-- ARGV: dead letters that died before this are forgotten, how many bytes of others to free, how many
-- letters at the most, the number of one to keep.
-- Forgets those that died first; answers how many, and how many bytes that freed.
drain()
local forgotten = 0
local old = redis.call('ZRANGEBYSCORE', DEAD, '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[3])
for _, number in ipairs(old) do
  forgetLetter(number)
  forgotten = forgotten + 1
end
while -grownDead < tonumber(ARGV[2]) and forgotten < tonumber(ARGV[3]) do
  local oldest = redis.call('ZRANGE', DEAD, 0, 1)
  local number = oldest[1] == ARGV[4] and oldest[2] or oldest[1]
  if not number or number == ARGV[4] then
    break
  end
  forgetLetter(number)
  forgotten = forgotten + 1
end
return answer({forgotten, -grownDead})
