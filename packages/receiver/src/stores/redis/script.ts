/**
 * The whole store in one script, so that reading a record and deciding on it are one step. Time is the server's.
 *
 * Record: a hash of `state` (`claimed`, `done`), `token` and `valid_until_ms`, the end of the lease or of the memory. An
 * abandoned claim stays for the retention beyond its lease: until another worker takes it over, its owner may still commit.
 *
 * A client library may send a command again when its connection broke before the response arrived: a claim that finds its own
 * token is therefore acquired.
 */
export const SCRIPT = `
local key, operation, token = KEYS[1], ARGV[1], ARGV[2]
local lease_ms, retention_ms = tonumber(ARGV[3]), tonumber(ARGV[4])

local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local record = redis.call('HMGET', key, 'state', 'token', 'valid_until_ms')
local state, owned, valid_until_ms = record[1], record[2] == token, tonumber(record[3] or 0)

local function write(new_state, new_valid_until_ms, kept_ms)
  redis.call('HSET', key, 'state', new_state, 'token', token, 'valid_until_ms', string.format('%.0f', new_valid_until_ms))
  redis.call('PEXPIRE', key, string.format('%.0f', kept_ms))
end

if operation == 'claim' then
  if valid_until_ms <= now_ms or (owned and state == 'claimed') then
    write('claimed', now_ms + lease_ms, lease_ms + retention_ms)
    return { 'acquired', 0 }
  end
  return { state, valid_until_ms - now_ms }
end

if not owned then return 0 end

if operation == 'renew' then
  if state == 'claimed' then write('claimed', now_ms + lease_ms, lease_ms + retention_ms) end
  return 1
end

if operation == 'commit' then
  write('done', now_ms + retention_ms, retention_ms)
  return 1
end

if operation == 'release' and state == 'claimed' then return redis.call('DEL', key) end
return 0
`;
