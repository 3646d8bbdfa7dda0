import { durations, recoveryTargets } from '../catalog/recovery.ts'
import { catalogued, type Step, type Target, target } from './report.ts'

const { rto, rpo } = recoveryTargets

/**
 * The database: what RDS does by itself in a zone, and what a promotion costs across regions.
 *
 * @param read Argo CD of the second region reads the line
 */
export function databaseTargets(read: Step): Target[] {
  const note = { within: 'the typical upper bound, without slack; a large transaction takes longer' }
  return [
    target(
      {
        name: 'database',
        loss: 'zone',
        kind: 'RTO',
        targetSeconds: rto.database,
        steps: [catalogued(1, 'RDS moves to its second zone', 'databaseZone')],
        alerts: ['OpenWebuiNotReady'],
      },
      { ...note, over: 'RDS takes longer than asked' },
    ),
    target(
      {
        name: 'database',
        loss: 'region',
        kind: 'RTO',
        targetSeconds: rto.database,
        steps: [
          catalogued(1, 'the loss is noticed', 'healthCheck'),
          catalogued(2, 'someone decides', 'decision'),
          read,
          catalogued(4, 'replica promoted', 'databasePromotion'),
        ],
        alerts: ['PeerRegionDown'],
      },
      { within: '', over: 'not attainable across regions with RDS: the promotion alone takes minutes' },
    ),
    target(
      {
        name: 'database',
        loss: 'zone',
        kind: 'RPO',
        targetSeconds: rpo.database,
        steps: [
          {
            name: 'synchronous standby',
            seconds: 0,
            basis: 'documented',
            by: 'RDS Multi-AZ: multiAz',
            stage: 1,
          },
        ],
        alerts: [],
      },
      { within: 'nothing that was committed is lost, so there is nothing to watch', over: '' },
    ),
    target(
      {
        name: 'database',
        loss: 'region',
        kind: 'RPO',
        targetSeconds: rpo.database,
        steps: [
          {
            name: 'lag of the replica, as far as it is let go',
            seconds: 30,
            basis: 'typical',
            by: 'threshold of the alarm replica-lag; the heartbeat beats every 10 s, or an idle source would show minutes',
            stage: 1,
          },
        ],
        alerts: ['replica-lag'],
      },
      { within: 'usual, but AWS does not promise it: an alarm fires if it takes longer', over: '' },
    ),
  ]
}

/** Models and configuration. */
export function dataTargets(): Target[] {
  return [
    target(
      {
        name: 'models',
        loss: 'region',
        kind: 'RPO',
        targetSeconds: rpo.models,
        steps: [
          {
            name: 'a released version is in the buckets of both regions',
            seconds: 0,
            basis: 'setting',
            by: 'lib/catalog/model-releases.json names no other; each region’s volumes are filled from its own bucket',
            stage: 1,
          },
        ],
        alerts: ['models-behind'],
      },
      {
        within: `no released version is lost: EFS replication alone would give about ${durations.efsReplication.seconds} s; a standby’s volume is filled from its own region’s bucket before it is needed`,
        over: '',
      },
    ),
    target(
      {
        name: 'configuration',
        loss: 'region',
        kind: 'RPO',
        targetSeconds: rpo.configuration,
        steps: [
          {
            name: 'both regions read one Git',
            seconds: 0,
            basis: 'setting',
            by: 'gitOps of both clusters',
            stage: 1,
          },
        ],
        alerts: ['ConfigurationNotSynced', 'SecretNotCopied'],
      },
      {
        within:
          'what is merged is not lost; certificates are copied hourly and can be issued again; AWS states no time for replicas of secrets, which change once',
        over: '',
      },
    ),
  ]
}
