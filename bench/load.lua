-- For wrk: sends one request again and again, each time with the next number for {n} and the next run for {run}.
--   wrk -s load.lua URL -- METHOD FILE, where FILE has the path, the runs (with commas between them) and the body, a line each

local method, target, body, runs, n

function init(args)
  method = args[1]
  local file = assert(io.open(args[2]))
  target, runs = file:read("*l"), {}
  for run in file:read("*l"):gmatch("[^,]+") do runs[#runs + 1] = run end
  body = file:read("*l")
  file:close()
  n = tonumber(args[3])
end

function request()
  n = n + 1
  local values = { n = string.format("%d", n), run = runs[n % #runs + 1] }
  local path = target:gsub("{(%a+)}", values)
  if not body then return wrk.format(method, path) end
  return wrk.format(method, path, { ["content-type"] = "application/json" }, (body:gsub("{(%a+)}", values)))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%f,"p99":%f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
