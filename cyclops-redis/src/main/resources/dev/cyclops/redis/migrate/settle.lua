-- Takes entries off the head of a queue, as long as it is the one that was read.
-- KEYS: lock, queue, list for what cannot be read. ARGV: token, its milliseconds, then of each
-- entry its SHA-1 and whether it was moved (m) or cannot be read (u).
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local settled = 0
for i = 3, #ARGV, 2 do
  local head = redis.call('LINDEX', KEYS[2], 0)
  if not head or redis.sha1hex(head) ~= ARGV[i] then
    break
  end
  if ARGV[i + 1] == 'u' then
    redis.call('LMOVE', KEYS[2], KEYS[3], 'LEFT', 'RIGHT')
  else
    redis.call('LPOP', KEYS[2])
  end
  settled = settled + 1
end
return settled
