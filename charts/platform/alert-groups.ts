import type { AlertGroup } from '../../lib/kube/component.ts'
import { foldersWith } from './registry.ts'

/** The groups of alerts that components bring: the export `alerts` of each `alerts.ts` beside a `component.ts`. */
export const alertGroups: readonly AlertGroup[] = await Promise.all(
  foldersWith('alerts.ts').map(async (folder) => {
    const { alerts } = (await import(`./${folder}/alerts.ts`)) as { alerts: AlertGroup }
    return alerts
  }),
)
