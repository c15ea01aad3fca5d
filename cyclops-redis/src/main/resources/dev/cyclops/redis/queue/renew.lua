-- ARGV: how long a lease lasts, then name and token of each.
drain()
local deadline = serverMillis() + tonumber(ARGV[1])
local names = {}
for i = 2, #ARGV, 2 do
  names[#names + 1] = ARGV[i]
end
local owners = fetch(STATES, names)
local leases = {}
for i, name in ipairs(names) do
  if owners[i] == ARGV[2 * i + 1] then
    leases[#leases + 1] = deadline
    leases[#leases + 1] = name
  end
end
each('ZADD', LEASES, leases)
return answer({})
