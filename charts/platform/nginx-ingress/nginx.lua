-- Hosts and policies of the NGINX ingress controller, which writes its result into status.state. A tenant's objects are
-- healthy whatever it writes, and before it writes anything: a certificate that waits for the tenant's DNS is a warning, a
-- policy or certificate that is missing for a while can be one object's error, and none of them may keep newer commits
-- from the tenant. The message shows the state in Argo CD. Objects of the platform are checked.
local state = obj.status ~= nil and obj.status.state or nil
local message = obj.status ~= nil and (obj.status.message or obj.status.reason) or nil
if obj.metadata.labels ~= nil and obj.metadata.labels["paddock.dev/tenant"] ~= nil then
  return { status = "Healthy", message = state ~= "Valid" and message or "" }
end
if state == "Valid" then
  return { status = "Healthy", message = "" }
end
if state == "Invalid" then
  return { status = "Degraded", message = message or "" }
end
return { status = "Progressing", message = message or "the ingress controller has not looked at it yet" }
