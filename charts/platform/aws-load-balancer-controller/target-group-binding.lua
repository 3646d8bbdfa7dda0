-- Pods behind a target group of AWS: done when the load balancer controller has seen what is asked for.
local seen = obj.status ~= nil and obj.status.observedGeneration or nil
if seen ~= nil and obj.metadata.generation ~= nil and seen >= obj.metadata.generation then
  return { status = "Healthy", message = "" }
end
return { status = "Progressing", message = "the load balancer controller has not looked at it yet" }
