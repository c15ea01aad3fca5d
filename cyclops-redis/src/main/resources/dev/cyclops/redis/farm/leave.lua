-- An instance is gone, and says so. Should it lead, the next one that announces itself does so.
-- KEYS: members    ARGV: id
return redis.call('HDEL', KEYS[1], ARGV[1])
