-- Tries whether what is asked of this place can be done at all: a write, in a script, on keys of the
-- shard. There are two, as a cluster that is moving a slot takes one but not several.
return redis.call('SET', KEYS[1], '1', 'PX', 10000)
