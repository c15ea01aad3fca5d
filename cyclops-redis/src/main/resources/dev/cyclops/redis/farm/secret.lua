-- The secret of the farm: made by whoever is first, and then the same for ever.
-- KEYS: secret    ARGV: 16 bytes that will do
local secret = redis.call('GET', KEYS[1])
if not secret then
  redis.call('SET', KEYS[1], ARGV[1])
  secret = ARGV[1]
end
return secret
