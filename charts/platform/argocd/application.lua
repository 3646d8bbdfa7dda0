-- Argo CD gives Applications no health of their own since 1.8: without this a parent would not wait for its children. Kinds
-- without a check do not count in it while they are missing, so one is done only when it is synced, too.
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
