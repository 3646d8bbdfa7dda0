import { catalogModel } from '../catalog/models.ts'
import { type ModelServer, modelServers } from '../resolve/model-server.ts'
import { serverScale } from '../resolve/ollama.ts'
import { openWebuiScale } from '../resolve/open-webui-scale.ts'
import { mostReplicas, usersPerModelReplica, usersPerWebReplica } from '../resolve/replica-users.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** The users that a tenant expects can be served by the most replicas that it may have, by Paddock's own figures. */
export function checkUsers({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const users = spec.expectedUsers
  return [webReplicas(spec), modelReplicas(spec)].flatMap(({ what, each, has, most, fields, told }) => {
    const needed = Math.ceil(users / each)
    if (needed <= has) return []
    const why = `${users} users need ${needed} replicas of ${what}, one for ${each}; there are at most ${told}`
    const remedy =
      needed <= most
        ? `raise ${fields}, or set expectedUsers to ${has * each} or less`
        : `set expectedUsers to ${most * each} or less, and give further users a tenant of their own`
    return [error('users', file, 'expectedUsers', why, remedy)]
  })
}

/** Replicas that share the work of a tenant's users. */
interface Replicas {
  readonly what: string
  /** Users that one of them serves. */
  readonly each: number
  /** The most that this tenant has. */
  readonly has: number
  /** The most that its file may ask for. */
  readonly most: number
  /** Fields that raise the number. */
  readonly fields: string
  readonly told: string
}

function webReplicas(spec: CompleteTenantSpec): Replicas {
  const { max } = openWebuiScale(spec)
  return {
    what: 'Open WebUI',
    each: usersPerWebReplica,
    has: max,
    most: mostReplicas.openWebui,
    fields: 'scaling.openWebui.max',
    told: String(max),
  }
}

/** All model servers that chat: users are spread over the models, and nobody knows how. */
function modelReplicas(spec: CompleteTenantSpec): Replicas {
  const chats = ({ models }: ModelServer) => models.some((name) => catalogModel(name).purpose === 'chat')
  const servers = modelServers(spec)
    .filter(chats)
    .map((server) => ({ nodeClass: server.nodeClass, max: serverScale(server, spec).max }))
  const most = { cpu: mostReplicas.cpuServer, gpu: mostReplicas.gpuServer }
  const fields = { cpu: 'scaling.ollama.max', gpu: 'gpuReplicas' }
  return {
    what: servers.length > 1 ? 'the model servers' : 'the model server',
    each: usersPerModelReplica,
    has: servers.reduce((sum, { max }) => sum + max, 0),
    most: servers.reduce((sum, { nodeClass }) => sum + most[nodeClass], 0),
    fields: servers.map(({ nodeClass }) => fields[nodeClass]).join(' or '),
    told: servers.map(({ nodeClass, max }) => `${max} on ${nodeClass.toUpperCase()}s`).join(' and '),
  }
}
