/**
 * Users at the same time that one replica of a model server serves before answers queue: parallel requests × think
 * time. A planning figure of ours; costs and limits of what a tenant may expect follow it.
 */
export const usersPerModelReplica = 50

/** Users at the same time that one process of Open WebUI serves. Most of them read; an answer streams for about one in ten. */
export const usersPerWebReplica = 60

/** Most replicas that a tenant's file may ask for, and that are computed from its users. */
export const mostReplicas = { openWebui: 20, cpuServer: 10, gpuServer: 10 } as const
