-- ARGV: dead letters that died before this are forgotten, then the numbers of some.
-- Answers letter and time of death of each, nothing for those that are not there.
local letters = {}
for i = 2, #ARGV do
  local died = redis.call('ZSCORE', DEAD, ARGV[i])
  if died and tonumber(died) >= tonumber(ARGV[1]) then
    letters[#letters + 1] = {redis.call('HGET', LETTERS, ARGV[i]), died}
  else
    letters[#letters + 1] = {}
  end
end
return {totals(), {}, letters}
