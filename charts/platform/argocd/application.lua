-- Since 1.8, Argo CD computes no health for Applications. Without this check a parent would not wait for its children.
-- Argo CD ignores missing objects of kinds without a health check, so an Application must be synced too.
local health = { status = "Progressing", message = "" }
if obj.status == nil or obj.status.health == nil or obj.status.health.status == nil then
  return health
end
health.message = obj.status.health.message or ""
if obj.status.health.status == "Healthy" and (obj.status.sync == nil or obj.status.sync.status ~= "Synced") then
  health.message = "not synced yet"
  return health
end
health.status = obj.status.health.status
return health
