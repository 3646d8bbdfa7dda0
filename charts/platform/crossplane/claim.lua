-- Claims of paddock.dev and their composite resources. An object without a status is in progress, because Crossplane
-- has not reconciled it yet. An object that waits for others is in progress too. Only a failed reconciliation is degraded,
-- and only of an object that is not ready: a ready one works, and a call of AWS that fails for a while must not keep newer
-- commits from the tenant.
local health = { status = "Progressing", message = "Crossplane has not looked at it yet" }
if obj.metadata ~= nil and obj.metadata.deletionTimestamp ~= nil then
  health.message = "being deleted"
  return health
end
if obj.status == nil or obj.status.conditions == nil then
  return health
end
local ready = false
local failed = nil
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Synced" and condition.status == "False" then
    if condition.reason == "ReconcilePaused" then
      return { status = "Suspended", message = "paused" }
    end
    failed = condition.message or condition.reason or ""
  end
  if condition.type == "Ready" then
    ready = condition.status == "True"
    health.message = condition.message or condition.reason or ""
  end
end
if ready then
  return { status = "Healthy", message = failed or health.message }
end
if failed ~= nil then
  return { status = "Degraded", message = failed }
end
return health
