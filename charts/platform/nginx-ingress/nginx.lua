-- Hosts and policies of the NGINX ingress controller, which writes its verdict as status.state. A warning means that
-- something which the object names is missing yet: its certificate, as a rule. A tenant's waits for that tenant's DNS, and
-- its Application goes on without it.
local state = obj.status ~= nil and obj.status.state or nil
local message = obj.status ~= nil and (obj.status.message or obj.status.reason) or nil
if state == "Valid" then
  return { status = "Healthy", message = "" }
end
if state == "Invalid" then
  return { status = "Degraded", message = message or "" }
end
local ofTenant = obj.metadata.labels ~= nil and obj.metadata.labels["paddock.dev/tenant"] ~= nil
if state == "Warning" and ofTenant then
  return { status = "Healthy", message = message or "" }
end
return { status = "Progressing", message = message or "the ingress controller has not looked at it yet" }
