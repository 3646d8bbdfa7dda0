-- Argo CD's own check calls an autoscaler degraded while metrics cannot be read. Pods that have just started have none for a
-- minute, so every new tenant would be one more mail, and a restart of metrics-server one for each tenant there is. It is in
-- progress until they come; that nobody serves them has an alert of its own.
local waits = {
  FailedComputeMetricsReplicas = true,
  FailedGetContainerResourceMetric = true,
  FailedGetExternalMetric = true,
  FailedGetObjectMetric = true,
  FailedGetPodsMetric = true,
  FailedGetResourceMetric = true,
}
local failed = {
  FailedGetScale = true,
  FailedUpdateScale = true,
  InvalidSelector = true,
}
local health = { status = "Progressing", message = "the autoscaler has not been looked at yet" }
if obj.status == nil or obj.status.conditions == nil then
  return health
end
local waiting = nil
for _, condition in ipairs(obj.status.conditions) do
  if failed[condition.reason] then
    return { status = "Degraded", message = condition.message or condition.reason }
  end
  if waits[condition.reason] then
    waiting = condition.message or condition.reason
  elseif condition.type == "AbleToScale" and condition.status == "True" then
    health = { status = "Healthy", message = "" }
  end
end
if waiting ~= nil then
  return { status = "Progressing", message = waiting }
end
return health
