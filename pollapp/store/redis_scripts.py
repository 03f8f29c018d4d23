"""What must happen as one, in Lua: Redis carries out a script whole, with nothing in between, or refuses it before its first write.

In each, `base` is what the keys of a session begin with (`redis_keys`); a script touches keys of one bucket only.
A stream's entry has the id 0-seq, no clock time in it, and the fields a (actor), c (command id), d (digest), b (body).
Where words came with it, d is empty, and `words` holds under its seq the digest's length, ":", the digest and the words.
`notes` says to other processes that more than the log is another now: who changed it, and nothing else.
"""

import hashlib
from dataclasses import dataclass, field

MOST_MISSED = 1_000  # entries of others that an append brings along; who missed more reads the log


@dataclass(frozen=True)
class Script:
    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest())


_STORE = """
local function store(base, seq, at)
  local digest, words = ARGV[at + 2], ARGV[at + 4]
  if words ~= '' then
    redis.call('HSET', base .. ':words', seq, #digest .. ':' .. digest .. string.sub(words, 2))
    digest = ''
  end
  redis.call('XADD', base .. ':log', '0-' .. seq, 'a', ARGV[at], 'c', ARGV[at + 1], 'd', digest, 'b', ARGV[at + 3])
end
local function seen_key(at)
  return #ARGV[at] .. ':' .. ARGV[at] .. ARGV[at + 1]
end
"""
_WITH_WORDS = """
local function with_words(base, entry)
  if entry[2][6] == '' then entry[3] = redis.call('HGET', base .. ':words', string.sub(entry[1], 3)) end
  return entry
end
"""

# KEYS: base of each session. ARGV, for each: the seq up to which the caller has its log (-1: not at all), how many items, and for each
# of these actor, command id, digest, body, and "" or "w" and words.
# Gives for each session: the seq before these items (-1: there is no such session), what was there already as a flat list
# (which item, its entry), and the entries of others that the caller lacks.
APPEND = Script(
    _STORE
    + _WITH_WORDS
    + f"""
local answers, at = {{}}, 1
for place, base in ipairs(KEYS) do
  local known, count = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  at = at + 2
  local head = redis.call('HGET', base .. ':header', 'seq')
  if head then
    head = tonumber(head)
    local seq, old, missed = head, {{}}, {{}}
    if known >= 0 and known < head and head - known <= {MOST_MISSED} then
      missed = redis.call('XRANGE', base .. ':log', '0-' .. known + 1, '0-' .. head)
      for _, entry in ipairs(missed) do with_words(base, entry) end
    end
    for item = 0, count - 1 do
      local where = at + item * 5
      if redis.call('HSETNX', base .. ':seen', seen_key(where), seq + 1) == 1 then
        seq = seq + 1
        store(base, seq, where)
      else
        local first = '0-' .. redis.call('HGET', base .. ':seen', seen_key(where))
        old[#old + 1] = item
        old[#old + 1] = with_words(base, redis.call('XRANGE', base .. ':log', first, first)[1])
      end
    end
    if seq > head then redis.call('HSET', base .. ':header', 'seq', seq) end
    answers[place] = {{head, old, missed}}
  else
    answers[place] = {{-1}}
  end
  at = at + count * 5
end
return answers
"""
)

# KEYS: base, sessions of its bucket. ARGV: id, seconds since 1970 until which the code is claimed, header's fields (6), how many items,
# and these. Gives 1; 0 where the session is there already or the claim is over; -1 where two items are one.
OPEN = Script(
    _STORE
    + """
local base = KEYS[1]
if redis.call('EXISTS', base .. ':header') == 1 or tonumber(redis.call('TIME')[1]) > tonumber(ARGV[2]) then return 0 end
local count, seen = tonumber(ARGV[9]), {}
for item = 0, count - 1 do
  local key = seen_key(10 + item * 5)
  if seen[key] then return -1 end
  seen[key] = true
end
redis.call('DEL', base .. ':log', base .. ':seen', base .. ':words')
redis.call('HSET', base .. ':header', 'code', ARGV[3], 'kind', ARGV[4], 'control', ARGV[5], 'projector', ARGV[6],
  'opened', ARGV[7], 'keep', ARGV[8], 'seq', count)
redis.call('ZADD', KEYS[2], ARGV[8] == '' and 'inf' or ARGV[8], ARGV[1])
for item = 0, count - 1 do
  redis.call('HSET', base .. ':seen', seen_key(10 + item * 5), item + 1)
  store(base, item + 1, 10 + item * 5)
end
return 1
"""
)

# KEYS: bases. Gives for each: its log's last seq (-1: there is no such session), the number of its last note.
HEADS = Script("""
local found = {}
for place, base in ipairs(KEYS) do
  local last = redis.call('XREVRANGE', base .. ':notes', '+', '-', 'COUNT', 1)[1]
  found[place] = {tonumber(redis.call('HGET', base .. ':header', 'seq') or -1), last and tonumber(string.sub(last[1], 3)) or 0}
end
return found
""")

# KEYS: wake stream of a process, base. ARGV: number of this call. Wakes the one that reads there, and gives what HEADS gives.
# An append-only file has the end of a span as a moment: here the day's, because a nearer one would stand beside the dots of that moment.
ATTEND = Script("""
local last = redis.call('XREVRANGE', KEYS[2] .. ':notes', '+', '-', 'COUNT', 1)[1]
local woken = redis.pcall('XADD', KEYS[1], 'MAXLEN', 1, '0-' .. ARGV[1], 'w', '')
redis.call('EXPIREAT', KEYS[1], (math.floor(redis.call('TIME')[1] / 86400) + 2) * 86400)
return {tonumber(redis.call('HGET', KEYS[2] .. ':header', 'seq') or -1), last and tonumber(string.sub(last[1], 3)) or 0}
""")
