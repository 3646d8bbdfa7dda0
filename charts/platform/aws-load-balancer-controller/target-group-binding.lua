-- Pods of an AWS target group. The binding is healthy when the load balancer controller has observed its newest version.
local seen = obj.status ~= nil and obj.status.observedGeneration or nil
if seen ~= nil and obj.metadata.generation ~= nil and seen >= obj.metadata.generation then
  return { status = "Healthy", message = "" }
end
return { status = "Progressing", message = "the load balancer controller has not looked at it yet" }
