-- For wrk: sends one request again and again, each time with the next number for {n} and the next run for {run}.
--   wrk -s load.lua URL -- METHOD FILE, where FILE has the path, the runs (with commas between them) and the body, a line each

local method, path, body, runs, n

-- Text between what is to be filled in: every second part is a name.
local function split(text)
  local parts, from = {}, 1
  for literal, name, next in text:gmatch("(.-){(%a+)}()") do
    parts[#parts + 1], parts[#parts + 2] = literal, name
    from = next
  end
  parts[#parts + 1] = text:sub(from)
  return parts
end

local function fill(parts, values)
  local filled = {}
  for i = 1, #parts do filled[i] = i % 2 == 1 and parts[i] or values[parts[i]] end
  return table.concat(filled)
end

function init(args)
  method = args[1]
  local file = assert(io.open(args[2]))
  path, runs = split(file:read("*l")), {}
  for run in file:read("*l"):gmatch("[^,]+") do runs[#runs + 1] = run end
  local text = file:read("*l")
  body = text and split(text)
  file:close()
  n = tonumber(args[3])
end

function request()
  n = n + 1
  local values = { n = string.format("%d", n), run = runs[n % #runs + 1] }
  if not body then return wrk.format(method, fill(path, values)) end
  return wrk.format(method, fill(path, values), { ["content-type"] = "application/json" }, fill(body, values))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%f,"p99":%f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
