-- Which queues there are. ARGV: cursor.
return redis.call('SCAN', ARGV[1], 'MATCH', 'cyclops:queue:*', 'COUNT', 1000)
