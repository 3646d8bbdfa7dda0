-- Argo CD's own check reports an object as degraded while KEDA cannot read its metric, or uses the fallback. The
-- autoscaler that KEDA made keeps working with its last count, and a sync of the tenant must not wait for it. After KEDA
-- has made the autoscaler once, the object is therefore healthy.
local health = { status = "Progressing", message = "KEDA has not looked at it yet" }
if obj.status == nil then
  return health
end
local paused = false
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Paused" and condition.status == "True" then
    paused = true
  end
  if condition.type == "Ready" then
    health.message = condition.message or condition.reason or ""
    if condition.status == "True" then
      health.status = "Healthy"
    elseif condition.status == "False" then
      health.status = "Degraded"
    end
  end
end
if obj.status.hpaName ~= nil and health.status ~= "Healthy" then
  health.status = "Healthy"
end
if paused and health.status == "Healthy" then
  health.status = "Suspended"
end
return health
