-- The built-in check fails on a CRD that is so new that it has no status.
local health = { status = "Progressing", message = "not established yet" }
if obj.status == nil or obj.status.conditions == nil then
  return health
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "NamesAccepted" and condition.status == "False" then
    return { status = "Degraded", message = condition.message or "" }
  end
  if condition.type == "Established" and condition.status == "True" then
    health = { status = "Healthy", message = "" }
  end
end
return health
