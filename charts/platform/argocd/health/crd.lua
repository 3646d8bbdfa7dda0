-- Argo CD puts no tracking mark on CRDs, so an event of a CRD triggers no new comparison. A CRD seen too early would keep
-- its Application in progress, and later waves waiting, until the next comparison in two or three minutes. This check
-- therefore does not wait for the condition Established: Argo CD's engine waits for each CRD when it applies it, and
-- retries objects that still come too early.
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
