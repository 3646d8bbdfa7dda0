-- Argo CD puts no tracking mark on CRDs, so no event of theirs makes it look again: one that it saw a moment after it was
-- made would keep its Application in progress, and the waves after it waiting, until the next comparison in two or three
-- minutes. Its engine has waited for each CRD when it applied it; what comes too early all the same is tried again.
if obj.metadata ~= nil and obj.metadata.deletionTimestamp ~= nil then
  return { status = "Progressing", message = "being deleted" }
end
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "NamesAccepted" and condition.status == "False" then
      return { status = "Degraded", message = condition.message or "" }
    end
  end
end
return { status = "Healthy", message = "" }
