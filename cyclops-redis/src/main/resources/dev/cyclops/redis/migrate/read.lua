-- Some entries of a queue, from an index on. KEYS: queue. ARGV: index, bytes to stop at.
local entries = {}
local index = tonumber(ARGV[1])
local left = tonumber(ARGV[2])
for step = 1, 8 do
  local some = redis.call('LRANGE', KEYS[1], index, index + 7)
  for _, entry in ipairs(some) do
    entries[#entries + 1] = entry
    left = left - #entry
    if left <= 0 then
      return entries
    end
  end
  if #some < 8 then
    return entries
  end
  index = index + 8
end
return entries
