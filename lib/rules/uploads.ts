import { error, type Finding } from '../findings/finding.ts'
import { mostUploadMiB } from '../resolve/open-webui-uploads.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** No tenant allows an upload that kills the pod which processes it. */
export function checkUploads({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const asked = spec.limits.uploadMiB
  const most = mostUploadMiB()
  if (asked <= most) return []
  return [error('uploads', { file, field: 'limits.uploadMiB' }, { askedMiB: asked, mostMiB: most })]
}
