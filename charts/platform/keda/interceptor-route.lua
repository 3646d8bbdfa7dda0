-- Route of KEDA. A request on it scales a model server up from zero replicas.
if obj.status == nil or obj.status.conditions == nil then
  return { status = "Progressing", message = "KEDA has not looked at it yet" }
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Ready" then
    if condition.status == "True" then
      return { status = "Healthy", message = "" }
    end
    if condition.status == "False" then
      return { status = "Degraded", message = condition.message or condition.reason or "" }
    end
  end
end
return { status = "Progressing", message = "not ready yet" }
