import { script } from '../../../lib/kube/script.ts'
import { jobScripts } from '../../kit/database/scripts.ts'

/** File that a laptop's cache runs. */
export const startCache = script(import.meta.url, 'start-cache.sh')

/** Every file of the ConfigMap of scripts. */
export const allScripts = [...jobScripts, startCache]
