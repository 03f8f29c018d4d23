"""Like `redis_scripts`: what is done to sessions besides their logs."""

from pollapp.store.redis_scripts import Script

NOTES = 16  # that are kept of a session: who missed more than these, sees it from their numbers
NOTES_FOR = 3_600  # seconds after a deletion
CLAIM = 60  # seconds in which who has claimed a code may open the session with it

_NOTE = f"""
local function note(base, by)
  redis.call('XADD', base .. ':notes', 'MAXLEN', {NOTES}, '0-*', 'by', by)
end
"""

# KEYS: codes. ARGV: code, id, a claim known to be stale ("": none is).
# Gives until when the code is claimed; or the claim that stands there, whose it is, and whether that had its time to open a session.
CLAIM_CODE = Script(f"""
local now = tonumber(redis.call('TIME')[1])
local claim = redis.call('HGET', KEYS[1], ARGV[1])
if claim and claim ~= ARGV[3] then
  local since, id = string.match(claim, '^(%d+):(.*)$')
  return {{claim, id, now - tonumber(since) > {CLAIM} and 1 or 0}}
end
redis.call('HSET', KEYS[1], ARGV[1], now .. ':' .. ARGV[2])
return {{now + {CLAIM}}}
""")

# KEYS: codes. ARGV: pairs of code and id.
FREE_CODES = Script("""
for at = 1, #ARGV, 2 do
  local claim = redis.call('HGET', KEYS[1], ARGV[at])
  if claim and string.match(claim, '^%d+:(.*)$') == ARGV[at + 1] then redis.call('HDEL', KEYS[1], ARGV[at]) end
end
""")

# KEYS: base. ARGV: who does it, field, new value, and what it was ("=" and that; "": whatever it was). Gives whether it was changed.
CHANGE = Script(
    _NOTE
    + """
local header = KEYS[1] .. ':header'
local was = redis.call('HGET', header, ARGV[2])
if not was or (ARGV[4] ~= '' and '=' .. was ~= ARGV[4]) then return 0 end
redis.call('HSET', header, ARGV[2], ARGV[3])
note(KEYS[1], ARGV[1])
return 1
"""
)

# KEYS: base, sessions of its bucket. ARGV: who does it, id, new and old keep_until ("": for ever). Gives whether it was changed.
KEEP = Script(
    _NOTE
    + """
local header = KEYS[1] .. ':header'
if redis.call('HGET', header, 'keep') ~= ARGV[4] then return 0 end
redis.call('HSET', header, 'keep', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[3] == '' and 'inf' or ARGV[3], ARGV[2])
note(KEYS[1], ARGV[1])
return 1
"""
)

# KEYS: base, unswept of its bucket. ARGV: seqs.
ERASE = Script("""
local gone = 0
for _, seq in ipairs(ARGV) do gone = gone + redis.call('HDEL', KEYS[1] .. ':words', seq) end
if gone > 0 then redis.call('INCR', KEYS[2]) end
""")

_DELETE = f"""
local gone = {{}}
local function delete(bucket, id, by)
  local base = bucket .. ':s:' .. id
  local code = redis.call('HGET', base .. ':header', 'code')
  redis.call('ZREM', bucket .. ':sessions', id)
  if not code then return end
  redis.call('UNLINK', base .. ':header', base .. ':log', base .. ':seen', base .. ':words', base .. ':countdown', base .. ':offers')
  note(base, by)
  redis.call('EXPIRE', base .. ':notes', {NOTES_FOR})
  gone[#gone + 1] = code
  gone[#gone + 1] = id
end
local function done(bucket)
  if #gone > 0 then redis.call('INCR', bucket .. ':unswept') end
  return gone
end
"""
# KEYS: sessions of a bucket. ARGV: what its keys begin with, who does it, ids. Gives codes and ids of what was there.
DELETE = Script(
    _NOTE
    + _DELETE
    + """
for at = 3, #ARGV do delete(ARGV[1], ARGV[at], ARGV[2]) end
return done(ARGV[1])
"""
)
# Likewise, with seconds since 1970 for ids.
EXPIRE = Script(
    _NOTE
    + _DELETE
    + """
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])) do delete(ARGV[1], id, ARGV[2]) end
return done(ARGV[1])
"""
)

# KEYS: sessions of a bucket. ARGV: what its keys begin with. Gives for each session: id, header's fields.
HEADERS = Script("""
local found = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local fields = redis.call('HMGET', ARGV[1] .. ':s:' .. id .. ':header', 'code', 'kind', 'control', 'projector', 'opened', 'keep')
  if fields[1] then found[#found + 1] = {id, fields} end
end
return found
""")

# KEYS: what the keys of a bucket begin with. ARGV: how many deletions are being swept away, in which life of the engine's.
UNSWEPT_BEGUN = Script("""
if redis.call('DECRBY', KEYS[1] .. ':unswept', ARGV[1]) <= 0 then redis.call('DEL', KEYS[1] .. ':unswept') end
redis.call('SET', KEYS[1] .. ':sweeping', ARGV[2])
""")
# KEYS: likewise. It did not come to its end.
UNSWEPT_AGAIN = Script("""
if redis.call('DEL', KEYS[1] .. ':sweeping') == 1 then redis.call('INCR', KEYS[1] .. ':unswept') end
""")
