-- Definitions, packages, usages and Crossplane's other own kinds. The built-in check reports an object without a status
-- as healthy, so a wave would pass before Crossplane has reconciled the object.
local stateless = {
  Composition = true,
  CompositionRevision = true,
  ClusterProviderConfig = true,
  DeploymentRuntimeConfig = true,
  EnvironmentConfig = true,
  ImageConfig = true,
  ProviderConfig = true,
  ProviderConfigUsage = true,
}
-- Each of these conditions that an object has must be true.
local needed = {
  Established = true,
  Healthy = true,
  Installed = true,
  Offered = true,
  Ready = true,
  RevisionHealthy = true,
}
if stateless[obj.kind] then
  return { status = "Healthy", message = "" }
end
local health = { status = "Progressing", message = "Crossplane has not looked at it yet" }
if obj.status == nil or obj.status.conditions == nil then
  return health
end
local seen = false
local waits = nil
for _, condition in ipairs(obj.status.conditions) do
  if (condition.type == "Synced" or condition.type == "LastAsyncOperation") and condition.status == "False" then
    return { status = "Degraded", message = condition.message or condition.reason or "" }
  end
  if needed[condition.type] then
    seen = true
    if condition.status ~= "True" then
      waits = condition.type .. ": " .. (condition.message or condition.reason or "")
    end
  end
end
if waits ~= nil then
  health.message = waits
elseif seen then
  health.status = "Healthy"
  health.message = ""
end
-- A claim needs a definition with the condition Offered. Established is not enough.
if obj.kind == "CompositeResourceDefinition" and obj.spec ~= nil and obj.spec.claimNames ~= nil then
  local offered = false
  for _, condition in ipairs(obj.status.conditions) do
    offered = offered or (condition.type == "Offered" and condition.status == "True")
  end
  if not offered then
    health.status = "Progressing"
    health.message = "not offered yet"
  end
end
return health
