-- Hosts and policies of the NGINX ingress controller, which writes its result into status.state. A warning means that a
-- referenced object is missing, usually the certificate. A tenant's certificate waits for the tenant's DNS, and the
-- tenant's Application must not wait for it.
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
