-- Argo CD takes a hook of a deletion for done unless its check says progressing or degraded. Its own check of a Job has
-- other answers too, such as suspended. Here only a complete Job is healthy, and only a failed one is degraded.
local health = { status = "Progressing", message = "" }
if obj.status == nil then
  return health
end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.status == "True" then
    if condition.type == "Failed" then
      return { status = "Degraded", message = condition.message or condition.reason or "" }
    end
    if condition.type == "Complete" then
      health = { status = "Healthy", message = condition.message or "" }
    end
  end
end
return health
