-- KEYS: the ready ones of a shard. Answers how many there are; asked ten times a second.
return redis.call('ZCARD', KEYS[1])
