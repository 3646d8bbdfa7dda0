-- A certificate that is asked for again and again is no failure of a sync. One of a tenant waits for that tenant's DNS, days
-- perhaps: its Application goes on without it, or no newer commit would reach the tenant, not even one that takes the host away.
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
