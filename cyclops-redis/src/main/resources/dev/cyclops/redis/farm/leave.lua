-- An instance is gone, and says so.
-- KEYS: members, lead    ARGV: id
local gone = redis.call('HDEL', KEYS[1], ARGV[1])
local lead = string.match(redis.call('GET', KEYS[2]) or '', '^(%S+) ')
if lead == ARGV[1] then
  redis.call('DEL', KEYS[2])
end
return gone
