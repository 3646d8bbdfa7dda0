import { catalogModel } from '../catalog/models.ts'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { type ModelServer, modelServers } from '../resolve/model-server.ts'
import { serverScale } from '../resolve/ollama.ts'
import { openWebuiScale } from '../resolve/open-webui-scale.ts'
import { mostReplicas, usersPerModelReplica, usersPerWebReplica } from '../resolve/replica-users.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** The users that a tenant expects can be served by the most replicas that it may have, by Paddock's own figures. */
export function checkUsers({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const users = spec.expectedUsers
  return [webReplicas(spec), modelReplicas(spec)].flatMap((replicas) => {
    const needed = Math.ceil(users / replicas.each)
    if (needed <= replicas.has.reduce((sum, one) => sum + one.replicas, 0)) return []
    return [error('users', { file, field: 'expectedUsers' }, { users, needed, ...replicas })]
  })
}

/** Replicas that share the work of a tenant's users. */
type Replicas = Omit<Facts['users'], 'users' | 'needed'>

function webReplicas(spec: CompleteTenantSpec): Replicas {
  return {
    servers: 'Open WebUI',
    each: usersPerWebReplica,
    has: [{ replicas: openWebuiScale(spec).max }],
    most: mostReplicas.openWebui,
    fields: ['scaling.openWebui.max'],
  }
}

/** All model servers that chat: users are spread over the models, and nobody knows how. */
function modelReplicas(spec: CompleteTenantSpec): Replicas {
  const chats = ({ models }: ModelServer) => models.some((name) => catalogModel(name).purpose === 'chat')
  const servers = modelServers(spec).filter(chats)
  const most = { cpu: mostReplicas.cpuServer, gpu: mostReplicas.gpuServer }
  const fields = { cpu: 'scaling.ollama.max', gpu: 'gpuReplicas.max' }
  return {
    servers: servers.length > 1 ? 'the model servers' : 'the model server',
    each: usersPerModelReplica(spec),
    has: servers.map((server) => ({
      replicas: serverScale(server, spec).max,
      nodeClass: server.nodeClass,
    })),
    most: servers.reduce((sum, { nodeClass }) => sum + most[nodeClass], 0),
    fields: servers.map(({ nodeClass }) => fields[nodeClass]),
  }
}
