-- How long a queue is. KEYS: queue.
return redis.call('LLEN', KEYS[1])
