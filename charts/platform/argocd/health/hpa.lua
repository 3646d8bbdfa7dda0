-- Argo CD's own check reports an autoscaler as degraded while its metrics are missing. New pods have no metrics for a
-- minute. Every new tenant would therefore cause an e-mail, and a restart of metrics-server one e-mail for each tenant.
-- This check reports progressing until the metrics exist for the first time. After that their absence holds no sync: the
-- autoscaler keeps its last count. A separate alert fires when no server provides metrics.
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
local once = obj.status.lastScaleTime ~= nil
  or (obj.status.currentMetrics ~= nil and next(obj.status.currentMetrics) ~= nil)
if waiting ~= nil and not once then
  return { status = "Progressing", message = waiting }
end
return health
