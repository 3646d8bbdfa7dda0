-- A tenant's store is healthy as soon as it is there. The secrets that need it wait for it until their first success, and
-- after that a store that does not answer must not keep newer commits from the tenant. Other stores are checked.
if obj.metadata.labels ~= nil and obj.metadata.labels["paddock.dev/tenant"] ~= nil then
  return { status = "Healthy", message = "" }
end
local health = { status = "Progressing", message = "the operator has not looked at it yet" }
for _, condition in ipairs(obj.status ~= nil and obj.status.conditions or {}) do
  if condition.type == "Ready" then
    health.message = condition.message or condition.reason or ""
    if condition.status == "True" then
      health.status = "Healthy"
    elseif condition.status == "False" then
      health.status = "Degraded"
    end
  end
end
return health
