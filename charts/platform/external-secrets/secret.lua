-- Secrets that are read from a store, and secrets that are pushed to one. Argo CD's own check reports an object as
-- degraded whenever its last refresh failed. A sync of its Application would then fail, and no newer commit would reach
-- the tenant while the store does not answer, although the Secret in the cluster is still there. After its first success
-- an object is therefore healthy. An alert fires when a refresh fails (SecretNotCopied).
local health = { status = "Progressing", message = "the operator has not looked at it yet" }
if obj.status == nil then
  return health
end
local pushed = obj.status.syncedPushSecrets ~= nil and next(obj.status.syncedPushSecrets) ~= nil
local succeeded = pushed or (obj.kind == "ExternalSecret" and obj.status.refreshTime ~= nil)
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Ready" then
    health.message = condition.message or condition.reason or ""
    if condition.status == "True" then
      health.status = "Healthy"
    elseif condition.status == "False" then
      health.status = "Degraded"
    end
  end
end
if succeeded and health.status ~= "Healthy" then
  health.status = "Healthy"
end
return health
