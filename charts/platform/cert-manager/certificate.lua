-- A certificate that cert-manager requests repeatedly is not a failed sync. A tenant's certificate can wait for the
-- tenant's DNS for days. Its Application must not wait for it. Otherwise no newer commit would reach the tenant, not even
-- one that removes the host.
local health = { status = "Progressing", message = "cert-manager has not looked at it yet" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "Ready" then
      if condition.status == "True" then
        return { status = "Healthy", message = "" }
      end
      health.message = condition.message or condition.reason or ""
    end
  end
end
if obj.metadata.labels ~= nil and obj.metadata.labels["paddock.dev/tenant"] ~= nil then
  health.status = "Healthy"
end
return health
